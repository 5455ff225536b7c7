/**
 * The metric catalogue: every metric that a report may carry, with its unit, what it is measured
 * of, its label in both languages and one sentence. The last word of a name is its unit.
 */

export const OBJECT_KINDS = ["volume", "disk", "interface"] as const;

/** What a metric is measured of, where it is not the machine itself. */
export type ObjectKind = (typeof OBJECT_KINDS)[number];

export type Unit =
  | "percent"
  | "bytes"
  | "bytes_per_second"
  | "count"
  | "per_second"
  | "seconds"
  | "load";

export type Metric = {
  /** As the API and the stores name it: the object's kind first, where there is one. */
  readonly name: string;
  /** As the report writes it, inside its object. */
  readonly wireName: string;
  readonly kind: ObjectKind | undefined;
  readonly unit: Unit;
  readonly label: { readonly en: string; readonly fr: string };
  /** What it says, in one sentence. */
  readonly about: string;
};

type Row = readonly [wireName: string, unit: Unit, en: string, fr: string, about: string];

const MACHINE: readonly Row[] = [
  ["cpu_busy_percent", "percent", "Processor", "Processeur", "Share of all cores' time not idle."],
  [
    "cpu_user_percent",
    "percent",
    "Processor, programs",
    "Processeur, programmes",
    "Share in programs.",
  ],
  [
    "cpu_system_percent",
    "percent",
    "Processor, system",
    "Processeur, système",
    "Share in the kernel.",
  ],
  [
    "cpu_iowait_percent",
    "percent",
    "Processor, waiting for disks",
    "Processeur, attente disque",
    "Share idle while a disk was awaited.",
  ],
  [
    "cpu_steal_percent",
    "percent",
    "Processor, taken by the host",
    "Processeur, pris par l’hôte",
    "Share that the hypervisor gave to others.",
  ],
  [
    "cpu_busiest_core_percent",
    "percent",
    "Busiest core",
    "Cœur le plus chargé",
    "Busy share of the busiest core.",
  ],
  [
    "load_1m",
    "load",
    "Load, 1 min",
    "Charge, 1 min",
    "Mean number of runnable or blocked tasks over 1 minute.",
  ],
  [
    "load_5m",
    "load",
    "Load, 5 min",
    "Charge, 5 min",
    "Mean number of runnable or blocked tasks over 5 minutes.",
  ],
  [
    "load_15m",
    "load",
    "Load, 15 min",
    "Charge, 15 min",
    "Mean number of runnable or blocked tasks over 15 minutes.",
  ],
  [
    "pressure_cpu_percent",
    "percent",
    "Processor pressure",
    "Pression processeur",
    "Share of time in which some task waited for a processor.",
  ],
  [
    "pressure_memory_percent",
    "percent",
    "Memory pressure",
    "Pression mémoire",
    "Share of time in which some task waited for memory.",
  ],
  [
    "pressure_memory_full_percent",
    "percent",
    "Memory stall",
    "Blocage mémoire",
    "Share of time in which all tasks waited for memory.",
  ],
  [
    "pressure_io_percent",
    "percent",
    "Disk pressure",
    "Pression disque",
    "Share of time in which some task waited for a disk.",
  ],
  [
    "pressure_io_full_percent",
    "percent",
    "Disk stall",
    "Blocage disque",
    "Share of time in which all tasks waited for a disk.",
  ],
  ["memory_total_bytes", "bytes", "Memory", "Mémoire", "Memory that the system can use."],
  [
    "memory_available_bytes",
    "bytes",
    "Memory available",
    "Mémoire disponible",
    "What programs could still take without swapping.",
  ],
  [
    "memory_used_percent",
    "percent",
    "Memory used",
    "Mémoire utilisée",
    "Share of memory that is not available.",
  ],
  ["swap_total_bytes", "bytes", "Swap", "Espace d’échange", "Size of all swap."],
  [
    "swap_used_bytes",
    "bytes",
    "Swap used",
    "Espace d’échange utilisé",
    "Swap that holds something.",
  ],
  [
    "swap_used_percent",
    "percent",
    "Swap used, share",
    "Espace d’échange utilisé, part",
    "Share of swap that holds something.",
  ],
  ["uptime_seconds", "seconds", "Up since", "En marche depuis", "Time since the machine started."],
  ["processes_count", "count", "Processes", "Processus", "Number of processes."],
];

const VOLUME: readonly Row[] = [
  ["total_bytes", "bytes", "Volume size", "Taille du volume", "Size of the file system."],
  [
    "free_bytes",
    "bytes",
    "Volume free",
    "Espace libre",
    "What a program without privileges may still write.",
  ],
  [
    "used_percent",
    "percent",
    "Volume used",
    "Volume utilisé",
    "Used share of what programs may use, as df counts it.",
  ],
  [
    "inodes_used_percent",
    "percent",
    "Inodes used",
    "Inodes utilisés",
    "Used share of the file system's inodes.",
  ],
  ["inodes_free_count", "count", "Inodes free", "Inodes libres", "Files that can still be made."],
];

const DISK: readonly Row[] = [
  [
    "read_bytes_per_second",
    "bytes_per_second",
    "Disk reads",
    "Lectures disque",
    "Bytes read a second.",
  ],
  [
    "write_bytes_per_second",
    "bytes_per_second",
    "Disk writes",
    "Écritures disque",
    "Bytes written a second.",
  ],
  [
    "reads_per_second",
    "per_second",
    "Read operations",
    "Opérations de lecture",
    "Reads completed a second.",
  ],
  [
    "writes_per_second",
    "per_second",
    "Write operations",
    "Opérations d’écriture",
    "Writes completed a second.",
  ],
  [
    "busy_percent",
    "percent",
    "Disk busy",
    "Disque occupé",
    "Share of time with at least one operation under way.",
  ],
];

const INTERFACE: readonly Row[] = [
  ["received_bytes_per_second", "bytes_per_second", "Received", "Reçu", "Bytes received a second."],
  ["sent_bytes_per_second", "bytes_per_second", "Sent", "Envoyé", "Bytes sent a second."],
  [
    "errors_per_second",
    "per_second",
    "Network errors",
    "Erreurs réseau",
    "Packets received or sent with an error, a second.",
  ],
  [
    "drops_per_second",
    "per_second",
    "Network drops",
    "Paquets perdus",
    "Packets dropped by this machine, a second.",
  ],
];

/** The catalogue, in the order in which people read it. */
export const METRICS: readonly Metric[] = [
  ...MACHINE.map((row) => toMetric(row, undefined)),
  ...VOLUME.map((row) => toMetric(row, "volume")),
  ...DISK.map((row) => toMetric(row, "disk")),
  ...INTERFACE.map((row) => toMetric(row, "interface")),
];

const byName = new Map(METRICS.map((metric) => [metric.name, metric]));

const byWireName = {
  machine: wireNames(undefined),
  volume: wireNames("volume"),
  disk: wireNames("disk"),
  interface: wireNames("interface"),
};

/** The metric that a report means by a name inside an object of this kind, or of the machine. */
export function metricOf(wireName: string, kind: ObjectKind | undefined): Metric | undefined {
  return byWireName[kind ?? "machine"].get(wireName);
}

/** The metric of this full name, such as `volume_used_percent`. */
export function metricNamed(name: string): Metric | undefined {
  return byName.get(name);
}

function toMetric([wireName, unit, en, fr, about]: Row, kind: ObjectKind | undefined): Metric {
  const name = kind === undefined ? wireName : `${kind}_${wireName}`;
  return { name, wireName, kind, unit, label: { en, fr }, about };
}

function wireNames(kind: ObjectKind | undefined): ReadonlyMap<string, Metric> {
  return new Map(METRICS.filter((m) => m.kind === kind).map((m) => [m.wireName, m]));
}
