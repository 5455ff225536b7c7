import { createPlural } from "./plural.ts";

/** The words of the settings in French: who works here, maintenances, rules, notices. */

const count = createPlural("fr");

type Named<Name extends string> = Readonly<Record<Name, string>>;

export const frSettings = {
  rules: {
    enabled: "Active",
    off: "désactivée",
    on: "active",
    noTicket: "sans ticket",
    opensTicket: "Ouvre un ticket",
    resolvesTicket: "Résout le ticket au retour à la normale",
    asShipped: "Remettre les niveaux d’origine",
    holding: ({ says, duration }: Named<"says" | "duration">) => `${says}, pendant ${duration}`,
    when: {
      threshold: {
        above: ({ metric, level, clear }: Named<"metric" | "level" | "clear">) =>
          `${metric} au-dessus de ${level}, jusqu’à repasser sous ${clear}`,
        below: ({ metric, level, clear }: Named<"metric" | "level" | "clear">) =>
          `${metric} au-dessous de ${level}, jusqu’à repasser au-dessus de ${clear}`,
      },
      and: {
        above: ({ says, metric, level }: Named<"says" | "metric" | "level">) =>
          `${says}, et ${metric} au-dessus de ${level}`,
        below: ({ says, metric, level }: Named<"says" | "metric" | "level">) =>
          `${says}, et ${metric} au-dessous de ${level}`,
      },
      rate: {
        above: ({ metric, level }: Named<"metric" | "level">) =>
          `${metric} gagne plus de ${level} par heure`,
        below: ({ metric, level }: Named<"metric" | "level">) =>
          `${metric} perd plus de ${level} par heure`,
      },
      forecast: ({ metric, level, duration }: Named<"metric" | "level" | "duration">) =>
        `${metric} sera à ${level} d’ici ${duration}`,
      absence: ({ metric, duration }: Named<"metric" | "duration">) =>
        `${metric} : plus de mesure depuis ${duration}`,
      siteOffline: "La plupart des machines d’un site ne répondent plus",
      clock: ({ duration }: Named<"duration">) => `Horloge décalée de plus de ${duration}`,
    },
    levelIn: ({ level, unit }: Named<"level" | "unit">) =>
      unit === "" ? level : `${level} (${unit})`,
    levels: {
      fireAt: "Se déclenche à",
      clearAt: "Revient à la normale à",
      andLevel: "Et l’autre mesure à",
      fireWithinHours: "Se déclenche si c’est prévu d’ici",
      clearBeyondHours: "Revient à la normale au-delà de",
      absentForSeconds: "Sans mesure pendant",
      fireAtSeconds: "Écart de l’horloge",
      clearAtSeconds: "Revient à la normale sous",
      holdForSeconds: "Doit durer",
    },
    units: {
      percent: "%",
      bytes: "o",
      bytes_per_second: "o/s",
      per_second: "/s",
      seconds: "s",
      load: "",
      count: "",
      hours: "h",
      minutes: "min",
      gigabytes: "Go",
      megabytes_per_second: "Mo/s",
    },
    tryIt: "Essayer sur les 30 derniers jours",
    noMeasure: "Aucune mesure de ces jours-là ne se prête à l’essai.",
    neverFired: "Ne se serait pas déclenchée.",
    fired: ({ n, machines }: { n: number; machines: number }) =>
      `Se serait déclenchée ${count(n, { one: "fois", other: "fois" })}, sur ${count(machines, { one: "machine", other: "machines" })}.`,
    measuredSince: ({ since }: Named<"since">) => `Mesures connues depuis le ${since}.`,
    leftOut: ({ n }: { n: number }) =>
      count(n, { one: "objet n’a pas été examiné.", other: "objets n’ont pas été examinés." }),
    firedFrom: ({ from, until }: Named<"from" | "until">) => `de ${from} à ${until}`,
    stillFires: ({ from }: Named<"from">) => `depuis ${from}`,
    otherwise: "Autrement pour",
    addOtherwise: "Régler autrement pour une classe ou une machine",
    forWhom: "Pour",
    allOfClass: ({ name }: Named<"name">) => `Classe : ${name}`,
    switchOff: "Ne pas surveiller",
    asTheOthers: "Comme les autres",
  },
  windows: {
    about:
      "Pendant une maintenance, les alertes des machines sont gardées et n’ouvrent pas de ticket. Ce qui dure encore après ouvre le sien.",
    plan: "Prévoir une maintenance",
    planIt: "Prévoir",
    none: "Aucune maintenance n’est prévue.",
    state: { planned: "prévue", holding: "en cours", over: "terminée" },
    span: ({ from, until }: Named<"from" | "until">) => `${from} – ${until}`,
    someSites: ({ n }: { n: number }) => count(n, { one: "site", other: "sites" }),
    reason: "Pourquoi",
    sites: "Sites (aucun choisi : tous)",
    classes: "Machines (aucune choisie : toutes)",
    startsAt: "Début",
    minutes: "Durée, en minutes",
    grace: "Répit, en minutes",
    graceHint: "Le temps laissé aux machines pour se remettre, avant qu’un ticket ne s’ouvre.",
    again: "Répétition",
    repetition: {
      once: "une seule fois",
      daily: "chaque jour",
      weekly: "chaque semaine",
      monthly: "chaque mois",
      own: "selon une règle",
    },
    rule: "Règle (RFC 5545)",
    ruleHint: "Par exemple FREQ=WEEKLY;BYDAY=SU",
    lastDay: "Dernier jour, s’il y en a un",
    endNow: "Terminer maintenant",
    remove: "Supprimer",
  },
  staff: {
    people: "Personnes",
    nobodyYet:
      "Personne n’est encore inscrit. Une personne inscrite peut recevoir des tickets et être prévenue.",
    name: "Nom",
    email: "Adresse électronique",
    noEmail: "sans adresse : n’est pas prévenue par courriel",
    phone: "Téléphone",
    role: "Rôle",
    roles: {
      administrator: "Administrateur",
      dispatcher: "Répartiteur",
      technician: "Technicien",
    },
    timeZone: "Fuseau horaire",
    active: "Travaille ici",
    left: "parti",
    newMember: "Nouvelle personne",
    teams: "Équipes",
    teamName: "Nom de l’équipe",
    members: "Membres",
    nobodyInTeam: "personne",
    newTeam: "Nouvelle équipe",
  },
};
