import type { ContactRow, CustomerRow, EquipmentRow, MachineRow, SiteRow } from "./estate-port.ts";

/** The tables of customers and what is theirs, as Kysely sees them. */

/** 0 or 1. */
export type Flag = number;
/** JSON, written by `JSON.stringify`. */
export type Json = string;

type Named = { readonly nameFolded: string };

export type CustomerTable = Named & Omit<CustomerRow, "sample"> & { readonly sample: Flag };

export type SiteTable = Named &
  Omit<SiteRow, "address" | "position"> & {
    readonly address: Json | null;
    readonly latitude: number | null;
    readonly longitude: number | null;
  };

export type ContactTable = Named & ContactRow;

export type MachineTable = Named &
  Omit<MachineRow, "tags" | "classChosen"> & {
    readonly classChosen: Flag;
    readonly clockSkewMs: number | null;
  };

export type EquipmentTable = Named & Omit<EquipmentRow, "tags">;

type TagTable = { readonly customerId: string; readonly tag: string };
export type MachineTagTable = TagTable & { readonly machineId: string };
export type EquipmentTagTable = TagTable & { readonly equipmentId: string };
