import type { WebSocket } from "@fastify/websocket";
import { LIVE_FRAME_BYTES_MAX } from "@vigie/shared/limits.ts";
import { parseWatch } from "@vigie/shared/live.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyInstance } from "fastify";
import type { LiveConnection } from "../flow/live-subscriber.ts";
import type { Api, HttpParts } from "./api.ts";

/** The WebSocket of the live feed. The guard has checked its Origin before it is upgraded. */

export const LIVE_PATH = "/api/live";

export const WEBSOCKET_OPTIONS = {
  maxPayload: LIVE_FRAME_BYTES_MAX,
  perMessageDeflate: false,
} as const;

/** A page that does not answer a ping within one period is gone, or reads nothing. */
const PING_PERIOD_MS = 15_000;

/** How long a connection that we end may take to say goodbye. */
const GOODBYE_MS = 2_000;

/** Requests of one page between two pings: it sends one when what is on screen changes. */
const REQUESTS_MAX = 150;

const CLOSE_GOING_AWAY = 1001;
const CLOSE_MALFORMED = 1008;
const CLOSE_TOO_MANY = 1013;

export function addLiveSocket(app: Api, { live }: Pick<HttpParts, "live">): void {
  app.route({
    method: "GET",
    url: LIVE_PATH,
    config: { policy: "staff" },
    schema: {
      summary: "The live feed, over WebSocket",
      tags: ["live"],
      response: { 101: { description: "Frames, as shared/live.ts says" } },
    },
    handler: async () => {
      throw new ProblemError("upgrade_required");
    },
    wsHandler: (socket) => join(socket, live),
  });
}

/** The server stops: every page is told, and none is waited for long. */
export function endSockets(this: FastifyInstance, done: () => void): void {
  const { websocketServer } = this;
  for (const socket of websocketServer.clients) end(socket, CLOSE_GOING_AWAY, "going away");
  websocketServer.close(() => done());
}

function join(socket: WebSocket, live: HttpParts["live"]): void {
  const subscription = live.subscribe(toConnection(socket));
  if (subscription === undefined) {
    end(socket, CLOSE_TOO_MANY, "too many pages");
    return;
  }
  let requests = 0;
  const stopPings = startPings(socket, () => {
    requests = 0;
  });
  socket.on("message", (message) => {
    if (socket.readyState !== socket.OPEN) return;
    requests += 1;
    const request = requests > REQUESTS_MAX ? undefined : parseWatch(toText(message));
    if (request === undefined) end(socket, CLOSE_MALFORMED, "not a watch");
    else subscription.watch(request);
  });
  socket.on("close", () => {
    stopPings();
    subscription.end();
  });
}

function toConnection(socket: WebSocket): LiveConnection {
  return {
    send: (bytes) =>
      new Promise((resolve) => {
        socket.send(bytes, { binary: false }, () => resolve());
      }),
    bufferedBytes: () => socket.bufferedAmount,
    close: (code, reason) => end(socket, code, reason),
  };
}

/** Says goodbye, and does not wait long for an answer. */
function end(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
  socket.once("close", () => clearTimeout(timer));
}

/** Pings for as long as the page answers. Returns what stops it. */
function startPings(socket: WebSocket, onPeriod: () => void): () => void {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    onPeriod();
    if (!isAlive) socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_PERIOD_MS);
  return () => clearInterval(timer);
}

function toText(message: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(message)) return Buffer.concat(message).toString();
  return message instanceof ArrayBuffer ? Buffer.from(message).toString() : message.toString();
}
