/** The words of what is promised and done about it, in French: alerts, tickets, the trial. */

export const frPromises = {
  alerts: {
    title: "Alertes",
    offline: "La machine ne répond plus",
    absence: ({ metric }: { metric: string }) => `${metric} : plus de mesure`,
    above: ({ value, threshold }: { value: string; threshold: string }) =>
      `${value}, seuil ${threshold}`,
    severity: { critical: "critique", warning: "à surveiller" },
    since: ({ moment, age }: { moment: string; age: string }) => `depuis ${moment} (${age})`,
    atTheTime: ({ cause }: { cause: string }) => `${cause} (au déclenchement)`,
    pending: "seuil franchi : alerte si cela dure",
    pendingFor: ({ duration }: { duration: string }) =>
      `seuil franchi : alerte si cela dure ${duration}`,
    noTicket: {
      not_covered: "Hors contrat : pas de ticket.",
      rule_opens_none: "Cette règle n’ouvre pas de ticket.",
    },
  },
  tickets: {
    title: "Tickets",
    past: "Résolus récemment",
    name: ({ number }: { number: number }) => `Ticket n° ${number}`,
    open: ({ number }: { number: number }) => `Ouvrir le ticket n° ${number}`,
    priority: ({ priority }: { priority: number }) => `priorité ${priority}`,
    state: {
      new: "Nouveau",
      acknowledged: "Pris en charge",
      in_progress: "En cours",
      waiting_customer: "En attente client",
      waiting_third_party: "En attente d’un tiers",
      resolved: "Résolu",
      closed: "Clos",
      cancelled: "Annulé",
      merged: "Fusionné",
    },
    resolvedAt: ({ moment }: { moment: string }) => `résolu ${moment}`,
    openedAt: ({ moment }: { moment: string }) => `ouvert ${moment}`,
    eventAt: ({ moment }: { moment: string }) => `survenu ${moment}`,
    contract: ({ name }: { name: string }) => `Contrat ${name}`,
    value: ({ value, threshold }: { value: string; threshold: string }) =>
      `${value} pour un seuil à ${threshold}`,
    close: "Fermer le ticket affiché",
    absent: "Ce ticket n’est pas là.",
    promises: "Engagements",
    history: "Ce qui s’est passé",
    noTargets: "Le contrat ne promet pas de délai pour cette priorité.",
  },
  clock: {
    kind: {
      acknowledgement: "Prise en charge",
      first_response: "Première réponse",
      on_site_arrival: "Arrivée sur site",
      workaround: "Contournement",
      restoration: "Rétablissement",
      resolution: "Résolution",
    },
    left: ({ duration, budget }: { duration: string; budget: string }) =>
      `reste ${duration} sur ${budget} ouvrées`,
    dueAt: ({ moment }: { moment: string }) => `échéance ${moment}`,
    outOfHours: ({ duration }: { duration: string }) => `hors plage horaire, reste ${duration}`,
    outOfHoursUntil: ({ duration, moment }: { duration: string; moment: string }) =>
      `hors plage horaire jusqu’à ${moment}, reste ${duration}`,
    paused: ({ duration }: { duration: string }) => `en pause, reste ${duration}`,
    due: "échéance atteinte",
    overrun: ({ duration }: { duration: string }) => `dépassé de ${duration} ouvrées`,
    metIn: ({ duration }: { duration: string }) => `tenu en ${duration} ouvrées`,
    notNeeded: "plus nécessaire",
  },
  history: {
    byItself: "Vigie",
    opened: ({ value, threshold }: { value: string; threshold: string }) =>
      `Ticket ouvert : ${value}, seuil ${threshold}`,
    openedPlain: "Ticket ouvert",
    repeated: ({ value }: { value: string }) => `L’alerte s’est répétée : ${value}`,
    repeatedPlain: "L’alerte s’est répétée",
    recovered: ({ value }: { value: string }) => `Retour à la normale : ${value}`,
    recoveredPlain: "Retour à la normale",
    acknowledged: "Pris en charge",
    commented: "Commentaire",
    resolved: "Résolu",
    reopened: ({ value }: { value: string }) => `Rouvert, l’alerte est revenue : ${value}`,
    reopenedPlain: "Rouvert : l’alerte est revenue",
    breached: "Engagement dépassé",
    breachedKind: ({ kind }: { kind: string }) => `Engagement dépassé : ${kind}`,
  },
  acts: {
    title: "Agir",
    by: "Votre nom",
    byNeeded: "Écrivez votre nom : il sera dans l’historique.",
    text: "Commentaire",
    textNeeded: "Écrivez le commentaire.",
    acknowledge: "Prendre en charge",
    comment: "Commenter",
    resolve: "Résoudre",
    conflict: "Le ticket a changé entre-temps. Relisez-le, puis recommencez.",
  },
  trial: {
    title: "Essayez une alerte",
    about: ({ rule, now }: { rule: string; now: string }) =>
      `Abaissez le seuil de la règle « ${rule} » sous la valeur actuelle (${now}) : l’alerte, le ticket et ses échéances arrivent d’eux-mêmes.`,
    aboutUnknown: "L’essai commence dès que la mémoire de cette machine est mesurée.",
    lower: ({ threshold }: { threshold: string }) => `Abaisser le seuil à ${threshold}`,
    putBack: ({ threshold }: { threshold: string }) => `Remettre le seuil à ${threshold}`,
    running: "Regardez ce qui se passe, puis remettez le seuil.",
    lowered: ({ threshold }: { threshold: string }) => `Seuil abaissé à ${threshold}`,
    changed: ({ threshold }: { threshold: string }) => `Seuil changé à ${threshold}`,
    waitReport: "Alerte : au prochain rapport",
    alerted: ({ value }: { value: string }) => `Alerte : mémoire à ${value}`,
    waitTicket: "Ticket : aussitôt après l’alerte",
    ticketed: ({ number, due }: { number: number; due: string }) =>
      `Ticket n° ${number} ouvert${due === "" ? "" : ` : ${due}`}`,
    dueBy: ({ kind, moment }: { kind: string; moment: string }) =>
      `${kind.toLowerCase()} avant ${moment}`,
    noTicket: "Pas de ticket : cette machine est hors contrat",
    waitPutBack: "Seuil remis : quand vous le voudrez",
    restored: ({ threshold }: { threshold: string }) => `Seuil remis à ${threshold}`,
    waitRecovery: "Retour à la normale : au prochain rapport",
    recovered: ({ number }: { number: number }) =>
      `Retour à la normale : ticket n° ${number} résolu`,
    recoveredTaken: ({ number }: { number: number }) =>
      `Retour à la normale : le ticket n° ${number}, déjà pris en charge, reste ouvert`,
    recoveredPlain: "Retour à la normale",
    again: "Recommencer",
    sample: "Retirer les données d’exemple",
    sampleAsk:
      "Seront effacés : le client d’exemple, son site, son contrat et sa machine, avec ses mesures, ses alertes et ses tickets.",
    samplePutBack: ({ threshold }: { threshold: string }) =>
      `Le seuil sera d’abord remis à ${threshold}.`,
    sampleYes: "Effacer l’exemple",
    sampleNo: "Garder",
  },
};
