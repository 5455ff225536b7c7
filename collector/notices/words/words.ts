import type { NoticeKind } from "@vigie/shared/notice.ts";
import type { Language } from "@vigie/shared/problems.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { TicketCoverage } from "@vigie/shared/ticket-document.ts";
import { EN } from "./en.ts";
import { FR } from "./fr.ts";

/** What mails say, in each language. */
export type NoticeWords = {
  /** What happened, as a sentence; `Said` has what it speaks of. */
  readonly happened: Readonly<Record<NoticeKind, (said: Said) => string>>;
  /** What a subject adds where the ticket's own words do not tell why the mail came. */
  readonly marks: Readonly<Partial<Record<NoticeKind, string>>>;
  readonly targets: Readonly<Record<TargetKind, string>>;
  readonly coverages: Readonly<Record<TicketCoverage, string>>;
  readonly facts: Readonly<
    Record<"customer" | "site" | "about" | "priority" | "coverage" | "assignee" | "due", string>
  >;
  /** What stands between a name and what it is. */
  readonly colon: string;
  readonly nobody: string;
  /** Until when a promise is to be kept. */
  readonly until: (target: string, at: string) => string;
  readonly open: string;
  readonly times: (count: number) => string;
  /** The subject of a mail about several tickets, and of one about Vigie itself. */
  readonly several: (count: number) => string;
  readonly ofVigie: string;
  readonly more: (count: number) => string;
  /** Why it came, beneath a mail to the staff. */
  readonly why: string;
  /** What a customer may do with it. */
  readonly answer: (number: number) => string;
  readonly cut: string;
  readonly trial: { readonly subject: string; readonly text: (host: string, at: string) => string };
};

/** What a sentence may speak of; "" = it is not known. */
export type Said = {
  /** Who did it; "" = it happened by itself. */
  readonly actor: string;
  readonly target: string;
  /** A step such as `75%` or `-1800s`. */
  readonly step: string;
  readonly assignee: string;
  /** Whether who reads it is who has the ticket now. */
  readonly isReaders: boolean;
  readonly machines: number;
  readonly priority: number;
  readonly waitsForCustomer: boolean;
  /** Why something was not delivered, as a sentence. */
  readonly reason: string;
  readonly recipient: string;
  /** The rota that is handed over, when it is the turn of the next again, and who has taken over. */
  readonly rota: string;
  readonly until: string;
  readonly successor: string;
};

const WORDS: Readonly<Record<Language, NoticeWords>> = { en: EN, fr: FR };

export function wordsOf(language: Language): NoticeWords {
  return WORDS[language];
}
