import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { generate } from "mqtt-packet";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Broker, BrokerListener, Credentials } from "../../collector/broker/broker.ts";
import { openBroker } from "../../collector/broker/open.ts";
import { wireAgent } from "../support/agents.ts";
import { eventually } from "../support/eventually.ts";
import { closing, messagesOf } from "../support/mqtt-clients.ts";

type Opening = {
  readonly credentials: Credentials;
  readonly listener: BrokerListener;
  readonly log: (line: string) => void;
};

const engines: Record<string, (opening: Opening) => Promise<Broker>> = {
  embedded: (opening) =>
    openBroker({ engine: "embedded", host: "127.0.0.1", port: 0, limits: SMALL, ...opening }),
};

const SMALL = { messagesPerSecond: 50, burst: 20, connectTimeoutMs: 500 };

const alice = wireAgent();
const bob = wireAgent();
const secrets = new Map([alice, bob].map(({ agentId, secret }) => [agentId, secret]));

const up = `vigie/v1/up/${alice.partition}/${alice.agentId}`;
const down = `vigie/v1/down/${alice.agentId}`;

describe.for(Object.entries(engines))("broker: %s", ([, open]) => {
  let broker: Broker;
  let received: { topic: string; text: string }[];
  let clients: MqttClient[];

  beforeEach(async () => {
    received = [];
    clients = [];
    broker = await open({
      credentials: { isSecretOf: (agentId, secret) => secrets.get(agentId) === secret },
      listener: {
        receive: (topic, payload) =>
          received.push({ topic, text: Buffer.from(payload).toString() }),
      },
      log: () => {},
    });
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    await broker.close();
  });

  async function connect(
    { agentId, secret }: { agentId: string; secret: string } = alice,
    options: Partial<IClientOptions> = {},
  ): Promise<MqttClient> {
    const client = await connectAsync(broker.url, {
      protocolVersion: 4,
      clientId: agentId,
      username: agentId,
      password: secret,
      reconnectPeriod: 0,
      ...options,
    });
    client.on("error", () => {});
    clients.push(client);
    return client;
  }

  describe("an agent may", () => {
    test.for([
      [`${up}/hello`, 1, "it says what it is"],
      [`${up}/report`, 1, "it reports"],
      [`${up}/report`, 0, "QoS 0 is less, not more"],
    ] as const)("publish to %s at QoS %i: %s", async ([topic, qos]) => {
      const client = await connect();
      await client.publishAsync(topic, "a", { qos });
      await eventually("the message is received", () => received.length > 0);
      expect(received).toEqual([{ topic, text: "a" }]);
    });

    test.for([
      [`${down}/receipt`, "exactly its answers"],
      [`${down}/+`, "whatever is below its id"],
      [`${down}/#`, "whatever is below its id"],
    ] as const)("subscribe to %s: %s", async ([filter]) => {
      const client = await connect();
      const messages = messagesOf(client);
      await client.subscribeAsync(filter, { qos: 0 });
      broker.publish(`${down}/receipt`, "kept");
      await eventually("the receipt arrives", () => messages.length > 0);
      expect(messages).toEqual([{ topic: `${down}/receipt`, text: "kept" }]);
    });

    test("send a large message that is not too large", async () => {
      const client = await connect();
      const text = "x".repeat(200 * 1024);
      await client.publishAsync(`${up}/report`, text, { qos: 1 });
      await eventually("it is received", () => received.length > 0);
      expect(received[0]?.text).toBe(text);
    });

    test("send faster than its rate: it waits, and nothing is dropped", async () => {
      const client = await connect();
      const texts = Array.from({ length: 60 }, (_, index) => `${index}`);
      const startMs = performance.now();
      await Promise.all(texts.map((text) => client.publishAsync(`${up}/report`, text, { qos: 1 })));
      await eventually("all are received", () => received.length === texts.length);

      expect(received.map(({ text }) => text)).toEqual(texts);
      await client.publishAsync(`${up}/report`, "one more", { qos: 1 });
      await eventually("one more", () => received.length === texts.length + 1);
      expect(performance.now() - startMs, "40 above the burst at 50 a second").toBeGreaterThan(700);
    });
  });

  describe("an agent may not", () => {
    const bobsUp = `vigie/v1/up/${bob.partition}/${bob.agentId}`;
    test.for([
      [`${bobsUp}/report`, {}, "that is another's"],
      [`vigie/v1/up/00x/${alice.agentId}/report`, {}, "the partition is not its own"],
      [`${up}/command`, {}, "nobody expects it"],
      [`${up}/report/more`, {}, "nobody expects it"],
      [`${down}/receipt`, {}, "what it obeys comes from the collector only"],
      [`${down}/command`, {}, "what it obeys comes from the collector only"],
      ["$SYS/uptime", {}, "that is the broker's"],
      [`${up}/report`, { retain: true }, "nothing is retained"],
      [`${up}/report`, { qos: 2 }, "QoS 2 keeps state here"],
    ] as const)("publish to %s %o: %s", async ([topic, options]) => {
      const client = await connect();
      const closed = closing(client);
      client.publish(topic, "a", { qos: 1, ...options });
      await closed;
      expect(received).toEqual([]);
    });

    test.for([
      [`vigie/v1/down/${bob.agentId}/receipt`, "that is another's"],
      ["vigie/v1/down/+/receipt", "that is everybody's"],
      ["vigie/v1/down/#", "that is everybody's"],
      ["#", "that is everybody's"],
      ["$SYS/#", "that is the broker's"],
      [`${up}/report`, "no one may both read and write a topic"],
      [`${down}/command`, "no such answer exists"],
    ] as const)("subscribe to %s: %s", async ([filter]) => {
      const client = await connect();
      const messages = messagesOf(client);
      await expect(client.subscribeAsync(filter)).rejects.toThrow();
      broker.publish(`vigie/v1/down/${bob.agentId}/receipt`, "not for you");
      broker.publish(`${down}/receipt`, "not asked for");
      await wait(50);
      expect(messages).toEqual([]);
    });

    test.for([
      ["another's name", { clientId: bob.agentId, username: bob.agentId }],
      ["another's name as its client id", { clientId: bob.agentId }],
      ["a name that is no agent's", { clientId: "mallory", username: "mallory" }],
      ["a secret that is wrong", { password: "guessed" }],
      ["no secret", { password: "" }],
      ["MQTT 5", { protocolVersion: 5 }],
      ["a session that outlives it", { clean: false }],
      ["a keep-alive of an hour", { keepalive: 3_600 }],
      ["no keep-alive", { keepalive: 0 }],
      ["another's hello as its will", { will: will({ topic: `${bobsUp}/hello` }) }],
      ["its own command as its will", { will: will({ topic: `${down}/command` }) }],
      ["a will that is retained", { will: will({ retain: true }) }],
      ["a will of QoS 2", { will: will({ qos: 2 }) }],
    ] as const)("connect with %s", async ([, options]) => {
      await expect(connect(alice, options)).rejects.toThrow();
      expect(received).toEqual([]);
    });

    test("take over another's session with a guessed secret", async () => {
      const client = await connect();
      await expect(connect({ ...alice, secret: "guessed" })).rejects.toThrow();
      await client.publishAsync(`${up}/report`, "still here", { qos: 1 });
      await eventually("the first goes on", () => received.length > 0);
      expect(received.map(({ text }) => text)).toEqual(["still here"]);
    });

    test("make the broker gather a packet that is too large", async () => {
      const socket = await rawConnection();
      // PUBLISH of 256 MiB, of which nothing comes.
      socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
      await once(socket, "close");
      expect(received).toEqual([]);
    });

    test("send a message above the limit", async () => {
      const client = await connect();
      const closed = closing(client);
      client.publish(`${up}/report`, "x".repeat(256 * 1024 + 1), { qos: 1 });
      await closed;
      expect(received).toEqual([]);
    });

    test("keep a socket open without a word", async () => {
      const socket = connectTcp(portOf(broker), "127.0.0.1");
      const startMs = performance.now();
      await once(socket.resume(), "close");
      expect(performance.now() - startMs).toBeLessThan(2_000);
    });

    test("send a large CONNECT before it has proved a name", async () => {
      const socket = connectTcp(portOf(broker), "127.0.0.1").resume();
      const [clientId, password] = [alice.agentId, Buffer.alloc(8_000, "x")];
      const header = {
        cmd: "connect",
        protocolId: "MQTT",
        protocolVersion: 4,
        clean: true,
      } as const;
      socket.write(generate({ ...header, clientId, keepalive: 60, username: clientId, password }));
      const startMs = performance.now();
      await once(socket, "close");
      expect(performance.now() - startMs, "at once, not by time-out").toBeLessThan(400);
    });
  });

  test("a lost agent's will is received, an agent that ends in order has none", async () => {
    const lost = await connect(alice, { will: will({}) });
    lost.stream.destroy();
    await eventually("the will is received", () => received.length > 0);
    expect(received).toEqual([{ topic: `${up}/hello`, text: "lost" }]);

    const polite = await connect(alice, { will: will({}) });
    await polite.endAsync();
    await wait(50);
    expect(received).toHaveLength(1);
  });

  test("a session that is taken over is lost before the new one speaks", async () => {
    await connect(alice, { will: will({}) });
    const second = await connect(alice, { will: will({}) });
    await second.publishAsync(`${up}/hello`, "up", { qos: 1 });
    await eventually("both are received", () => received.length > 1);
    expect(received.map(({ text }) => text)).toEqual(["lost", "up"]);
  });

  test("the broker's own end is not news of the agents", async () => {
    const client = await connect(alice, { will: will({}) });
    const closed = closing(client);
    await broker.close();
    await closed;
    expect(received).toEqual([]);
  });

  test("an answer nobody listens to is no error", () => {
    broker.publish(`${down}/receipt`, "into the void");
    broker.publish("no/topic/of/ours", "into the void");
  });

  test("an answer goes to nobody after the agent unsubscribed", async () => {
    const client = await connect();
    const messages = messagesOf(client);
    await client.subscribeAsync(`${down}/receipt`);
    await client.unsubscribeAsync(`${down}/receipt`);
    broker.publish(`${down}/receipt`, "too late");
    await wait(50);
    expect(messages).toEqual([]);
  });

  test("disconnect ends an agent's connection and no other", async () => {
    const client = await connect(alice);
    const other = await connect(bob);
    const closed = closing(client);
    broker.disconnect(alice.agentId);
    broker.disconnect("agt_unknown");
    await closed;
    expect(other.connected).toBe(true);
  });

  /** A connection on which CONNECT was answered. */
  async function rawConnection() {
    const socket = connectTcp(portOf(broker), "127.0.0.1");
    const { agentId: clientId, secret } = alice;
    const header = { cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clean: true } as const;
    const password = Buffer.from(secret);
    socket.write(generate({ ...header, clientId, keepalive: 60, username: clientId, password }));
    const [connack] = await once(socket, "data");
    expect([...connack]).toEqual([0x20, 2, 0, 0]);
    return socket.resume();
  }
});

function will(options: { topic?: string; qos?: 0 | 1 | 2; retain?: boolean }) {
  return { topic: `${up}/hello`, payload: Buffer.from("lost"), qos: 1, ...options } as const;
}

function portOf(broker: Broker): number {
  return Number(new URL(broker.url).port);
}
