import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Desk, RuleKeeper } from "../flow/acts.ts";
import type { CalendarKeeper } from "../flow/calendar-keeper.ts";
import type { CauseKeeper } from "../flow/cause-keeper.ts";
import type { ContractKeeper } from "../flow/contract-keeper.ts";
import type { CsvExchange } from "../flow/csv-exchange.ts";
import type { EstateKeeper } from "../flow/estate-keeper.ts";
import type { LiveFeed } from "../flow/live.ts";
import type { MachineKeeper } from "../flow/machine-keeper.ts";
import type { TicketReader } from "../flow/ticket-documents.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { Registry } from "../registry/registry.ts";
import type { Figures } from "./figures.ts";

/** The server as each resource of this folder sees it: its schemas are its types. */
export type Api = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What the API reads from and acts through. */
export type HttpParts = {
  readonly registry: Registry;
  readonly metrics: MetricStore;
  readonly tickets: TicketReader;
  readonly desk: Desk;
  readonly rules: RuleKeeper;
  readonly causes: CauseKeeper;
  readonly calendars: CalendarKeeper;
  readonly contracts: ContractKeeper;
  readonly estate: EstateKeeper;
  readonly machines: MachineKeeper;
  readonly csv: CsvExchange;
  readonly live: LiveFeed;
  readonly sample: Sample;
  readonly figures: () => Figures;
  readonly log: FastifyBaseLogger;
  readonly now: () => Temporal.Instant;
};

/** The sample data of `npm start`. */
export type Sample = {
  readonly isThere: () => Promise<boolean>;
  /** Removes it in one act. */
  readonly remove: () => Promise<void>;
};
