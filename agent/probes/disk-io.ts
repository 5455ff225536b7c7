import { existsSync } from "node:fs";
import { compareEach, elapsedMs, percentOf, type Reading } from "../counters.ts";
import { createKernelFile, errorCode } from "../kernel-file.ts";
import { type Probe, unsupported } from "../probe.ts";

/** What whole disks read and write, and how long they are busy with it. */

/** Counters since the machine started, or since the disk came. */
export type DiskCounters = {
  readonly reads: number;
  readonly readBytes: number;
  readonly writes: number;
  readonly writtenBytes: number;
  readonly busyMs: number;
};

export type DiskReading = ReadonlyMap<string, DiskCounters>;

/** /proc/diskstats counts in these, whatever the disk's own sector is. */
const SECTOR_BYTES = 512;

/** Layers over disks (device mapper, md), and what is no disk: counting them would count twice. */
const NOT_A_DISK = /^ *\d+ +\d+ (loop|ram|zram|dm-|md|sr|fd|nbd)\d/;

/** More names than a machine has disks and partitions; then what is known is asked again. */
const NAMES_KNOWN_MAX = 4_096;

export function createDiskIoProbe(platform: NodeJS.Platform): Probe {
  if (platform !== "linux") return { measure: () => unsupported("no_disk_counters") };
  const file = createKernelFile("/proc/diskstats");
  const isWhole = knowWholeDisks();
  let before: Reading<DiskReading> | undefined;

  return {
    measure(now) {
      let text: string;
      try {
        text = file.read();
      } catch (error) {
        if (errorCode(error) === "ENOENT") return unsupported("no_disk_counters");
        throw error;
      }
      const value = parseDiskstats(text, isWhole);
      if (value.size === 0) return unsupported("no_disk");
      const earlier = before;
      before = { at: now, value };
      const elapsed = elapsedMs(earlier?.at, now);
      if (earlier === undefined || elapsed === undefined) return { outcome: "value" };
      return { outcome: "value", objects: { disk: compareDisks(earlier.value, value, elapsed) } };
    },
    close: () => file.close(),
  };
}

/** The whole disks of /proc/diskstats; `isWhole` tells them from partitions. */
export function parseDiskstats(text: string, isWhole: (name: string) => boolean): DiskReading {
  const disks = new Map<string, DiskCounters>();
  for (const line of text.split("\n")) {
    // Tested before the line is taken apart: most lines of most machines end here.
    if (NOT_A_DISK.test(line)) continue;
    const fields = line.trim().split(/ +/);
    const name = fields[2];
    if (name === undefined || !isWhole(name)) continue;
    const counters = toCounters(fields);
    if (counters !== undefined) disks.set(name, counters);
  }
  return disks;
}

/** What happened a second, for the disks that both readings hold and that were not reset. */
export function compareDisks(
  before: DiskReading,
  after: DiskReading,
  elapsed: number,
): Record<string, Record<string, number>> {
  const seconds = elapsed / 1_000;
  return compareEach(before, after, (then, now) => ({
    read_bytes_per_second: (now.readBytes - then.readBytes) / seconds,
    write_bytes_per_second: (now.writtenBytes - then.writtenBytes) / seconds,
    reads_per_second: (now.reads - then.reads) / seconds,
    writes_per_second: (now.writes - then.writes) / seconds,
    busy_percent: percentOf(now.busyMs - then.busyMs, elapsed),
  }));
}

/** major minor name reads merged sectors ms writes merged sectors ms under_way busy_ms ... */
function toCounters(fields: readonly string[]): DiskCounters | undefined {
  const [reads, , readSectors, , writes, , writtenSectors, , , busyMs] = fields
    .slice(3)
    .map(Number);
  if (reads === undefined || readSectors === undefined || writes === undefined) return undefined;
  if (writtenSectors === undefined || busyMs === undefined) return undefined;
  const counters = {
    reads,
    readBytes: readSectors * SECTOR_BYTES,
    writes,
    writtenBytes: writtenSectors * SECTOR_BYTES,
    busyMs,
  };
  return Object.values(counters).some(Number.isNaN) ? undefined : counters;
}

/**
 * Whole disks have a folder in /sys/block, partitions have not. Names alone cannot tell: xvda1 is a
 * partition on one machine and a whole disk on another.
 */
function knowWholeDisks(): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name);
    if (answer !== undefined) return answer;
    if (known.size >= NAMES_KNOWN_MAX) known.clear();
    const isWhole = existsSync(`/sys/block/${name.replaceAll("/", "!")}`);
    known.set(name, isWhole);
    return isWhole;
  };
}
