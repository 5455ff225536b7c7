import { describe, expect, test } from "vitest";
import { compareDisks, parseDiskstats } from "../../../agent/probes/disk-io.ts";
import { captured } from "../support/captured.ts";

const WHOLE = new Set(["sda", "sdb", "nvme0n1", "nvme1n1", "cciss/c0d0", "dm-0", "md0", "loop0"]);
const isWhole = (name: string): boolean => WHOLE.has(name);

const before = parseDiskstats(captured("diskstats-server-before"), isWhole);
const after = parseDiskstats(captured("diskstats-server-after"), isWhole);

test("only whole disks are read: no partitions, loops, layers or optical drives", () => {
  expect([...before.keys()]).toEqual(["sda", "sdb", "nvme0n1", "cciss/c0d0"]);
});

test("a whole disk may be named like a partition", () => {
  const line = " 202 1 xvda1 10 0 80 1 20 0 160 2 0 3 4\n";
  expect([...parseDiskstats(line, () => true).keys()]).toEqual(["xvda1"]);
});

describe("ten seconds of a server", () => {
  const disks = compareDisks(before, after, 10_000);

  test("a busy disk, in sectors of 512 bytes whatever its own are", () => {
    expect(disks["sda"]).toEqual({
      read_bytes_per_second: 20_480 * 51.2,
      write_bytes_per_second: 40_960 * 51.2,
      reads_per_second: 10,
      writes_per_second: 40,
      busy_percent: 40,
    });
  });

  test("an idle disk reports zeros, which are values", () => {
    expect(disks["nvme0n1"]).toEqual({
      read_bytes_per_second: 0,
      write_bytes_per_second: 0,
      reads_per_second: 0,
      writes_per_second: 0,
      busy_percent: 0,
    });
  });

  test.for([
    ["sdb", "its 32-bit counters wrapped"],
    ["nvme1n1", "it came between the two readings"],
  ] as const)("%s is absent this time", ([name, reason]) => {
    expect(disks[name], reason).toBeUndefined();
  });
});

test("lines that make no sense are passed over", () => {
  expect(parseDiskstats("8 0 sda 1 2\n8 0 sda a b c d e f g h i j k\n\n", isWhole).size).toBe(0);
});
