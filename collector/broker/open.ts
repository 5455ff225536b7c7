import type { Broker } from "./broker.ts";
import { type EmbeddedBrokerOptions, openEmbeddedBroker } from "./embedded.ts";

/** Which broker to use. */
export type BrokerOptions = { readonly engine: "embedded" } & EmbeddedBrokerOptions;

/** Opens the broker of the settings; what it throws is the engine's to say. */
export async function openBroker({ engine, ...options }: BrokerOptions): Promise<Broker> {
  switch (engine) {
    case "embedded":
      return openEmbeddedBroker(options);
  }
}
