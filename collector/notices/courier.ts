import type { NoticeMark, NoticeRow } from "../registry/registry.ts";
import type { Handover } from "./far-end.ts";

/** Who takes notices of one channel to where they go. */
export type Courier = {
  readonly channel: "mail" | "webhook";
  /** Handed over at a time. */
  readonly atOnce: number;
  /** After so long it is given up. */
  readonly givenUpAfterMs: number;
  /** Whether all of the channel goes to the same server, so that its failure holds up everything. */
  readonly isOneServer: boolean;
  /** Hands over a notice, and what leaves with it. */
  readonly deliver: (row: NoticeRow, nowMs: number) => Promise<Delivered>;
};

/** How it went with those that were handed over; of the others there was nothing to say or nobody to tell. */
export type Delivered = {
  readonly rows: readonly NoticeRow[];
  readonly dropped: readonly NoticeRow[];
  readonly handover: Handover;
  readonly messageId: NoticeMark["messageId"];
};
