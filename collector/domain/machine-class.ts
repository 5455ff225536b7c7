import type { MachineClass } from "@vigie/shared/machine.ts";
import { partOf } from "./document.ts";

/**
 * What kind of machine an inventory describes. The order matters: a virtual machine has the chassis
 * of its host's choosing, and a laptop that runs a server edition stands in a rack of its own.
 */

/** Edition names of server systems, as they call themselves. */
const SERVER_EDITION = /\bserver\b|proxmox|esxi|truenas|\bcore os\b/i;

/** Chassis names of machines that are carried, after SMBIOS 3.7, table 17. */
const CARRIED_CHASSIS = /laptop|notebook|portable|convertible|detachable|tablet/i;

/** Chassis names of machines in racks, after the same table. */
const SERVER_CHASSIS = /server|rack|blade|multi-system|sealed-case/i;

/** The class, from the fact `inventory`; undefined when it does not say. A hostile one says nothing. */
export function classOf(inventory: unknown): MachineClass | undefined {
  const system = partOf(inventory, "system");
  const edition = `${text(partOf(inventory, "os"), "edition")} ${text(partOf(inventory, "os"), "distribution")}`;
  const chassis = text(partOf(inventory, "chassis"), "type");
  if (flag(system, "virtual")) return "virtual";
  if (SERVER_EDITION.test(edition) || SERVER_CHASSIS.test(chassis)) return "server";
  if (flag(partOf(inventory, "battery"), "present") || CARRIED_CHASSIS.test(chassis))
    return "laptop";
  return chassis === "" ? undefined : "workstation";
}

function text(value: unknown, name: string): string {
  const found = partOf(value, name);
  return typeof found === "string" ? found.slice(0, 255) : "";
}

function flag(value: unknown, name: string): boolean {
  return partOf(value, name) === true;
}
