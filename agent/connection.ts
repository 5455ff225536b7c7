import { connect as openSocket, type Socket } from "node:net";
import { ProblemError } from "@vigie/shared/problems.ts";
import { type DownKind, downTopic, parseDownTopic, upTopic } from "@vigie/shared/topics.ts";
import { MqttClient } from "mqtt";
import mqttPacket from "mqtt-packet";

/**
 * One MQTT connection, from its TCP socket to its end. It is not tried again here: who opened it is told
 * once that it ended, and why.
 */
export type Connection = {
  /** QoS 1; whether it arrives is not known here, only a receipt says so. */
  publish(kind: "hello" | "report", payload: string): void;

  /** Says one last thing, waits until the broker has it, and ends. Resolves when the socket is closed. */
  end(lastHello: string): Promise<void>;
};

export type ConnectionListener = {
  /** Answers can come in: the topics are subscribed. */
  readonly onUp: () => void;
  readonly onMessage: (kind: DownKind, payload: Uint8Array) => void;
  /** It is over, or never began. Called once. */
  readonly onDown: (reason: DownReason) => void;
};

export type DownReason = {
  /** The broker does not take this agent's name or secret. */
  readonly isRefused: boolean;
  readonly detail: string;
};

/** Who the agent is, and where its collector listens. */
export type Credential = {
  readonly agentId: string;
  readonly secret: string;
  readonly partition: string;
  /** `mqtt://host:port`. */
  readonly broker: string;
};

// Otherwise mqtt-packet builds 65,536 buffers on the first packet: 8 MB and 35 ms.
mqttPacket.writeToStream.cacheNumbers = false;

const KEEPALIVE_SECONDS = 60;
const CONNECT_TIMEOUT_MS = 30_000;

/** The last word and the end in order may each take this long: together within the agent's 10 s. */
const END_TIMEOUT_MS = 4_000;

const DEFAULT_PORT = 1883;

/** What a broker answers to a wrong name or secret. */
const REFUSALS: readonly unknown[] = [4, 5];

const LOST = JSON.stringify({ state: "lost" });

/** Begins to connect. Throws a ProblemError `setting_invalid` on an address that is not ours to speak to. */
export function openConnection(credential: Credential, listener: ConnectionListener): Connection {
  const client = clientOf(credential);
  listen(client, credential.agentId, listener);
  return {
    publish(kind, payload) {
      client.publish(upTopic(credential, kind), payload, { qos: 1 }, () => {});
    },

    async end(lastHello) {
      if (!client.connected) return endAtOnce(client);
      const topic = upTopic(credential, "hello");
      await within(END_TIMEOUT_MS, (done) => {
        client.once("close", done);
        client.publish(topic, lastHello, { qos: 1 }, done);
      });
      // In order, so that the broker publishes no last will; it waits for what is not acknowledged.
      await within(END_TIMEOUT_MS, (done) => client.end(false, done));
      client.stream.destroy();
    },
  };
}

function clientOf(credential: Credential): MqttClient {
  const { agentId, secret, broker } = credential;
  const address = addressOf(broker);
  return new MqttClient(() => socketTo(address), {
    protocolVersion: 4,
    clean: true,
    clientId: agentId,
    username: agentId,
    password: secret,
    keepalive: KEEPALIVE_SECONDS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    writeCache: false,
    timerVariant: "native",
    will: {
      topic: upTopic(credential, "hello"),
      payload: Buffer.from(LOST),
      qos: 1,
      retain: false,
    },
  });
}

function listen(client: MqttClient, agentId: string, listener: ConnectionListener): void {
  let reason: DownReason = { isRefused: false, detail: "the connection was closed" };
  client.on("error", (error) => {
    const code = "code" in error ? error.code : undefined;
    reason = { isRefused: REFUSALS.includes(code), detail: error.message };
    client.end(true);
  });
  client.once("close", () => listener.onDown(reason));
  client.on("message", (topic, payload) => {
    const kind = parseDownTopic(topic, agentId);
    if (kind !== undefined) listener.onMessage(kind, payload);
  });
  client.once("connect", () => {
    const topics = [downTopic(agentId, "receipt"), downTopic(agentId, "settings")];
    client.subscribe(topics, { qos: 0 }, (error) => {
      if (error === null) return listener.onUp();
      reason = { isRefused: false, detail: `its answers' topics are refused: ${error.message}` };
      client.end(true);
    });
  });
}

function endAtOnce(client: MqttClient): Promise<void> {
  return within(END_TIMEOUT_MS, (done) => client.end(true, done));
}

/** Resolves when `act` says that it is done, or when the time is over. */
async function within(timeoutMs: number, act: (done: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    act(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

type Address = { readonly host: string; readonly port: number };

/** Only plain MQTT: an address that asks for more must not be answered with less. */
function addressOf(broker: string): Address {
  const url = URL.parse(broker);
  if (url?.protocol !== "mqtt:" || url.hostname === "") {
    const detail = `"${broker}" is not an address such as mqtt://127.0.0.1:1883`;
    throw new ProblemError("setting_invalid", { name: "VIGIE_AGENT_BROKER", detail });
  }
  const { hostname, port } = url;
  return {
    host: hostname.replaceAll(/^\[|\]$/g, ""),
    port: port === "" ? DEFAULT_PORT : Number(port),
  };
}

function socketTo({ host, port }: Address): Socket {
  return openSocket({ host, port, noDelay: true });
}
