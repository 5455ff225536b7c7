import type { MacroDocument } from "@vigie/shared/macro.ts";
import type { PageByName } from "./listing-port.ts";

/** Macros that people saved. */

export type MacroRow = MacroDocument;

export interface Macros {
  list(page: PageByName): Promise<MacroRow[]>;
  find(id: string): Promise<MacroRow | undefined>;
  /** The one of this name, as names are compared. */
  named(name: string): Promise<MacroRow | undefined>;
  count(): Promise<number>;
  add(row: MacroRow): Promise<void>;
  /** Compare-and-set on the version, which is kept + 1; false = somebody else changed it. */
  change(row: MacroRow): Promise<boolean>;
  /** False = somebody else changed it. */
  remove(id: string, version: number): Promise<boolean>;
}
