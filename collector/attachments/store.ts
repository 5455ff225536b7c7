/**
 * Where the bytes of attachments are kept, by what they are: the same bytes are kept once, under their
 * hash. Who names which of them is the registry's; what nobody names is swept.
 */
export interface AttachmentStore {
  /**
   * Keeps bytes; once it resolves they are on the disk. Rejects with `attachment_too_large` past
   * `bytesMax`, with `storage_full`, or with what the source rejects with: then nothing is kept.
   */
  put(source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<StoredFile>;
  /** The bytes from the beginning on; undefined = they are not here. */
  open(sha256: string): Promise<OpenedFile | undefined>;
  /** Every hash that is kept and was last put before an instant, some at a time. */
  olderThan(beforeMs: number): AsyncIterable<readonly string[]>;
  /** Removes what was last put before an instant; what was put again since stays. */
  removeOlder(sha256: string, beforeMs: number): Promise<void>;
  /** Removes what writers that were interrupted before an instant left behind. */
  removeUnfinished(beforeMs: number): Promise<void>;
}

export type StoredFile = {
  /** In hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
};

export type OpenedFile = {
  readonly bytes: number;
  /** To be read once; nothing is to be closed. */
  readonly content: AsyncIterable<Uint8Array>;
};
