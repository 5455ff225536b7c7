import type { Flag, Json } from "./estate-tables.ts";
import type { MailRow } from "./registry.ts";

/** A mail belongs to nobody until it is known whose it is. */
export type MailMessageTable = Omit<
  MailRow,
  "toAddresses" | "attachments" | "isCut" | "hasHtml" | "isFiled" | "place"
> & {
  readonly toAddresses: Json;
  readonly attachments: Json;
  readonly isCut: Flag;
  readonly hasHtml: Flag;
  readonly isFiled: Flag;
  readonly mailbox: string | null;
  readonly validity: number | null;
  readonly uid: number | null;
};
