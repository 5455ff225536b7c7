import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { generate, type Packet } from "mqtt-packet";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Broker } from "../../../collector/broker/broker.ts";
import { openBroker } from "../../../collector/broker/open.ts";
import { wireAgent } from "../../support/agents.ts";
import { eventually } from "../../support/eventually.ts";

/** The rate of an agent, whatever it does with its connections. */

const RATE = 50;
const BURST = 20;

const agent = wireAgent();
const { agentId } = agent;
const topic = `vigie/v1/up/${agent.partition}/${agentId}/report`;

let broker: Broker;
let received: string[];
let sockets: Socket[];
beforeEach(async () => {
  received = [];
  sockets = [];
  broker = await openBroker({
    engine: "embedded",
    host: "127.0.0.1",
    port: 0,
    limits: { messagesPerSecond: RATE, burst: BURST },
    credentials: { isSecretOf: (id, secret) => id === agentId && secret === agent.secret },
    listener: { receive: (_topic, payload) => received.push(Buffer.from(payload).toString()) },
    log: () => {},
  });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await broker.close();
});

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(broker.url).port), "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket.resume();
}

/** CONNECT with a last will. */
function hello(secret = agent.secret): Buffer {
  return packet({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    keepalive: 60,
    clientId: agentId,
    username: agentId,
    password: Buffer.from(secret),
    will: { topic, payload: Buffer.from("lost"), qos: 1, retain: false },
  });
}

function messages(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.map((payload) =>
      packet({ cmd: "publish", topic, payload, qos: 0, dup: false, retain: false }),
    ),
  );
}

const packet = (given: Packet): Buffer => generate(given);
const texts = (count: number) => Array.from({ length: count }, (_, n) => `${n}`);

/** What the agent may have sent since then; each connection owes one, which is its last will. */
const allowed = (startMs: number, owed = 0) =>
  BURST + owed + Math.ceil(((performance.now() - startMs) / 1_000) * RATE);

test("an agent that reconnects 5 times with a burst each time is as slow as if it had not", async () => {
  const startMs = performance.now();
  for (let n = 0; n < 5; n += 1) {
    const socket = await open();
    socket.write(hello());
    await once(socket, "data");
    socket.write(messages(texts(BURST)));
    await wait(20);
    socket.destroy();
  }
  await wait(20);
  expect(received.length).toBeGreaterThan(BURST / 2);
  expect(received.length).toBeLessThanOrEqual(allowed(startMs, 5));
});

test("nor does it help to send all at once behind each CONNECT", async () => {
  const startMs = performance.now();
  for (let n = 0; n < 10; n += 1) {
    const socket = await open();
    socket.write(Buffer.concat([hello(), messages(texts(40))]));
    await once(socket, "data");
    await wait(5);
    socket.destroy();
  }
  await wait(20);
  expect(received.length).toBeLessThanOrEqual(allowed(startMs, 10));
});

test("last wills are messages too: connecting over and over ends in a refusal", async () => {
  const startMs = performance.now();
  const answers: number[] = [];
  for (let n = 0; n < 100; n += 1) {
    const socket = await open();
    socket.write(hello());
    const [connack] = await once(socket, "data");
    answers.push(connack[3]);
    socket.destroy();
  }
  await wait(20);
  expect(answers).toContain(0);
  expect(answers, "3 = not now").toContain(3);
  expect(received.length).toBeLessThanOrEqual(allowed(startMs, BURST + 1));

  // It is let in again as soon as it owes less.
  await wait(100);
  const socket = await open();
  socket.write(hello());
  const [connack] = await once(socket, "data");
  expect([...connack]).toEqual([0x20, 2, 0, 0]);
});

test("many small messages in one write come one by one, at its rate", async () => {
  const socket = await open();
  const startMs = performance.now();
  socket.write(Buffer.concat([hello(), messages(texts(1_000))]));
  await wait(500);
  expect(received.length).toBeGreaterThan(BURST);
  expect(received.length).toBeLessThanOrEqual(allowed(startMs));
  expect(received).toEqual(texts(received.length));
});

test("what waits is not lost when the agent says goodbye and ends the connection", async () => {
  const socket = await open();
  const sent = texts(BURST + 20);
  socket.end(Buffer.concat([hello(), messages(sent), packet({ cmd: "disconnect" })]));
  await once(socket, "close");
  expect(received, "and no will, for it ended in order").toEqual(sent);
});

test("what waits ends in the middle of a message, and all of it comes", async () => {
  const socket = await open();
  socket.write(hello());
  await once(socket, "data");
  const large = "x".repeat(200 * 1024);
  const sent = [...texts(BURST + 5), large, "after", large, "end"];
  socket.write(messages(sent));
  await eventually("all of it", () => received.length === sent.length);
  expect(received).toEqual(sent);
});

test("a stranger's messages are not read at all", async () => {
  const socket = await open();
  socket.write(Buffer.concat([hello("guessed"), messages(texts(5))]));
  await once(socket, "close");
  expect(received).toEqual([]);
});
