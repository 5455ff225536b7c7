import type { LatestValue } from "@vigie/shared/machine.ts";
import { metricNamed, type Unit } from "@vigie/shared/metrics.ts";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { objectsOf } from "../charts/questions.ts";
import { type MachineLive, seriesKey } from "../live/machine-live.ts";
import type { Words } from "../words/words.tsx";

/** What is on the tiles of a machine, in the order in which people look. */

export type TileReading = {
  readonly id: string;
  readonly label: string;
  readonly metric: string;
  readonly object: string | null;
  readonly unit: Unit;
  /** undefined = not known, which is not 0. */
  readonly value: LatestValue | undefined;
  /** Which probe measures it. */
  readonly probe: string;
  /** A word behind the figure where the label is not enough. */
  readonly suffix?: string;
  readonly detail: string | undefined;
  /** Where the lowest rule on it fires; only for shares. */
  readonly fireAt: number | undefined;
};

/** More objects than these would push what matters off the screen. */
const VOLUMES_MAX = 6;
const OTHERS_MAX = 2;

type Source = {
  readonly live: MachineLive;
  readonly rules: readonly RuleDocument[];
  readonly reader: Pick<Words, "words" | "formats">;
};

export function toTileReadings(source: Source): TileReading[] {
  return [
    processor(source),
    memory(source),
    ...swap(source),
    ...volumes(source),
    ...networks(source),
    ...disks(source),
    load(source),
  ];
}

function valueOf({ live }: Source, metric: string, object: string | null = null) {
  return live.latest.get(seriesKey(metric, object));
}

/** A value in words, or undefined when it is not known. */
function textOf(source: Source, metric: string, object: string | null = null) {
  const value = valueOf(source, metric, object);
  const unit = metricNamed(metric)?.unit;
  if (value === undefined || unit === undefined) return undefined;
  return source.reader.formats.text(unit, value.value);
}

type Naming = Pick<TileReading, "id" | "label" | "metric" | "object" | "detail" | "probe">;

function tile(source: Source, naming: Naming): TileReading {
  const { metric, object } = naming;
  const unit = metricNamed(metric)?.unit ?? "count";
  const value = valueOf(source, metric, object);
  const fireAt = unit === "percent" ? lowestFireAt(source.rules, metric) : undefined;
  return { ...naming, unit, value, fireAt };
}

function processor(source: Source): TileReading {
  const { words } = source.reader;
  const percent = textOf(source, "cpu_busiest_core_percent");
  return tile(source, {
    id: "processor",
    label: words.tiles.processor,
    metric: "cpu_busy_percent",
    object: null,
    probe: "cpu",
    detail: percent && words.tiles.processorDetail({ percent }),
  });
}

function memory(source: Source): TileReading {
  const { words } = source.reader;
  const free = textOf(source, "memory_available_bytes");
  const total = textOf(source, "memory_total_bytes");
  return tile(source, {
    id: "memory",
    label: words.tiles.memory,
    metric: "memory_used_percent",
    object: null,
    probe: "memory",
    detail: free && total && words.tiles.memoryDetail({ free, total }),
  });
}

function volumes(source: Source): TileReading[] {
  const { words } = source.reader;
  const metric = "volume_used_percent";
  const probe = "volumes";
  const names = objectsOf(source.live, metric).slice(0, VOLUMES_MAX);
  if (names.length === 0) {
    const label = words.tiles.volumes;
    return [tile(source, { id: metric, label, metric, object: null, detail: undefined, probe })];
  }
  return names.map((name) => {
    const free = textOf(source, "volume_free_bytes", name);
    const total = textOf(source, "volume_total_bytes", name);
    return tile(source, {
      id: seriesKey(metric, name),
      label: words.tiles.volume({ name }),
      metric,
      object: name,
      probe,
      detail: free && total && words.tiles.volumeDetail({ free, total }),
    });
  });
}

function networks(source: Source): TileReading[] {
  const { words } = source.reader;
  const metric = "interface_received_bytes_per_second";
  const probe = "network";
  const names = objectsOf(source.live, metric).slice(0, OTHERS_MAX);
  if (names.length === 0) {
    const label = words.tiles.networkNone;
    return [tile(source, { id: metric, label, metric, object: null, detail: undefined, probe })];
  }
  return names.map((name) => {
    const sent = textOf(source, "interface_sent_bytes_per_second", name);
    const label = words.tiles.network({ name });
    const detail = sent && words.tiles.networkDetail({ sent });
    const id = seriesKey(metric, name);
    return {
      ...tile(source, { id, label, metric, object: name, detail, probe }),
      suffix: words.tiles.received,
    };
  });
}

function disks(source: Source): TileReading[] {
  const { words } = source.reader;
  const metric = "disk_write_bytes_per_second";
  const probe = "disk_io";
  const names = objectsOf(source.live, metric).slice(0, OTHERS_MAX);
  if (names.length === 0) {
    const label = words.tiles.diskNone;
    return [tile(source, { id: metric, label, metric, object: null, detail: undefined, probe })];
  }
  return names.map((name) => {
    const read = textOf(source, "disk_read_bytes_per_second", name);
    const label = words.tiles.disk({ name });
    const detail = read && words.tiles.diskDetail({ read });
    const id = seriesKey(metric, name);
    return {
      ...tile(source, { id, label, metric, object: name, detail, probe }),
      suffix: words.tiles.written,
    };
  });
}

function load(source: Source): TileReading {
  const { words } = source.reader;
  const five = textOf(source, "load_5m");
  const fifteen = textOf(source, "load_15m");
  return tile(source, {
    id: "load",
    label: words.tiles.load,
    metric: "load_1m",
    object: null,
    probe: "load",
    detail: five && fifteen && words.tiles.loadDetail({ five, fifteen }),
  });
}

/** Swap is worth a tile while it holds something. */
function swap(source: Source): TileReading[] {
  const { words } = source.reader;
  const total = textOf(source, "swap_total_bytes");
  const used = textOf(source, "swap_used_bytes");
  const held = valueOf(source, "swap_used_bytes")?.value ?? 0;
  if (held === 0 || total === undefined) return [];
  return [
    tile(source, {
      id: "swap",
      label: words.tiles.swap,
      metric: "swap_used_percent",
      object: null,
      probe: "swap",
      detail: used && words.tiles.swapDetail({ used, total }),
    }),
  ];
}

function lowestFireAt(rules: readonly RuleDocument[], metric: string): number | undefined {
  const levels = rules.flatMap(({ enabled, condition }) =>
    enabled && condition.kind === "threshold" && condition.metric === metric
      ? [condition.fireAt]
      : [],
  );
  return levels.length === 0 ? undefined : Math.min(...levels);
}
