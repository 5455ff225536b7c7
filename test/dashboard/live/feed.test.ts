import type { LiveFrame, Watch } from "@vigie/shared/live.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type WebSocket as Socket, WebSocketServer } from "ws";
import { createFeed } from "../../../dashboard/live/feed.ts";

const MACHINE = "mac_00000000000000000000000001";

let server: WebSocketServer;
let sockets: Socket[];
let watches: Watch[];
let frames: LiveFrame[];

beforeEach(async () => {
  [sockets, watches, frames] = [[], [], []];
  vi.stubGlobal("window", new EventTarget());
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => {
    sockets.push(socket);
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") watches.push(JSON.parse(data));
    });
  });
  await vi.waitFor(() => expect(server.address()).not.toBeNull());
});

afterEach(() => {
  server.close();
  for (const socket of server.clients) socket.terminate();
  vi.unstubAllGlobals();
});

test("it says what is watched, and what comes is handed on", async () => {
  const feed = openFeed();
  feed.watch([MACHINE]);
  await vi.waitFor(() => expect(watches.at(-1)).toEqual({ type: "watch", machines: [MACHINE] }));
  sockets[0]?.send(JSON.stringify({ type: "snapshot", feed: "a", id: 7, machines: [] }));
  await vi.waitFor(() => expect(frames).toHaveLength(1));
  expect(feed.state.get()).toEqual({ kind: "connected" });
});

test("a connection that breaks is opened again, and goes on after the last frame", async () => {
  const feed = openFeed();
  feed.watch([MACHINE]);
  await vi.waitFor(() => expect(watches.at(-1)?.machines).toEqual([MACHINE]));
  sockets[0]?.send(JSON.stringify({ type: "snapshot", feed: "a", id: 7, machines: [] }));
  sockets[0]?.send(JSON.stringify({ type: "machine", id: 9, machine: { id: MACHINE } }));
  await vi.waitFor(() => expect(frames).toHaveLength(2));

  sockets[0]?.terminate();
  await vi.waitFor(() => expect(feed.state.get().kind).toBe("reconnecting"));
  await vi.waitFor(() => expect(sockets).toHaveLength(2), { timeout: 5_000 });
  const after = { feed: "a", id: 9 };
  await vi.waitFor(() =>
    expect(watches.at(-1)).toEqual({ ...watches[0], machines: [MACHINE], after }),
  );
});

test("watching something else starts anew: what was missed of it is not known", async () => {
  const feed = openFeed();
  feed.watch([MACHINE]);
  await vi.waitFor(() => expect(watches.at(-1)?.machines).toEqual([MACHINE]));
  sockets[0]?.send(JSON.stringify({ type: "snapshot", feed: "a", id: 7, machines: [] }));
  await vi.waitFor(() => expect(frames).toHaveLength(1));
  feed.watch([]);
  await vi.waitFor(() => expect(watches.at(-1)).toEqual({ type: "watch", machines: [] }));
});

test("what is no frame is left aside", async () => {
  openFeed();
  await vi.waitFor(() => expect(watches).toHaveLength(1));
  for (const text of ["{", "null", "7", '{"type":1}']) sockets[0]?.send(text);
  sockets[0]?.send(JSON.stringify({ type: "resumed", feed: "a", id: 1 }));
  await vi.waitFor(() => expect(frames).toEqual([{ type: "resumed", feed: "a", id: 1 }]));
});

function openFeed() {
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return createFeed({
    url: `ws://127.0.0.1:${port}/`,
    now: Date.now,
    onFrame: (frame) => frames.push(frame),
  });
}
