/** Files that came with tickets. Their bytes are in the attachment store, under their hash. */

export type AttachmentRow = {
  readonly id: string;
  readonly ticketId: string;
  readonly name: string;
  /** As it was said by whoever sent it; nothing trusts it. */
  readonly mediaType: string;
  readonly bytes: number;
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
  /** Whether the customer sees it. */
  readonly public: boolean;
  /** The line of the history that it came with; null = it waits for one. */
  readonly transitionId: number | null;
  readonly actor: string;
  readonly atMs: number;
};

/** How much a ticket holds, with what still waits for a line. */
export type AttachmentLoad = { readonly count: number; readonly bytes: number };

export interface Attachments {
  add(row: AttachmentRow): Promise<void>;
  find(id: string): Promise<AttachmentRow | undefined>;
  /** Of a ticket, those that came with a line, oldest first; at most 1,000. */
  shown(ticketId: string): Promise<AttachmentRow[]>;
  /** Of a ticket, those of these that still wait for a line; at most 1,000 ids. */
  waiting(ticketId: string, ids: readonly string[]): Promise<AttachmentRow[]>;
  load(ticketId: string): Promise<AttachmentLoad>;
  /** Puts files to a line; those of another ticket, or of another line, stay as they are. */
  settle(settling: {
    readonly ticketId: string;
    readonly ids: readonly string[];
    readonly transitionId: number;
    readonly public: boolean;
  }): Promise<void>;
  /** Removes what has waited for a line since before an instant, at most `limit`; returns how many. */
  dropWaiting(beforeMs: number, limit: number): Promise<number>;
  /** Those of these hashes that a row names; at most 1,000. */
  named(hashes: readonly string[]): Promise<ReadonlySet<string>>;
}
