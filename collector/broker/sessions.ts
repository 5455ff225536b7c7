import { Aedes, type AedesOptions, type Client, type PublishPacket } from "aedes";
import { type Access, accessOf, addresseeOf, covers, type Message } from "./access.ts";
import type { BrokerListener, Credentials } from "./broker.ts";
import { toDownPacket } from "./down-packet.ts";
import { type Bucket, Buckets, type Rate } from "./rate.ts";

/**
 * The agents' sessions inside aedes: who may connect, what each may do, and the short way of a message.
 * Nobody but the collector listens to what agents publish, so it goes straight to the listener instead
 * of through aedes' routing; what the collector publishes goes straight to the one agent it is for.
 */
export type SessionsOptions = {
  readonly credentials: Credentials;
  readonly listener: BrokerListener;
  /** How fast one agent may send, and who holds it to that. */
  readonly rate: Rate;
  readonly onAdmitted: (connection: Client["conn"], bucket: Bucket) => void;
  /** What was refused, and to whom. */
  readonly log: (line: string) => void;
};

type Session = { readonly client: Client; readonly access: Access; readonly filters: Set<string> };

/** What an agent that does not read may leave waiting; it is sent again what it missed. */
const UNREAD_BYTES_MAX = 1024 * 1024;

/** CONNACK codes of MQTT 3.1.1. */
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;
const NOT_AUTHORIZED = 5;

export class Sessions {
  readonly #options: SessionsOptions;
  /** Every connection that proved who it is, also one that is being replaced. */
  readonly #sessions = new WeakMap<Client, Session>();
  /** What was wrong with a CONNECT. */
  readonly #unfit = new WeakMap<Client, string>();
  /** By agent, the newest of its connections. */
  readonly #current = new Map<string, Session>();
  readonly #buckets: Buckets;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#buckets = new Buckets(options.rate, (agentId) => this.#current.has(agentId));
  }

  /** Only here does aedes show the whole CONNECT; the answer is given below, where it becomes a CONNACK. */
  readonly preConnect: NonNullable<AedesOptions["preConnect"]> = (client, packet, done) => {
    const { clean, clientId, will } = packet;
    if (clean === false) {
      this.#unfit.set(client, `${clientId} wants a session that outlives its connection`);
    } else if (will !== undefined && !accessOf(clientId)?.mayPublish(toMessage(will))) {
      this.#unfit.set(client, `${clientId} may have no last will on ${will.topic}`);
    }
    done(null, true);
  };

  readonly authenticate: NonNullable<AedesOptions["authenticate"]> = (
    client,
    username,
    ...[password, done]
  ) => {
    const { id } = client;
    const access = accessOf(id);
    if (access === undefined || username !== id) {
      return done(refusal("the client id is not the user's", IDENTIFIER_REJECTED), false);
    }
    if (!this.#options.credentials.isSecretOf(id, password?.toString() ?? "")) {
      return done(refusal(`${id} showed another secret`, BAD_USER_NAME_OR_PASSWORD), false);
    }
    const unfit = this.#unfit.get(client);
    if (unfit !== undefined) return done(refusal(unfit, NOT_AUTHORIZED), false);
    const nowMs = performance.now();
    const bucket = this.#buckets.of(id, nowMs);
    if (!bucket.spendOnConnecting(nowMs)) {
      return done(refusal(`${id} connects too often`, SERVER_UNAVAILABLE), false);
    }
    this.#sessions.set(client, { client, access, filters: new Set() });
    this.#options.onAdmitted(client.conn, bucket);
    return done(null, true);
  };

  readonly authorizePublish: NonNullable<AedesOptions["authorizePublish"]> = (
    client,
    packet,
    done,
  ) => {
    const session = client === null ? undefined : this.#sessions.get(client);
    if (session?.access.mayPublish(packet)) return done();
    return done(new Error(`${client?.id} may not publish to ${packet.topic}`));
  };

  readonly authorizeSubscribe: NonNullable<AedesOptions["authorizeSubscribe"]> = (
    client,
    subscription,
    done,
  ) => {
    const session = this.#sessions.get(client);
    if (session?.access.maySubscribe(subscription.topic)) {
      session.filters.add(subscription.topic);
      return done(null, subscription);
    }
    this.#options.log(`${client.id} may not subscribe to ${subscription.topic}`);
    return done(null, null);
  };

  opened(client: Client): void {
    const session = this.#sessions.get(client);
    if (session !== undefined) this.#current.set(client.id, session);
  }

  unsubscribed(client: Client, filters: readonly string[]): void {
    for (const filter of filters) this.#sessions.get(client)?.filters.delete(filter);
  }

  closed(client: Client): void {
    if (this.#current.get(client.id)?.client === client) this.#current.delete(client.id);
  }

  /** A message of an agent, already allowed. A will of a connection that was replaced is old news. */
  receive(client: Client, packet: PublishPacket): void {
    const isReplaced = client.closed && this.#current.get(client.id)?.client.closed === false;
    if (isWill(packet) && isReplaced) return;
    this.#options.listener.receive(packet.topic, toBytes(packet.payload));
  }

  connections(): number {
    return this.#current.size;
  }

  send(topic: string, payload: string): void {
    const agentId = addresseeOf(topic);
    const session = agentId === undefined ? undefined : this.#current.get(agentId);
    if (agentId === undefined || session === undefined) return;
    const { client, filters } = session;
    if (client.closed || !covers(filters, topic, agentId)) return;
    if (client.conn.writableLength > UNREAD_BYTES_MAX) return;
    client.conn.write(toDownPacket(topic, payload));
  }

  disconnect(agentId: string): void {
    this.#current.get(agentId)?.client.close();
  }
}

/** aedes, with agents' messages taken out before they are routed. */
export class AgentAedes extends Aedes {
  readonly #sessions: Sessions;
  #isClosing = false;

  constructor(sessions: Sessions, options: AedesOptions) {
    const { preConnect, authenticate, authorizePublish, authorizeSubscribe } = sessions;
    super({ ...options, preConnect, authenticate, authorizePublish, authorizeSubscribe });
    this.#sessions = sessions;
    this.on("client", (client) => sessions.opened(client));
    this.on("clientDisconnect", (client) => sessions.closed(client));
    this.on("unsubscribe", (filters, client) => sessions.unsubscribed(client, filters));
  }

  /** Called by aedes with the client that a packet is of, and by itself without one. */
  override publish(packet: PublishPacket, from: Client | Done | null, done?: Done): void {
    if (typeof from === "function") return super.publish(packet, from);
    if (from === null) return super.publish(packet, done ?? (() => {}));
    // Our own end is no news of the agents: nobody was lost.
    if (!this.#isClosing || !isWill(packet)) this.#sessions.receive(from, packet);
    done?.();
  }

  override close(done: () => void): void {
    this.#isClosing = true;
    super.close(done);
  }
}

type Done = (error?: Error) => void;

/** aedes publishes a last will as CONNECT told it: it never was a PUBLISH. */
function isWill(packet: Partial<PublishPacket>): boolean {
  return packet.cmd === undefined;
}

function toMessage({
  topic,
  qos = 0,
  retain = false,
}: Partial<Message> & { topic: string }): Message {
  return { topic, qos, retain };
}

function toBytes(payload: string | Buffer): Uint8Array {
  return typeof payload === "string" ? Buffer.from(payload) : payload;
}

type ReturnCode = 2 | 3 | 4 | 5;

function refusal(message: string, returnCode: ReturnCode): Error & { returnCode: ReturnCode } {
  return Object.assign(new Error(message), { returnCode });
}
