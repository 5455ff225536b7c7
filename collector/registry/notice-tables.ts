import type { Flag, Json } from "./estate-tables.ts";
import type { NoticeRow } from "./registry.ts";

/** The tables of notices as Kysely sees them. */

export type NoticeTable = Omit<NoticeRow, "parameters"> & { readonly parameters: Json };
export type NoticeRuleTable = {
  readonly id: string;
  /** Of one that came with Vigie. */
  readonly key: string | null;
  readonly name: string | null;
  readonly enabled: Flag;
  readonly removed: Flag;
  readonly document: Json;
  readonly version: number;
};
export type WebhookTable = {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: Flag;
  readonly document: Json;
  readonly letGo: number;
  readonly secretNumber: number;
  readonly version: number;
};
