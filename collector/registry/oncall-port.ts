import type { EscalationPolicyDocument } from "@vigie/shared/escalation-policy.ts";
import type { Rota } from "../domain/rota.ts";

/** Who is on call, and who is woken where nobody takes a ticket. */

export type RotaRow = Rota & {
  readonly id: string;
  readonly name: string;
  /** Nobody is on call by one that is switched off. */
  readonly active: boolean;
  /** The hours in which somebody is on call; null = always. */
  readonly calendarId: string | null;
  /** When another person takes over, and both are told; null = nobody ever does. */
  readonly nextHandoverMs: number | null;
  /** Who was told last that they are on call; null = nobody is. */
  readonly toldId: string | null;
  readonly version: number;
};

/** What lets a calendar program read when a rota, or one of the staff, is on call. */
export type CalendarKeyRow = {
  readonly ownerId: string;
  /** SHA-256 of the key, hex. */
  readonly keyHash: string;
  readonly madeAtMs: number;
};

/** What it is called in words, where a person did not, is the page's. */
export type EscalationPolicyRow = Omit<EscalationPolicyDocument, "label">;

/** A ticket that nobody has taken yet. */
export type WatchRow = {
  readonly ticketId: string;
  /** The policy that it is under; null = under none. */
  readonly policyId: string | null;
  /** From when its steps are counted. */
  readonly sinceMs: number;
  /** Counted over all rounds, from 0 on. */
  readonly nextStep: number;
  /** null = all were gone through. */
  readonly nextAtMs: number | null;
};

export interface OnCall extends Rotas, Policies, Watches {}

interface Rotas {
  addRota(row: RotaRow): Promise<void>;
  findRota(id: string): Promise<RotaRow | undefined>;
  /** All of them, by name. */
  rotas(): Promise<RotaRow[]>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  changeRota(row: RotaRow): Promise<boolean>;
  /** With its calendar key; false = it is gone, or was changed meanwhile. */
  removeRota(id: string, version: number): Promise<boolean>;
  /** Rotas whose `nextHandoverMs` is at or before `nowMs`, at most `limit`, oldest first. */
  dueHandovers(nowMs: number, limit: number): Promise<RotaRow[]>;
  /** Compare-and-set on the instant; false = it was planned anew meanwhile. The version stays. */
  planHandover(
    row: Pick<RotaRow, "id" | "nextHandoverMs">,
    next: Pick<RotaRow, "nextHandoverMs" | "toldId">,
  ): Promise<boolean>;
  /** Puts it in the place of the one before. */
  setCalendarKey(row: CalendarKeyRow): Promise<void>;
  calendarKey(ownerId: string): Promise<CalendarKeyRow | undefined>;
  removeCalendarKey(ownerId: string): Promise<void>;
}

interface Policies {
  /** Adds the policies that came with Vigie and whose key was never there. */
  addMissingPolicies(rows: readonly EscalationPolicyRow[]): Promise<void>;
  addPolicy(row: EscalationPolicyRow): Promise<void>;
  /** All of them, the oldest first. */
  policies(): Promise<EscalationPolicyRow[]>;
  findPolicy(id: string): Promise<EscalationPolicyRow | undefined>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  changePolicy(row: EscalationPolicyRow): Promise<boolean>;
  /** false = it is gone, or was changed meanwhile. It is kept, switched off for good. */
  removePolicy(id: string, version: number): Promise<boolean>;
}

interface Watches {
  /** Puts it in the place of the one of this ticket, if there is one. */
  watch(row: WatchRow): Promise<void>;
  watchOf(ticketId: string): Promise<WatchRow | undefined>;
  unwatch(ticketId: string): Promise<void>;
  /**
   * Tickets whose `nextAtMs` is at or before `nowMs`, oldest first, and after all of these the ones that
   * are to be looked at again; at most `limit`.
   */
  dueWatches(nowMs: number, limit: number): Promise<WatchRow[]>;
  /** It was looked at. Compare-and-set on all of it; false = it is no longer so. */
  stepWatch(row: WatchRow, next: Pick<WatchRow, "nextStep" | "nextAtMs">): Promise<boolean>;
  /** Has every one looked at again: which policy it is under, and when its step is due, may differ now. */
  lookAgain(): Promise<void>;
}
