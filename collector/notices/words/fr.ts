import type { NoticeWords } from "./words.ts";

export const FR: NoticeWords = {
  happened: {
    ticket_opened: ({ actor }) => `Un nouveau ticket est ouvert${by(actor)}.`,
    outage_opened: ({ machines }) =>
      `Un site est injoignable : ${machines} machines se sont tues ensemble. Un seul ticket vaut pour toutes.`,
    ticket_reopened: ({ actor }) =>
      actor === ""
        ? "Le problème est revenu : le ticket est de nouveau ouvert."
        : `${actor} a rouvert le ticket.`,
    ticket_unassigned: ({ priority }) => `Personne n'a encore pris ce ticket P${priority}.`,
    assigned: ({ actor, assignee, isReaders }) =>
      `Le ticket est affecté à ${isReaders ? "vous" : assignee || "quelqu'un"}${by(actor)}.`,
    ticket_taken: ({ actor }) => `${actor || "Quelqu'un"} a pris le ticket en charge.`,
    ticket_waiting: ({ waitsForCustomer }) =>
      `Le ticket est en attente ${waitsForCustomer ? "du client" : "d'un tiers"}.`,
    ticket_resolved: ({ actor }) =>
      actor === ""
        ? "Tout va de nouveau bien : le ticket est résolu."
        : `${actor} a résolu le ticket.`,
    ticket_closed: ({ actor }) => `Le ticket est clos${by(actor)}.`,
    ticket_cancelled: ({ actor }) => `Le ticket est annulé${by(actor)}.`,
    customer_replied: ({ actor }) => `${actor || "Le client"} a écrit :`,
    staff_replied: ({ actor }) => `${actor || "Le support"} a écrit :`,
    breach_near: ({ target, step }) => `Une échéance approche (${step}) : ${target}.`,
    breached: ({ target }) => `Une échéance est dépassée : ${target}.`,
    escalated: ({ target, step }) =>
      target === ""
        ? "Personne n'a pris le ticket à temps : il est escaladé."
        : `Un palier d'escalade est atteint (${step}) : ${target}.`,
    ticket_unacknowledged: ({ priority }) =>
      `Personne n'a pris ce ticket P${priority} ; c'est votre tour d'être prévenu.`,
    on_call_begins: ({ rota, until }) =>
      until === ""
        ? `Vous êtes d'astreinte : ${rota}.`
        : `Vous êtes d'astreinte : ${rota}, jusqu'au ${until}.`,
    on_call_ends: ({ rota, successor }) =>
      `Votre astreinte est finie : ${rota}.${successor === "" ? "" : ` ${successor} prend le relais.`}`,
    undelivered: ({ recipient, reason }) =>
      `Un envoi à ${recipient || "quelqu'un"} a été abandonné. ${reason}`,
    channel_refused: () => "Une demande par courriel a été refusée, comme le contrat le prévoit.",
  },
  marks: {
    ticket_unassigned: "sans responsable",
    breach_near: "échéance proche",
    breached: "échéance dépassée",
    escalated: "escalade",
    ticket_unacknowledged: "personne ne le prend",
    on_call_begins: "votre tour d'astreinte",
    on_call_ends: "fin de votre astreinte",
    undelivered: "envoi abandonné",
  },
  targets: {
    acknowledgement: "prise en charge",
    first_response: "première réponse",
    on_site_arrival: "arrivée sur site",
    workaround: "contournement",
    restoration: "rétablissement",
    resolution: "résolution",
  },
  coverages: {
    covered: "Couvert par le contrat : ses délais promis courent.",
    type_not_included: "Le contrat n'inclut pas ce type de travail : à l'acte.",
    outside_perimeter: "Hors du périmètre du contrat : à l'acte, aucun délai promis.",
    no_contract: "Aucun contrat : à l'acte, aucun délai promis.",
  },
  facts: {
    customer: "Client",
    site: "Site",
    about: "Objet",
    priority: "Priorité",
    coverage: "Couverture",
    assignee: "Affecté à",
    due: "Échéance",
  },
  colon: " :",
  nobody: "personne",
  until: (target, at) => `${target} avant le ${at}`,
  open: "Ouvrir le ticket",
  times: (count) => `${count} fois`,
  several: (count) => `Vigie : du nouveau sur ${count} tickets`,
  ofVigie: "Vigie",
  more: (count) => `Et ${count} de plus.`,
  why: "Vous recevez ce courriel d'après les règles de notification de Vigie.",
  answer: (number) => `Répondez à ce courriel pour continuer le ticket n° ${number}.`,
  cut: "La suite du texte est dans Vigie.",
  trial: {
    subject: "Vigie peut envoyer des courriels",
    text: (host, at) =>
      `Ce courriel est parti par ${host} le ${at} pour essayer les réglages. Il n'y a rien à faire.`,
  },
};

function by(actor: string): string {
  return actor === "" ? "" : ` par ${actor}`;
}
