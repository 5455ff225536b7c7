import type { NoticeWords } from "./words.ts";

export const EN: NoticeWords = {
  happened: {
    ticket_opened: ({ actor }) => `A new ticket was opened${by(actor)}.`,
    outage_opened: ({ machines }) =>
      `A site is unreachable: ${machines} machines fell silent together. One ticket stands for all of them.`,
    ticket_reopened: ({ actor }) =>
      actor === "" ? "It came back: the ticket is open again." : `${actor} reopened the ticket.`,
    ticket_unassigned: ({ priority }) => `Nobody has taken this P${priority} ticket yet.`,
    assigned: ({ actor, assignee, isReaders }) =>
      `The ticket was given to ${isReaders ? "you" : assignee || "somebody"}${by(actor)}.`,
    ticket_taken: ({ actor }) => `${actor || "Somebody"} is dealing with the ticket.`,
    ticket_waiting: ({ waitsForCustomer }) =>
      `The ticket waits for ${waitsForCustomer ? "the customer" : "a third party"}.`,
    ticket_resolved: ({ actor }) =>
      actor === "" ? "All is well again: the ticket is resolved." : `${actor} resolved the ticket.`,
    ticket_closed: ({ actor }) => `The ticket was closed${by(actor)}.`,
    ticket_cancelled: ({ actor }) => `The ticket was cancelled${by(actor)}.`,
    customer_replied: ({ actor }) => `${actor || "The customer"} wrote:`,
    staff_replied: ({ actor }) => `${actor || "The support"} wrote:`,
    breach_near: ({ target, step }) => `A promised time draws near (${step}): ${target}.`,
    breached: ({ target }) => `A promised time was missed: ${target}.`,
    escalated: ({ target, step }) =>
      target === ""
        ? "Nobody has taken the ticket in time: it is escalated."
        : `A step of escalation is reached (${step}): ${target}.`,
    ticket_unacknowledged: ({ priority }) =>
      `Nobody has taken this P${priority} ticket, and it is your turn to be told.`,
    on_call_begins: ({ rota, until }) =>
      until === ""
        ? `You are on call now: ${rota}.`
        : `You are on call now: ${rota}, until ${until}.`,
    on_call_ends: ({ rota, successor }) =>
      `You are no longer on call: ${rota}.${successor === "" ? "" : ` ${successor} takes over.`}`,
    undelivered: ({ recipient, reason }) =>
      `A notice to ${recipient || "somebody"} was given up. ${reason}`,
    channel_refused: () => "A request by mail was refused, as the contract says.",
  },
  marks: {
    ticket_unassigned: "nobody has it",
    breach_near: "due soon",
    breached: "promise missed",
    escalated: "escalated",
    ticket_unacknowledged: "nobody takes it",
    on_call_begins: "your turn on call",
    on_call_ends: "end of your turn on call",
    undelivered: "notice given up",
  },
  targets: {
    acknowledgement: "acknowledgement",
    first_response: "first response",
    on_site_arrival: "arrival on site",
    workaround: "workaround",
    restoration: "restoration",
    resolution: "resolution",
  },
  coverages: {
    covered: "Covered by the contract: its promised times run.",
    type_not_included: "The contract leaves out this kind of work: paid by the intervention.",
    outside_perimeter: "Outside the contract: paid by the intervention, nothing is promised.",
    no_contract: "No contract: paid by the intervention, nothing is promised.",
  },
  facts: {
    customer: "Customer",
    site: "Site",
    about: "About",
    priority: "Priority",
    coverage: "Coverage",
    assignee: "Assigned to",
    due: "Until when",
  },
  colon: ":",
  nobody: "nobody",
  until: (target, at) => `${target} before ${at}`,
  open: "Open the ticket",
  times: (count) => `${count} times`,
  several: (count) => `Vigie: news of ${count} tickets`,
  ofVigie: "Vigie",
  more: (count) => `And ${count} more.`,
  why: "You get this mail by the rules of who is told what in Vigie.",
  answer: (number) => `Answer this mail to go on with ticket #${number}.`,
  cut: "The text goes on in Vigie.",
  trial: {
    subject: "Vigie can send mails",
    text: (host, at) =>
      `This mail was sent through ${host} on ${at} to try the settings. Nothing is to be done.`,
  },
};

function by(actor: string): string {
  return actor === "" ? "" : ` by ${actor}`;
}
