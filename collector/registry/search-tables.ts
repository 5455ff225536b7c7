import type { Json } from "./estate-tables.ts";

/** The tables of what finds tickets, as Kysely sees them. */
export type SearchTables = {
  readonly ticketStale: { readonly ticketId: string; readonly customerId: string };
  readonly ticketView: {
    readonly id: string;
    readonly name: string;
    readonly nameFolded: string;
    readonly owner: string | null;
    /** "" = everybody's. */
    readonly ownerFolded: string;
    /** What it finds and how it is sorted. */
    readonly document: Json;
    readonly version: number;
  };
  readonly macro: {
    readonly id: string;
    readonly name: string;
    readonly nameFolded: string;
    readonly document: Json;
    readonly version: number;
  };
};
