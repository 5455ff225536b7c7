import type { Language } from "@vigie/shared/problems.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { TicketCoverage } from "@vigie/shared/ticket-document.ts";
import type { ToldKind } from "../../domain/customer-notice.ts";

/** What mails say to customers, in each language. */
export type CustomerWords = {
  /** What happened, as a sentence. `actor` = who of the staff did it; "" = it happened by itself. */
  readonly happened: Readonly<
    Record<ToldKind, (said: { readonly number: number; readonly actor: string }) => string>
  >;
  /** What the contract makes of it, where it was not there to be promised. */
  readonly coverages: Readonly<Record<TicketCoverage, string>>;
  /** A promise, as the name of a fact, and until when it is kept. */
  readonly targets: Readonly<Record<TargetKind, string>>;
  readonly before: (at: string) => string;
  /** Where a request stands that has to wait. */
  readonly queued: (position: number, limit: number) => string;
  /** How a promise ended, in working time. */
  readonly kept: (taken: string, promised: string) => string;
  readonly missed: (taken: string, promised: string) => string;
  readonly hours: (hours: number, minutes: number) => string;
  /** Files that were too large for a mail. */
  readonly leftOut: (names: string) => string;
};

const EN: CustomerWords = {
  happened: {
    ticket_opened: ({ number }) => `Your request was received. It has number #${number}.`,
    ticket_taken: ({ actor }) => `${actor || "Somebody"} is dealing with your request.`,
    ticket_waiting: () => "To go on, we need an answer from you.",
    ticket_resolved: () => "Your request is resolved.",
    ticket_reopened: () => "Your request is open again.",
    ticket_closed: () => "Your request is closed.",
    ticket_cancelled: () => "Your request was cancelled.",
    staff_replied: ({ actor }) => `${actor || "The support"} wrote:`,
  },
  coverages: {
    covered: "Your contract covers it.",
    type_not_included:
      "Your contract does not include this kind of work: we will propose an intervention to you, and no promised time runs.",
    outside_perimeter:
      "Your contract does not cover what it is about: we will propose an intervention to you, and no promised time runs.",
    no_contract:
      "No contract covers it: we will propose an intervention to you, and no promised time runs.",
  },
  targets: {
    acknowledgement: "Taken in hand",
    first_response: "First answer",
    on_site_arrival: "On site",
    workaround: "Workaround",
    restoration: "Restored",
    resolution: "Resolved",
  },
  before: (at) => `before ${at}`,
  queued: (position, limit) =>
    `It is number ${position} in line: by your contract we work on ${limit} at a time. The promised times begin when its turn comes.`,
  kept: (taken, promised) => `kept: ${taken} of ${promised}`,
  missed: (taken, promised) => `late: ${taken} instead of ${promised}`,
  hours: (hours, minutes) => (hours === 0 ? `${minutes} min` : `${hours} h ${pad(minutes)}`),
  leftOut: (names) => `Too large for a mail, ask us for it: ${names}`,
};

const FR: CustomerWords = {
  happened: {
    ticket_opened: ({ number }) => `Votre demande est enregistrée sous le numéro #${number}.`,
    ticket_taken: ({ actor }) => `${actor || "Quelqu'un"} s'occupe de votre demande.`,
    ticket_waiting: () => "Pour continuer, nous attendons une réponse de votre part.",
    ticket_resolved: () => "Votre demande est résolue.",
    ticket_reopened: () => "Votre demande est de nouveau ouverte.",
    ticket_closed: () => "Votre demande est close.",
    ticket_cancelled: () => "Votre demande est annulée.",
    staff_replied: ({ actor }) => `${actor || "Le support"} a écrit :`,
  },
  coverages: {
    covered: "Votre contrat la couvre.",
    type_not_included:
      "Votre contrat n'inclut pas ce type de travail : nous vous proposerons une intervention, et aucun délai ne court.",
    outside_perimeter:
      "Votre contrat ne couvre pas ce dont il s'agit : nous vous proposerons une intervention, et aucun délai ne court.",
    no_contract:
      "Aucun contrat ne la couvre : nous vous proposerons une intervention, et aucun délai ne court.",
  },
  targets: {
    acknowledgement: "Prise en charge",
    first_response: "Première réponse",
    on_site_arrival: "Arrivée sur site",
    workaround: "Contournement",
    restoration: "Rétablissement",
    resolution: "Résolution",
  },
  before: (at) => `avant le ${at}`,
  queued: (position, limit) =>
    `Elle est au rang ${position} de la file : selon votre contrat, nous en traitons ${limit} à la fois. Les délais promis courent à partir de son tour.`,
  kept: (taken, promised) => `tenu : ${taken} sur ${promised}`,
  missed: (taken, promised) => `en retard : ${taken} au lieu de ${promised}`,
  hours: (hours, minutes) => (hours === 0 ? `${minutes} min` : `${hours} h ${pad(minutes)}`),
  leftOut: (names) => `Trop volumineux pour un courriel, à nous demander : ${names}`,
};

function pad(minutes: number): string {
  return String(minutes).padStart(2, "0");
}

const WORDS: Readonly<Record<Language, CustomerWords>> = { en: EN, fr: FR };

export function customerWordsOf(language: Language): CustomerWords {
  return WORDS[language];
}
