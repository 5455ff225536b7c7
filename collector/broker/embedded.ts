import { once } from "node:events";
import { createServer, isIP, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { PACKET_BYTES_MAX } from "@vigie/shared/limits.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { Broker, BrokerListener, Credentials } from "./broker.ts";
import { type Inlet, limitInlet } from "./inlet.ts";
import { createQuietLog } from "./quiet-log.ts";
import type { Rate } from "./rate.ts";
import { AgentAedes, Sessions } from "./sessions.ts";

export type EmbeddedBrokerOptions = {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly credentials: Credentials;
  readonly listener: BrokerListener;
  readonly log: (line: string) => void;
  readonly limits?: Partial<BrokerLimits>;
};

export type BrokerLimits = Rate & {
  readonly packetBytesMax: number;
  /** Agents at once, and those who try. */
  readonly connectionsMax: number;
  /** From the socket's opening to a complete CONNECT. */
  readonly connectTimeoutMs: number;
};

const LIMITS: BrokerLimits = {
  packetBytesMax: PACKET_BYTES_MAX,
  messagesPerSecond: 2,
  burst: 120,
  connectionsMax: 20_000,
  connectTimeoutMs: 10_000,
};

/** The longest keep-alive, so that a lost machine is missed within three minutes. */
const KEEPALIVE_SECONDS_MAX = 120;

/** How long an agent may leave a full socket unread. */
const DRAIN_TIMEOUT_MS = 10_000;

/** Packets that may arrive before the connection is answered. */
const QUEUE_PACKETS_MAX = 42;

/** A broker inside this process. Throws a ProblemError: `setting_invalid`, `port_in_use`, `address_unusable`. */
export async function openEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<Broker> {
  const { host, credentials, listener } = options;
  refuseForeign(host);
  const limits = { ...LIMITS, ...options.limits };
  const quietLog = createQuietLog(options.log);
  /** Every open socket, also those that never said who they are: aedes does not know them. */
  const inlets = new Map<Duplex, Inlet>();
  const sessions = new Sessions({
    credentials,
    listener,
    rate: limits,
    onAdmitted: (connection, bucket) => inlets.get(connection)?.admit(bucket),
    log: quietLog.log,
  });
  const aedes = createAedes(sessions, limits, quietLog.log);
  await aedes.listen();

  const server = createServer({ noDelay: true }, (socket) => {
    const inlet = limitInlet(socket, {
      packetBytesMax: limits.packetBytesMax,
      onTooLarge: (bytes) => quietLog.log(`a packet of ${bytes} bytes is refused`),
    });
    inlets.set(socket, inlet);
    socket.once("close", () => inlets.delete(socket));
    aedes.handle(socket);
  });
  server.maxConnections = limits.connectionsMax;

  async function close(): Promise<void> {
    const closed = server.listening ? once(server, "close") : undefined;
    server.close();
    await new Promise<void>((resolve) => aedes.close(resolve));
    for (const socket of inlets.keys()) socket.destroy();
    quietLog.close();
    await closed;
  }

  try {
    await listen(server, options);
  } catch (error) {
    await close();
    throw error;
  }
  server.on("error", (error) => options.log(`the broker's socket failed: ${error.message}`));
  return {
    url: urlOf(server, host),
    publish: (topic, payload) => sessions.send(topic, payload),
    disconnect: (agentId) => sessions.disconnect(agentId),
    connections: () => sessions.connections(),
    close,
  };
}

function createAedes(
  sessions: Sessions,
  { connectTimeoutMs }: BrokerLimits,
  log: (line: string) => void,
): AgentAedes {
  const aedes = new AgentAedes(sessions, {
    connectTimeout: connectTimeoutMs,
    keepaliveLimit: KEEPALIVE_SECONDS_MAX,
    drainTimeout: DRAIN_TIMEOUT_MS,
    queueLimit: QUEUE_PACKETS_MAX,
  });
  aedes.on("clientError", (client, error) => log(`${client.id}: ${error.message}`));
  aedes.on("connectionError", (_client, error) => log(`a stranger: ${error.message}`));
  return aedes;
}

/** Nothing is encrypted here, so it may not leave the machine. */
function refuseForeign(host: string): void {
  if (host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127.")))
    return;
  const detail = `"${host}" is not a loopback address, such as 127.0.0.1`;
  throw new ProblemError("setting_invalid", { name: "VIGIE_MQTT_HOST", detail });
}

async function listen(
  server: Server,
  { host, port }: Pick<EmbeddedBrokerOptions, "host" | "port">,
): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EADDRINUSE") {
      throw new ProblemError("port_in_use", { port, host, name: "VIGIE_MQTT_PORT" }, { cause });
    }
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(
      "address_unusable",
      { host, detail, name: "VIGIE_MQTT_HOST" },
      { cause },
    );
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return `mqtt://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
