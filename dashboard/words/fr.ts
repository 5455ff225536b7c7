import { frClauses } from "./fr-clauses.ts";
import { frContracts } from "./fr-contracts.ts";
import { frDesk } from "./fr-desk.ts";
import { frMeasures } from "./fr-measures.ts";
import { frNotices } from "./fr-notices.ts";
import { frOnCall } from "./fr-on-call.ts";
import { frPromises } from "./fr-promises.ts";
import { frSettings } from "./fr-settings.ts";
import { frTicket } from "./fr-ticket.ts";
import { createPlural } from "./plural.ts";

/** Every word of the screen in French, by where it stands. Values come in already written. */

const count = createPlural("fr");

export const fr = {
  shell: {
    home: "Vigie, accueil",
    skip: "Aller au contenu",
    navigation: "Rubriques",
    settings: "Réglages",
    language: "Langue",
    scheme: "Apparence",
    light: "Clair",
    dark: "Sombre",
    system: "Auto",
    version: ({ version }: { version: string }) => `Vigie ${version}`,
  },
  connection: {
    connecting: "Connexion…",
    connected: "En direct",
    reconnecting: ({ age }: { age: string }) => `Reconnexion depuis ${age}`,
    dataAsOf: ({ time }: { time: string }) => `données de ${time}`,
  },
  units: {
    ago: ({ age }: { age: string }) => `il y a ${age}`,
    working: ({ duration }: { duration: string }) => `${duration} ouvrées`,
    siteHours: ({ zone }: { zone: string }) => `Heures du site (${zone})`,
  },
  list: {
    title: "Machines",
    search: "Rechercher une machine, un site, un client",
    sort: "Trier par",
    sorts: {
      name: "Nom",
      customer: "Client",
      lastReport: "Dernier rapport",
      presence: "Présence",
      openTickets: "Tickets ouverts",
    },
    columns: {
      machine: "Machine",
      customer: "Client, site",
      presence: "Présence",
      needs: "À traiter",
      lastReport: "Dernier rapport",
    },
    nothingFound: "Aucune machine ne correspond à cette recherche.",
    first: "Revenir aux premières",
    more: "Afficher les suivantes",
    quiet: "Rien",
    alerts: ({ n }: { n: number }) => count(n, { one: "alerte", other: "alertes" }),
    tickets: ({ n }: { n: number }) => count(n, { one: "ticket", other: "tickets" }),
    emptyTitle: "Aucune machine pour l’instant",
    empty: "Lancez Vigie avec npm start pour voir cette machine ici.",
    emptySample: "L’agent de cette machine démarre : son premier rapport arrive dans un instant.",
  },
  machine: {
    class: {
      server: "Serveur",
      workstation: "Poste fixe",
      laptop: "Portable",
      virtual: "Machine virtuelle",
    },
    presence: {
      waiting: "Jamais entendue",
      online: "En ligne",
      silent: "Silencieuse",
      down: "Arrêtée",
      offline: "Hors ligne",
    },
    noSite: "sans site",
    sample: "exemple",
    lastReport: ({ age }: { age: string }) => `dernier rapport il y a ${age}`,
    justReported: "dernier rapport à l’instant",
    noReport: "aucun rapport reçu",
    notCovered: "Hors contrat : ses alertes n’ouvrent pas de ticket.",
    clockSkew: ({ age }: { age: string }) => `L’horloge de cette machine est décalée de ${age}.`,
    now: "En ce moment",
    needs: "À traiter",
    needsNothing: "Rien : aucune alerte, aucun ticket ouvert.",
    facts: "Fiche de la machine",
    noFacts: "L’inventaire n’a pas encore été reçu.",
    probes: "Ce qui n’est pas mesuré",
    probeUnsupported: "absent de cette machine",
    probeFailed: "la mesure a échoué",
  },
  facts: {
    system: "Système",
    hostname: "Nom réseau",
    model: "Modèle",
    serial: "N° de série",
    processor: "Processeur",
    cores: ({ n }: { n: number }) => count(n, { one: "cœur", other: "cœurs" }),
    memory: "Mémoire",
    upSince: "En marche depuis",
    contract: "Contrat",
    agent: "Agent",
  },
  problems: {
    no_answer: "Vigie ne répond pas. Vérifiez qu’il tourne ; la page se reconnecte d’elle-même.",
    mishap: "Cette page a rencontré une erreur. Rechargez-la ; la surveillance continue.",
    reload: "Recharger",
    retry: "Réessayer",
    reading: "Lecture…",
    notFound: "Cette machine n’existe pas ou n’existe plus.",
  },
  ...frMeasures,
  ...frPromises,
  ...frContracts,
  ...frClauses,
  ...frDesk,
  ...frNotices,
  ...frOnCall,
  ...frSettings,
  ...frTicket,
};
