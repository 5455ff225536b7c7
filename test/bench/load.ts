/**
 * A load of agents in one process, as cheap as can be so that it does not measure itself: bare
 * sockets and prepared packets. Once all are connected, each keeps a few reports on their way and
 * sends the next one for each receipt. Started by ingest.ts, which sends its plan first and then asks
 * how many reports were receipted.
 */
import { connect, type Socket } from "node:net";
import { parseReceipt } from "@vigie/shared/down.ts";
import { downTopic, upTopic } from "@vigie/shared/topics.ts";
import { generate, type Parser, parser } from "mqtt-packet";
import { ulid } from "ulid";
import type { FleetMachine } from "../support/fleet.ts";
import { reportOf40 } from "./sample-report.ts";

export type LoadPlan = {
  readonly port: number;
  readonly machines: readonly FleetMachine[];
  /** Reports on their way for each connection. */
  readonly window: number;
};

const CONNECTS_AT_ONCE = 50;
const KEEPALIVE_SECONDS = 120;
const STARTED_MS = Date.now();

/** Numbers of as many digits for the whole run, so that they can be written over. */
const SEQ_FIRST = 1_000_000;

const plan = await receivePlan();
let receipted = 0;

const starts: (() => void)[] = [];
for (let from = 0; from < plan.machines.length; from += CONNECTS_AT_ONCE) {
  const some = plan.machines.slice(from, from + CONNECTS_AT_ONCE);
  starts.push(...(await Promise.all(some.map(connectAgent))));
}
for (const start of starts) start();
process.send?.({ ready: starts.length });
process.on("message", () => process.send?.({ receipted }));
process.on("disconnect", () => process.exit(0));

function receivePlan(): Promise<LoadPlan> {
  return new Promise((resolve) => process.once("message", (message: LoadPlan) => resolve(message)));
}

/** Connects one agent; resolves with what lets it report for ever. */
function connectAgent(machine: FleetMachine): Promise<() => void> {
  const socket = connect({ port: plan.port, host: "127.0.0.1", noDelay: true });
  const packets = parser({ protocolVersion: 4 });
  const { agentId } = machine;
  socket.on("data", (bytes: Buffer) => void packets.parse(bytes));
  socket.on("error", (error) => {
    process.stderr.write(`load: ${agentId}: ${error.message}\n`);
    process.exit(1);
  });
  socket.write(
    generate({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clean: true,
      clientId: agentId,
      username: agentId,
      password: Buffer.from(machine.secret),
      keepalive: KEEPALIVE_SECONDS,
    }),
  );
  return new Promise((resolve) => converse({ machine, socket, packets, onReady: resolve }));
}

type Conversation = {
  readonly machine: FleetMachine;
  readonly socket: Socket;
  readonly packets: Parser;
  readonly onReady: (start: () => void) => void;
};

function converse({ machine, socket, packets, onReady }: Conversation): void {
  const publish = createPublisher(machine, socket);
  packets.on("packet", (packet) => {
    if (packet.cmd === "connack") socket.write(subscribeTo(machine.agentId));
    if (packet.cmd === "suback") {
      publish.hello();
      onReady(() => {
        for (let index = 0; index < plan.window; index += 1) publish.report();
      });
    }
    if (packet.cmd !== "publish" || !packet.topic.endsWith("/receipt")) return;
    const outcome = parseReceipt(Buffer.from(packet.payload));
    if ("problem" in outcome) throw new Error(outcome.detail);
    if (outcome.receipt.rejected.length > 0) throw new Error("a report was refused");
    for (const [from, to] of outcome.receipt.received) {
      receipted += to - from + 1;
      for (let seq = from; seq <= to; seq += 1) publish.report();
    }
  });
}

function subscribeTo(agentId: string): Buffer {
  return generate({
    cmd: "subscribe",
    messageId: 1,
    subscriptions: [{ topic: downTopic(agentId, "receipt"), qos: 0 }],
  });
}

/** Reports differ in their number only; the packet is made once and the number is written over. */
function createPublisher(machine: FleetMachine, socket: Socket) {
  const epoch = ulid();
  const bootId = "load";
  const upTimeMs = 1_000_000;
  const sentAt = new Date(STARTED_MS).toISOString();
  const report = reportOf40(SEQ_FIRST, STARTED_MS, upTimeMs);
  const envelope = { v: 1, epoch, bootId, sentAt, sentUptimeMs: upTimeMs, reports: [report] };
  const packet = publishPacket(upTopic(machine, "report"), JSON.stringify(envelope));
  const seqAt = packet.indexOf(`"seq":`) + `"seq":`.length;
  let seq = SEQ_FIRST;
  return {
    hello() {
      const birth = {
        v: 1,
        state: "up",
        agentVersion: "load",
        runtime: "load",
        platform: "linux",
        arch: "x64",
        hostname: machine.agentId,
        bootId,
        epoch,
        cadenceSeconds: 60,
        commands: "none",
      };
      socket.write(publishPacket(upTopic(machine, "hello"), JSON.stringify(birth)));
    },
    report() {
      const next = Buffer.from(packet);
      next.write(String(seq), seqAt, "latin1");
      seq += 1;
      socket.write(next);
    },
  };
}

function publishPacket(topic: string, payload: string): Buffer {
  return generate({
    cmd: "publish",
    topic,
    payload,
    qos: 1,
    messageId: 2,
    dup: false,
    retain: false,
  });
}
