import { describe, expect, test } from "vitest";
import { createVolumesProbe, parseMountinfo, toSamples } from "../../../agent/probes/volumes.ts";
import { captured, moment } from "../support/captured.ts";

describe("the volumes of", () => {
  test.for([
    [
      "mountinfo-server",
      ["/", "/boot/efi", "/srv/Büro\\Köln", "/srv/données compta", "/tank", "/tank/vm"],
      "own disks only: no network, no memory, no images, no bind mounts; names unescaped",
    ],
    [
      "mountinfo-container",
      ["/", "/var/lib/postgresql/data"],
      "the overlay is what fills up; files that the engine binds are no volumes",
    ],
    [
      "mountinfo-laptop-btrfs",
      ["/", "/boot", "/media/lea/CLÉ USB"],
      "subvolumes of one file system are one volume; a DVD is always full",
    ],
  ] as const)("%s", ([name, expected, reason]) => {
    expect(parseMountinfo(captured(name)), reason).toEqual(expected);
  });
});

test("of one device's mounts, the whole file system wins over a part of it", () => {
  const text = [
    "1 0 8:1 /sub /a rw - ext4 /dev/sda1 rw",
    "2 0 8:1 / /mnt/whole rw - ext4 /dev/sda1 rw",
    "3 0 8:1 / /mnt/again/later rw - ext4 /dev/sda1 rw",
  ].join("\n");
  expect(parseMountinfo(text)).toEqual(["/mnt/whole"]);
});

test("lines that make no sense are passed over", () => {
  expect(parseMountinfo("\n1 0 8:1\n1 0 8:1 / /x rw ext4\n")).toEqual([]);
});

describe("the size of a volume", () => {
  const half = { bsize: 4_096, blocks: 1_000, bfree: 500, bavail: 450, files: 200, ffree: 150 };

  test("is counted as df does: what is kept for root is neither used nor free", () => {
    expect(toSamples(half)).toEqual({
      total_bytes: 4_096_000,
      free_bytes: 450 * 4_096,
      used_percent: (500 / 950) * 100,
      inodes_used_percent: 25,
      inodes_free_count: 150,
    });
  });

  test("has no inodes where the file system has no fixed number of them", () => {
    expect(Object.keys(toSamples({ ...half, files: 0, ffree: 0 }))).toEqual([
      "total_bytes",
      "free_bytes",
      "used_percent",
    ]);
  });
});

describe("the probe", () => {
  test("finds the volume of this very machine's root", async () => {
    const outcome = await createVolumesProbe(process.platform).measure(moment(1));
    expect(outcome).toMatchObject({
      outcome: "value",
      objects: { volume: { "/": { total_bytes: expect.any(Number) } } },
    });
  });

  test("does not take drive letters that are not there for failures", async () => {
    const outcome = await createVolumesProbe("win32").measure(moment(1));
    // None of them is here: what remains is that nothing was found, said as a failure.
    expect(outcome).toEqual({ outcome: "failed", reason: "no_volume" });
  });

  test("is not held up by a disk that does not answer, nor asks it again until it has", async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const probe = createVolumesProbe("win32", {
      limitMs: 20,
      askSize(path, answer) {
        asked.push(path);
        const size = { bsize: 1, blocks: 4, bfree: 2, bavail: 2, files: 0, ffree: 0 };
        const tell = (): void => answer(null, { ...size, type: 0, frsize: 1 });
        if (path === "D:\\") answers.push(tell);
        else tell();
      },
    });

    expect(await probe.measure(moment(1))).toMatchObject({
      outcome: "value",
      objects: { volume: { "C:\\": { used_percent: 50 } } },
      missing: "statfs_timed_out",
    });
    expect(await probe.measure(moment(61))).toEqual({
      outcome: "failed",
      reason: "statfs_timed_out",
    });
    expect(asked).toEqual(["C:\\", "D:\\"]);

    for (const tell of answers) tell();
    expect(await probe.measure(moment(121))).toMatchObject({
      objects: { volume: { "C:\\": {} } },
    });
  });

  test("says which error a volume gave, beside the sizes of the others", async () => {
    const probe = createVolumesProbe("win32", {
      askSize(path, answer) {
        const size = { bsize: 1, blocks: 4, bfree: 1, bavail: 1, files: 0, ffree: 0 };
        const code = path === "C:\\" ? "EIO" : "ENOENT";
        const error = path === "E:\\" ? null : Object.assign(new Error(code), { code });
        answer(error, { ...size, type: 0, frsize: 1 });
      },
    });
    expect(await probe.measure(moment(1))).toMatchObject({
      objects: { volume: { "E:\\": { used_percent: 75 } } },
      missing: "statfs_eio",
    });
  });
});
