import { readdirSync, type StatsFs, statfs } from "node:fs";
import { percentOf } from "../counters.ts";
import { createKernelFile } from "../kernel-file.ts";
import { failed, type Probe } from "../probe.ts";

/** How full the machine's own volumes are, in bytes and in inodes. */

/** One line of /proc/self/mountinfo that may be a volume. */
export type Mount = {
  readonly device: string;
  /** What of the file system is mounted: "/" unless it is a bind mount or a subvolume. */
  readonly root: string;
  readonly path: string;
  readonly type: string;
};

/**
 * File systems on disks of this machine. All others stay out by this list, network file systems
 * above all: asking one whose server is gone blocks a thread for ever.
 */
const LOCAL_TYPES = new Set(
  "ext2 ext3 ext4 xfs btrfs zfs f2fs jfs nilfs2 reiserfs bcachefs vfat exfat ntfs ntfs3 fuseblk hfs hfsplus apfs ufs".split(
    " ",
  ),
);

/** What a container's root is made of. */
const OVERLAYS = new Set(["overlay", "aufs", "fuse.fuse-overlayfs"]);

/** What container engines bind into each container: files of the host, no volumes. */
const BOUND_BY_ENGINES = new Set(["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]);

/** One volume. A disk that does not answer for longer is itself the news. */
const STATFS_LIMIT_MS = 2_000;

const TIMED_OUT = "statfs_timed_out";

/** As many as one report may hold. */
const VOLUMES_MAX = 256;

/** How the system is asked for a size, and how long it may think. */
export type VolumesOptions = {
  readonly askSize?: AskSize;
  readonly limitMs?: number;
};

type AskSize = (
  path: string,
  answer: (error: NodeJS.ErrnoException | null, size: StatsFs) => void,
) => void;

export function createVolumesProbe(
  platform: NodeJS.Platform,
  { askSize = statfs, limitMs = STATFS_LIMIT_MS }: VolumesOptions = {},
): Probe {
  const mountinfo = platform === "linux" ? createKernelFile("/proc/self/mountinfo") : undefined;
  const sizer = createSizer(askSize, limitMs);

  return {
    async measure() {
      const paths =
        mountinfo === undefined ? guessPaths(platform) : parseMountinfo(mountinfo.read());
      const volume: Record<string, Record<string, number>> = {};
      let missing: string | undefined;
      for (const path of paths.slice(0, VOLUMES_MAX)) {
        const size = await sizer.ask(path);
        if (typeof size !== "string") {
          if (size.blocks > 0) volume[path] = toSamples(size);
        } else if (!isAbsent(size, mountinfo)) {
          missing = size;
        }
        // The agent has one thread for such calls: behind one that hangs, all others would wait.
        if (size === TIMED_OUT) break;
      }
      if (Object.keys(volume).length === 0) return failed(missing ?? "no_volume");
      return { outcome: "value", objects: { volume }, ...(missing !== undefined && { missing }) };
    },
    close: () => mountinfo?.close(),
  };
}

/** The mount points of the machine's volumes: one for each device, none of a network or in memory. */
export function parseMountinfo(text: string): string[] {
  const mounts = text.split("\n").flatMap((line) => parseMount(line) ?? []);
  const byDevice = new Map<string, Mount>();
  for (const mount of mounts) {
    if (!LOCAL_TYPES.has(mount.type) || BOUND_BY_ENGINES.has(mount.path)) continue;
    const other = byDevice.get(mount.device);
    if (other === undefined || isBetter(mount, other)) byDevice.set(mount.device, mount);
  }
  const paths = [...byDevice.values()].map(({ path }) => path);
  // In a container "/" is an overlay, yet it is what fills up.
  const isContainer = mounts.some(({ path, type }) => path === "/" && OVERLAYS.has(type));
  if (isContainer && !paths.includes("/")) paths.push("/");
  return paths.sort();
}

/** The samples of one volume; used is counted as df does, without what is kept for root. */
export function toSamples({
  bsize,
  blocks,
  bfree,
  bavail,
  files,
  ffree,
}: Pick<StatsFs, "bsize" | "blocks" | "bfree" | "bavail" | "files" | "ffree">): Record<
  string,
  number
> {
  const used = blocks - bfree;
  const usable = used + bavail;
  return {
    total_bytes: blocks * bsize,
    free_bytes: bavail * bsize,
    ...(usable > 0 && { used_percent: percentOf(used, usable) }),
    // btrfs and Windows have no fixed number of inodes: nothing to run out of.
    ...(files > 0 && {
      inodes_used_percent: percentOf(files - ffree, files),
      inodes_free_count: ffree,
    }),
  };
}

/** id parent major:minor root path options [optional ...] - type source options */
function parseMount(line: string): Mount | undefined {
  const [ahead = "", behind] = line.split(" - ", 2);
  const [, , device, root, path] = ahead.split(" ");
  const type = behind?.split(" ", 1)[0];
  if (device === undefined || root === undefined) return undefined;
  if (path === undefined || type === undefined) return undefined;
  return { device, root: unescapePath(root), path: unescapePath(path), type };
}

/** The kernel writes blanks, line ends, backslashes and hashes as \ooo. */
function unescapePath(path: string): string {
  if (!path.includes("\\")) return path;
  return path.replaceAll(/\\([0-7]{3})/g, (_whole, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Of one device's mounts: "/" of the machine, then the whole file system, then the shortest path. */
function isBetter(mount: Mount, other: Mount): boolean {
  if (mount.path === "/" || other.path === "/") return mount.path === "/";
  if ((mount.root === "/") !== (other.root === "/")) return mount.root === "/";
  return mount.path.length < other.path.length;
}

/** Elsewhere than on Linux: the root, or every drive letter that answers. */
function guessPaths(platform: NodeJS.Platform): string[] {
  if (platform === "win32")
    return "CDEFGHIJKLMNOPQRSTUVWXYZ".split("").map((letter) => `${letter}:\\`);
  if (platform !== "darwin") return ["/"];
  const disks = readdirSync("/Volumes", { withFileTypes: true });
  // The start volume is there as a link to the root.
  return ["/", ...disks.filter((disk) => disk.isDirectory()).map(({ name }) => `/Volumes/${name}`)];
}

/** A path that was only guessed may rightly be absent; a mounted one may not. */
function isAbsent(reason: string, mountinfo: unknown): boolean {
  return mountinfo === undefined && reason === "statfs_enoent";
}

type Sizer = { ask(path: string): Promise<StatsFs | string> };

/** Asks for sizes with a time limit, and asks nothing while an earlier question is unanswered. */
function createSizer(askSize: AskSize, limitMs: number): Sizer {
  let isWaiting = false;

  return {
    ask(path) {
      if (isWaiting) return Promise.resolve(TIMED_OUT);
      return new Promise((resolve) => {
        isWaiting = true;
        const timer = setTimeout(() => resolve(TIMED_OUT), limitMs);
        askSize(path, (error, size) => {
          isWaiting = false;
          clearTimeout(timer);
          resolve(error === null ? size : `statfs_${(error.code ?? "failed").toLowerCase()}`);
        });
      });
    },
  };
}
