import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import {
  baseboard,
  battery,
  bios,
  chassis,
  cpu,
  diskLayout,
  memLayout,
  osInfo,
  system,
} from "systeminformation";
import {
  canonicalJson,
  type HardwareIdentity,
  type InventorySources,
  toInventory,
} from "./inventory-document.ts";

/**
 * The program of the inventory's own process: reads what the machine is made of, prints it with its
 * hash as JSON and ends. The hash is made here because cryptography would cost the agent 5 MB.
 *
 * The library starts other programs through a shell, with texts that others may have written. So it
 * never runs in the agent, and here it runs without privileges: what needs them is read from files
 * first, then they are given up for good.
 */

/** The user "nobody" of every Linux: it owns nothing. */
const NOBODY = 65_534;

/** Ends this process although a program it waits for hangs and the agent is gone. */
const LIFE_MS_MAX = 150_000;

const DMI = "/sys/class/dmi/id";

setTimeout(() => process.exit(1), LIFE_MS_MAX).unref();

const identity = readIdentity();
giveUpPrivileges();
const document = toInventory({ ...(await readSources()), identity });
const hash = createHash("sha256").update(canonicalJson(document)).digest("base64");
process.stdout.write(JSON.stringify({ hash, document }));

function readIdentity(): HardwareIdentity {
  return {
    systemSerial: readDmi("product_serial"),
    systemUuid: readDmi("product_uuid"),
    boardSerial: readDmi("board_serial"),
    chassisSerial: readDmi("chassis_serial"),
  };
}

function readDmi(name: string): string | undefined {
  try {
    return readFileSync(`${DMI}/${name}`, "latin1");
  } catch {
    // Absent on this machine, or not for this user to read: then it is simply not known.
    return undefined;
  }
}

function giveUpPrivileges(): void {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  process.setgroups?.([NOBODY]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}

/** One after another: several at once are a burst of processes on a small machine. */
async function readSources(): Promise<InventorySources> {
  return {
    system: await readable(system),
    bios: await readable(bios),
    baseboard: await readable(baseboard),
    chassis: await readable(chassis),
    cpu: await readable(cpu),
    memory: await readable(memLayout),
    disks: await readable(diskLayout),
    os: await readable(osInfo),
    battery: await readable(battery),
    interfaces: networkInterfaces(),
  };
}

/** A part that fails is missing; the others stand. */
async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
