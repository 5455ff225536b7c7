import type { Condition, Severity } from "@vigie/shared/rule.ts";

/**
 * The rules that ship switched on. Each has its reason; each is fed by a probe of today's agent.
 * Their words are here, in both languages, because a rule is what people argue about.
 */
export type DefaultRule = {
  /** Stable name; a rule that a person changed is found again by it. */
  readonly key: string;
  readonly condition: Condition;
  readonly holdForMs: number;
  readonly severity: Severity;
  readonly opensTicket: boolean;
  readonly resolvesTicket: boolean;
  readonly label: { readonly en: string; readonly fr: string };
  readonly reason: { readonly en: string; readonly fr: string };
};

const MINUTE_MS = 60_000;
const GIB = 1024 ** 3;

/** What the rules here have in common: they open a ticket and resolve it when all is well again. */
const acts = { opensTicket: true, resolvesTicket: true } as const;

export const DEFAULT_RULES: readonly DefaultRule[] = [
  {
    key: "machine_offline",
    condition: { kind: "offline" },
    holdForMs: 0,
    severity: "critical",
    ...acts,
    label: { en: "Machine offline", fr: "Machine hors ligne" },
    reason: {
      en: "A machine that says nothing cannot be looked after. The grace of its class is already over. On a site with several servers its ticket waits up to a minute more, to see whether the whole site is away.",
      fr: "Une machine muette ne peut pas être suivie. Le délai de grâce de sa classe est déjà passé. Sur un site à plusieurs serveurs, son ticket attend jusqu'à une minute de plus, pour voir si tout le site est parti.",
    },
  },
  {
    key: "site_offline",
    condition: { kind: "site_offline" },
    holdForMs: 0,
    severity: "critical",
    ...acts,
    label: { en: "Site offline", fr: "Site hors ligne" },
    reason: {
      en: "When at least three servers of a site, and half of those that were there, go within five minutes, it is the line or the power. One ticket stands for all of them; it resolves itself once most are back.",
      fr: "Quand au moins trois serveurs d’un site, et la moitié de ceux qui étaient là, partent en cinq minutes, c’est la ligne ou le courant. Un seul ticket vaut pour tous ; il se résout de lui-même quand la plupart sont revenus.",
    },
  },
  {
    key: "volume_almost_full",
    condition: {
      kind: "threshold",
      metric: "volume_used_percent",
      direction: "above",
      fireAt: 90,
      clearAt: 87,
      // Ten per cent of a large volume is plenty: it must be little in bytes too.
      and: { metric: "volume_free_bytes", direction: "below", level: 20 * GIB },
    },
    holdForMs: 5 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Volume almost full", fr: "Volume presque plein" },
    reason: {
      en: "At 90 % with less than 20 GiB left, updates and backups start to fail.",
      fr: "À 90 % avec moins de 20 Gio libres, mises à jour et sauvegardes commencent à échouer.",
    },
  },
  {
    key: "volume_full",
    condition: {
      kind: "threshold",
      metric: "volume_used_percent",
      direction: "above",
      fireAt: 97,
      clearAt: 95,
      and: { metric: "volume_free_bytes", direction: "below", level: 5 * GIB },
    },
    holdForMs: MINUTE_MS,
    severity: "critical",
    ...acts,
    label: { en: "Volume full", fr: "Volume plein" },
    reason: {
      en: "At 97 % with less than 5 GiB left, programs stop when the rest is written.",
      fr: "À 97 % avec moins de 5 Gio libres, les programmes s’arrêtent dès que le reste est écrit.",
    },
  },
  {
    key: "volume_full_soon",
    condition: {
      kind: "forecast",
      metric: "volume_used_percent",
      direction: "above",
      level: 100,
      fireWithinHours: 7 * 24,
      clearBeyondHours: 10 * 24,
    },
    holdForMs: 0,
    severity: "warning",
    ...acts,
    label: { en: "Volume full within 7 days", fr: "Volume plein d’ici 7 jours" },
    reason: {
      en: "At the pace of the last two weeks it is full within a week: there is time to act by day.",
      fr: "Au rythme des deux dernières semaines il sera plein sous 7 jours : il est temps d’agir, de jour.",
    },
  },
  {
    key: "inodes_almost_exhausted",
    condition: {
      kind: "threshold",
      metric: "volume_inodes_used_percent",
      direction: "above",
      fireAt: 90,
      clearAt: 87,
    },
    holdForMs: 5 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Inodes almost exhausted", fr: "Inodes presque épuisés" },
    reason: {
      en: "Without inodes no file can be made, whatever space is left.",
      fr: "Sans inode, aucun fichier ne peut être créé, quelle que soit la place restante.",
    },
  },
  {
    key: "memory_pressure",
    condition: {
      kind: "threshold",
      metric: "memory_used_percent",
      direction: "above",
      fireAt: 92,
      clearAt: 88,
    },
    holdForMs: 10 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Memory short", fr: "Mémoire insuffisante" },
    reason: {
      en: "With less than 8 % available for ten minutes, the machine swaps or stops programs.",
      fr: "Avec moins de 8 % disponibles pendant dix minutes, la machine échange ou tue des programmes.",
    },
  },
  {
    key: "memory_stalled",
    condition: {
      kind: "threshold",
      metric: "pressure_memory_full_percent",
      direction: "above",
      fireAt: 10,
      clearAt: 3,
    },
    holdForMs: 5 * MINUTE_MS,
    severity: "critical",
    ...acts,
    label: { en: "Stalled by memory", fr: "Bloquée par la mémoire" },
    reason: {
      en: "A tenth of the time every program waits for memory: users feel it.",
      fr: "Un dixième du temps, tous les programmes attendent de la mémoire : les utilisateurs le sentent.",
    },
  },
  {
    key: "swap_almost_full",
    condition: {
      kind: "threshold",
      metric: "swap_used_percent",
      direction: "above",
      fireAt: 85,
      clearAt: 70,
      and: { metric: "memory_used_percent", direction: "above", level: 80 },
    },
    holdForMs: 10 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Swap almost full", fr: "Espace d’échange presque plein" },
    reason: {
      en: "Swap and memory both short: the next program that grows is killed.",
      fr: "Échange et mémoire tous deux courts : le prochain programme qui grossit sera tué.",
    },
  },
  {
    key: "processor_saturated",
    condition: {
      kind: "threshold",
      metric: "cpu_busy_percent",
      direction: "above",
      fireAt: 95,
      clearAt: 85,
    },
    holdForMs: 30 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Processor saturated", fr: "Processeur saturé" },
    reason: {
      en: "Half an hour at 95 % is no peak: something runs away or the machine is too small.",
      fr: "Une demi-heure à 95 % n’est pas une pointe : un programme s’emballe ou la machine est trop petite.",
    },
  },
  {
    key: "processor_stolen",
    condition: {
      kind: "threshold",
      metric: "cpu_steal_percent",
      direction: "above",
      fireAt: 20,
      clearAt: 10,
    },
    holdForMs: 15 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Processor taken by the host", fr: "Processeur pris par l’hôte" },
    reason: {
      en: "The host gives a fifth of this machine's time to others: move it or ask the host's owner.",
      fr: "L’hôte donne un cinquième du temps de cette machine à d’autres : déplacez-la ou voyez l’hébergeur.",
    },
  },
  {
    key: "disk_stalled",
    condition: {
      kind: "threshold",
      metric: "pressure_io_full_percent",
      direction: "above",
      fireAt: 40,
      clearAt: 20,
    },
    holdForMs: 15 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Stalled by disks", fr: "Bloquée par les disques" },
    reason: {
      en: "For a quarter of an hour everything waits for disks 40 % of the time: a disk is failing or too slow.",
      fr: "Depuis un quart d’heure tout attend les disques 40 % du temps : un disque faiblit ou est trop lent.",
    },
  },
  {
    key: "clock_wrong",
    condition: { kind: "clock", fireAtSeconds: 300, clearAtSeconds: 120 },
    holdForMs: 10 * MINUTE_MS,
    severity: "warning",
    ...acts,
    label: { en: "Clock wrong", fr: "Horloge fausse" },
    reason: {
      en: "More than five minutes off, sign-ins and certificates are refused and logs mislead.",
      fr: "Au-delà de cinq minutes d’écart, sessions et certificats sont refusés et les journaux trompent.",
    },
  },
  {
    key: "measures_missing",
    condition: { kind: "absence", metric: "memory_used_percent", absentForSeconds: 900 },
    holdForMs: 0,
    severity: "warning",
    ...acts,
    label: { en: "Measures missing", fr: "Mesures absentes" },
    reason: {
      en: "The machine reports but no longer measures its memory: its agent is unwell.",
      fr: "La machine répond mais ne mesure plus sa mémoire : son agent est mal en point.",
    },
  },
];
