import type { ViewDocument } from "@vigie/shared/view.ts";
import type { PageByName } from "./listing-port.ts";

/** Views that people saved. */

export type ViewRow = ViewDocument;

export interface Views {
  /** Everybody's and, where an owner is named, only that one's own. */
  list(page: PageByName & { readonly owner?: string }): Promise<ViewRow[]>;
  find(id: string): Promise<ViewRow | undefined>;
  /** The one of this name, as names are compared, of this owner or of everybody. */
  named(name: string, owner: string | null): Promise<ViewRow | undefined>;
  count(): Promise<number>;
  add(row: ViewRow): Promise<void>;
  /** Compare-and-set on the version, which is kept + 1; false = somebody else changed it. */
  change(row: ViewRow): Promise<boolean>;
  /** False = somebody else changed it. */
  remove(id: string, version: number): Promise<boolean>;
}
