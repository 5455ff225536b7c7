import type { Catalogue } from "./catalogue.ts";
import { enClauses } from "./en-clauses.ts";
import { enContracts } from "./en-contracts.ts";
import { enDesk } from "./en-desk.ts";
import { enMeasures } from "./en-measures.ts";
import { enNotices } from "./en-notices.ts";
import { enOnCall } from "./en-on-call.ts";
import { enPromises } from "./en-promises.ts";
import { enSettings } from "./en-settings.ts";
import { enTicket } from "./en-ticket.ts";
import { createPlural } from "./plural.ts";

/** Every word of the screen in English. */

const count = createPlural("en");

export const en = {
  shell: {
    home: "Vigie, home",
    skip: "Skip to content",
    navigation: "Sections",
    settings: "Settings",
    language: "Language",
    scheme: "Appearance",
    light: "Light",
    dark: "Dark",
    system: "Auto",
    version: ({ version }) => `Vigie ${version}`,
  },
  connection: {
    connecting: "Connecting…",
    connected: "Live",
    reconnecting: ({ age }) => `Reconnecting for ${age}`,
    dataAsOf: ({ time }) => `data of ${time}`,
  },
  units: {
    ago: ({ age }) => `${age} ago`,
    working: ({ duration }) => `${duration} of working time`,
    siteHours: ({ zone }) => `Times of the site (${zone})`,
  },
  list: {
    title: "Machines",
    search: "Search for a machine, a site, a customer",
    sort: "Sort by",
    sorts: {
      name: "Name",
      customer: "Customer",
      lastReport: "Last report",
      presence: "Presence",
      openTickets: "Open tickets",
    },
    columns: {
      machine: "Machine",
      customer: "Customer, site",
      presence: "Presence",
      needs: "To do",
      lastReport: "Last report",
    },
    nothingFound: "No machine matches this search.",
    first: "Back to the first ones",
    more: "Show the next ones",
    quiet: "Nothing",
    alerts: ({ n }) => count(n, { one: "alert", other: "alerts" }),
    tickets: ({ n }) => count(n, { one: "ticket", other: "tickets" }),
    emptyTitle: "No machine yet",
    empty: "Start Vigie with npm start to see this machine here.",
    emptySample: "This machine's agent is starting: its first report arrives in a moment.",
  },
  machine: {
    class: {
      server: "Server",
      workstation: "Workstation",
      laptop: "Laptop",
      virtual: "Virtual machine",
    },
    presence: {
      waiting: "Never heard of",
      online: "Online",
      silent: "Silent",
      down: "Shut down",
      offline: "Offline",
    },
    noSite: "no site",
    sample: "sample",
    lastReport: ({ age }) => `last report ${age} ago`,
    justReported: "last report just now",
    noReport: "no report received",
    notCovered: "Not covered by a contract: its alerts open no ticket.",
    clockSkew: ({ age }) => `This machine's clock is off by ${age}.`,
    now: "Right now",
    needs: "To do",
    needsNothing: "Nothing: no alert, no open ticket.",
    facts: "About this machine",
    noFacts: "The inventory has not been received yet.",
    probes: "What is not measured",
    probeUnsupported: "not on this machine",
    probeFailed: "the measurement failed",
  },
  facts: {
    system: "System",
    hostname: "Network name",
    model: "Model",
    serial: "Serial number",
    processor: "Processor",
    cores: ({ n }) => count(n, { one: "core", other: "cores" }),
    memory: "Memory",
    upSince: "Up for",
    contract: "Contract",
    agent: "Agent",
  },
  problems: {
    no_answer: "Vigie does not answer. Check that it runs; this page reconnects by itself.",
    mishap: "This page met an error. Reload it; the monitoring goes on.",
    reload: "Reload",
    retry: "Try again",
    reading: "Reading…",
    notFound: "This machine does not exist, or no longer.",
  },
  ...enMeasures,
  ...enPromises,
  ...enContracts,
  ...enClauses,
  ...enDesk,
  ...enNotices,
  ...enOnCall,
  ...enSettings,
  ...enTicket,
} satisfies Catalogue;
