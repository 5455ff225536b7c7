/**
 * Completes package-lock.json after `npm install`: a registry that lacks some platform's optional
 * package makes npm leave it out of the lock file, and then `npm ci` refuses the lock. Each missing
 * optional dependency gets an entry with its version and the platform its name tells.
 */
import { readFileSync, writeFileSync } from "node:fs";

type Entry = {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optional?: boolean;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
};

const OS_NAMES: readonly (readonly [RegExp, string])[] = [
  [/win32|windows/, "win32"],
  [/darwin|macos/, "darwin"],
  [/openharmony/, "openharmony"],
  [/android/, "android"],
  [/freebsd/, "freebsd"],
  [/netbsd/, "netbsd"],
  [/openbsd/, "openbsd"],
  [/sunos/, "sunos"],
  [/aix/, "aix"],
  [/linux/, "linux"],
];
const CPU_NAMES: readonly (readonly [RegExp, string])[] = [
  [/wasm32|wasi/, "wasm32"],
  [/arm64|aarch64/, "arm64"],
  [/arm/, "arm"],
  [/ppc64/, "ppc64"],
  [/riscv64/, "riscv64"],
  [/s390x/, "s390x"],
  [/loong64/, "loong64"],
  [/mips64el/, "mips64el"],
  [/ia32|x86(?!_64)/, "ia32"],
  [/x64|x86_64/, "x64"],
];
const LIBC_NAMES: readonly (readonly [RegExp, string])[] = [
  [/musl/, "musl"],
  [/gnu/, "glibc"],
];

const path = new URL("../package-lock.json", import.meta.url);
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(path, "utf8"));

let added = 0;
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(from, name)) continue;
    lock.packages[`node_modules/${name}`] = guessEntry(name, range, entry.dev ?? false);
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`completed package-lock.json: ${added} entries added\n`);

/** Looks as Node does: in the folder's own node_modules, then in each one above. */
function isLocked(from: string, name: string): boolean {
  let folder = from;
  for (;;) {
    const key = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (lock.packages[key] !== undefined) return true;
    if (folder === "") return false;
    const above = folder.lastIndexOf("/node_modules/");
    folder = above > 0 ? folder.slice(0, above) : "";
  }
}

function guessEntry(name: string, range: string, dev: boolean): Entry {
  const version = range.replace(/^[~^]/, "");
  const os = named(OS_NAMES, name);
  const cpu = named(CPU_NAMES, name);
  if (!/^\d+\.\d+\.\d+/.test(version) || (os === undefined && cpu === undefined)) {
    throw new Error(`cannot complete the lock file: ${name}@${range} names no platform`);
  }
  const libc = os?.[0] === "linux" ? named(LIBC_NAMES, name) : undefined;
  return {
    version,
    ...(cpu && { cpu }),
    ...(libc && { libc }),
    ...(os && { os }),
    ...(dev && { dev }),
    optional: true,
  };
}

/** What a package's name says of its platform, in the list that npm wants. */
function named(names: readonly (readonly [RegExp, string])[], name: string): string[] | undefined {
  const found = names.find(([pattern]) => pattern.test(name));
  return found === undefined ? undefined : [found[1]];
}
