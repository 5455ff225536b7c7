/**
 * Where agents' messages come in and answers go out. At least once, in any order: what is lost or
 * doubled here is the recorder's to notice, never the broker's to promise.
 */
export interface Broker {
  /** Where agents connect, as they write it: `mqtt://127.0.0.1:1883`. */
  readonly url: string;

  /** Sends to one topic at QoS 0; nobody listening is not an error. */
  publish(topic: string, payload: string): void;

  /** Ends an agent's connection, if it has one. */
  disconnect(agentId: string): void;

  /** Agents that are connected. */
  connections(): number;

  close(): Promise<void>;
}

/** What comes in. `receive` must not throw: what cannot be answered is its own to log. */
export type BrokerListener = {
  readonly receive: (topic: string, payload: Uint8Array) => void;
};

/** Who may connect. */
export type Credentials = {
  /** Whether this is the agent's secret. An unknown agent has none. */
  readonly isSecretOf: (agentId: string, secret: string) => boolean;
};
