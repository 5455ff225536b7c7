import { CamelCasePlugin, type Dialect, Kysely } from "kysely";
import { createAlerts } from "./alerts.ts";
import { createContracts } from "./contracts.ts";
import type { Schema } from "./database.ts";
import { createDeliveries } from "./deliveries.ts";
import { createEstate } from "./estate.ts";
import type { Tables } from "./registry.ts";
import { createRules } from "./rules.ts";
import { createTickets } from "./tickets.ts";

/** Every aggregate on one connection of an engine: the one list, the same for all of them. */
export function createTables(dialect: Dialect): Tables {
  const db = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] });
  return {
    estate: createEstate(db),
    contracts: createContracts(db),
    rules: createRules(db),
    alerts: createAlerts(db),
    tickets: createTickets(db),
    deliveries: createDeliveries(db),
  };
}
