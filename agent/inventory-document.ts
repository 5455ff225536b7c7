import type { NetworkInterfaceInfo } from "node:os";
import type { Systeminformation } from "systeminformation";

/**
 * The inventory: what the machine is made of, as one document that changes only when the machine
 * does. Values that move by themselves (frequencies, charge, free space) stay out, lists are sorted,
 * and what makers leave unfilled is left out.
 */

/** What the inventory is made from; a part that could not be read is undefined. */
export type InventorySources = {
  readonly system?: Systeminformation.SystemData | undefined;
  readonly bios?: Systeminformation.BiosData | undefined;
  readonly baseboard?: Systeminformation.BaseboardData | undefined;
  readonly chassis?: Systeminformation.ChassisData | undefined;
  readonly cpu?: Systeminformation.CpuData | undefined;
  readonly memory?: readonly Systeminformation.MemLayoutData[] | undefined;
  readonly disks?: readonly Systeminformation.DiskLayoutData[] | undefined;
  readonly os?: Systeminformation.OsData | undefined;
  readonly battery?: Systeminformation.BatteryData | undefined;
  readonly interfaces?: NodeJS.Dict<readonly NetworkInterfaceInfo[]> | undefined;
  /** What only a privileged read tells: serial numbers and the hardware's UUID. */
  readonly identity?: HardwareIdentity | undefined;
};

export type HardwareIdentity = {
  readonly systemSerial?: string | undefined;
  readonly systemUuid?: string | undefined;
  readonly boardSerial?: string | undefined;
  readonly chassisSerial?: string | undefined;
};

/** JSON that holds only what is known. */
export type Document = {
  readonly [key: string]: Document | Document[] | string | number | boolean;
};

/** A text of the hardware. Longer ones are no names. */
const TEXT_LENGTH_MAX = 255;

/** Entries of one list: more memory modules, disks or interfaces than any covered machine has. */
const LIST_LENGTH_MAX = 128;

/** What stands where a maker wrote nothing; it identifies no machine. */
const PLACEHOLDER =
  /^(-|0+|n\/?a|none|null|unknown|undefined|default string|not (specified|available|applicable)|to be filled by o\.?e\.?m\.?|system (serial number|manufacturer|product name|version|sku)|chassis serial number|base board serial number|o\.?e\.?m\.?|x+|invalid|03000200-0400-0500-0006-000700080009|f{8}-(f{4}-){3}f{12}|0{8}-(0{4}-){3}0{12})$/i;

/** Makes the document of what could be read; the parts that could not are named in `missing`. */
export function toInventory(sources: InventorySources): Document {
  return known({
    v: 1,
    system: system(sources),
    firmware: firmware(sources.bios),
    board: board(sources),
    chassis: chassis(sources),
    processor: processor(sources.cpu),
    memory: list(sources.memory, memoryModule),
    disks: list(sources.disks, disk),
    os: operatingSystem(sources.os),
    battery: battery(sources.battery),
    interfaces: interfaces(sources.interfaces),
    missing: missing(sources),
  });
}

/** JSON with its keys in one order, so that equal documents have equal hashes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

type Loose = { readonly [key: string]: Document[string] | null | undefined };

/** Drops what is not known, cleans texts and sorts the keys. */
function known(loose: Loose): Document {
  const entries: [string, Document[string]][] = [];
  for (const key of Object.keys(loose).sort()) {
    const value = typeof loose[key] === "string" ? clean(loose[key]) : loose[key];
    if (value === undefined || value === null || isEmpty(value)) continue;
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function isEmpty(value: Document[string]): boolean {
  return typeof value === "object" && Object.keys(value).length === 0;
}

function clean(text: string): string | undefined {
  // Control characters would reach logs and screens; firmware holds some.
  const trimmed = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "").trim();
  if (trimmed === "" || PLACEHOLDER.test(trimmed)) return undefined;
  return trimmed.slice(0, TEXT_LENGTH_MAX);
}

/** A size or a count that is 0 was not found out. */
function positive(value: number | null | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Sorted by content, so that the order in which the system lists things does not matter. */
function list<T>(items: readonly T[] | undefined, toDocument: (item: T) => Document): Document[] {
  const documents = (items ?? []).slice(0, LIST_LENGTH_MAX).map(toDocument);
  const sortable = documents
    .filter((item) => !isEmpty(item))
    .map((item) => ({
      item,
      text: JSON.stringify(item),
    }));
  return sortable.sort((a, b) => compareTexts(a.text, b.text)).map(({ item }) => item);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function system({ system: found, cpu, identity }: InventorySources): Document {
  return known({
    ...(found && maker(found)),
    ...known({ serial: identity?.systemSerial, uuid: identity?.systemUuid }),
    // Without privileges the library often cannot tell; the processor says so to everybody.
    virtual: found?.virtual === true || / hypervisor( |$)/.test(cpu?.flags ?? ""),
  });
}

function maker(found: Systeminformation.SystemData): Document {
  return known({
    manufacturer: found.manufacturer,
    model: found.model,
    version: found.version,
    sku: found.sku,
    serial: found.serial,
    uuid: found.uuid,
    hypervisor: found.virtualHost,
  });
}

function firmware(bios: Systeminformation.BiosData | undefined): Document {
  return known({ vendor: bios?.vendor, version: bios?.version, releaseDate: bios?.releaseDate });
}

function board({ baseboard, identity }: InventorySources): Document {
  return known({
    manufacturer: baseboard?.manufacturer,
    model: baseboard?.model,
    version: baseboard?.version,
    serial: identity?.boardSerial ?? baseboard?.serial,
    memoryMaxBytes: positive(baseboard?.memMax),
    memorySlots: positive(baseboard?.memSlots),
  });
}

function chassis({ chassis: found, identity }: InventorySources): Document {
  return known({
    manufacturer: found?.manufacturer,
    type: found?.type,
    serial: identity?.chassisSerial ?? found?.serial,
    assetTag: found?.assetTag,
  });
}

function processor(cpu: Systeminformation.CpuData | undefined): Document {
  return known({
    manufacturer: cpu?.manufacturer,
    brand: cpu?.brand,
    cores: positive(cpu?.cores),
    physicalCores: positive(cpu?.physicalCores),
    sockets: positive(cpu?.processors),
  });
}

function memoryModule(module: Systeminformation.MemLayoutData): Document {
  return known({
    bytes: positive(module.size),
    bank: module.bank,
    type: module.type,
    formFactor: module.formFactor,
    manufacturer: module.manufacturer,
    part: module.partNum,
    serial: module.serialNum,
    clockMhz: positive(module.clockSpeed),
    errorCorrecting: module.ecc,
  });
}

function disk(found: Systeminformation.DiskLayoutData): Document {
  return known({
    device: found.device,
    name: found.name,
    vendor: found.vendor,
    type: found.type,
    interface: found.interfaceType,
    bytes: positive(found.size),
    firmware: found.firmwareRevision,
    serial: found.serialNum,
  });
}

function operatingSystem(os: Systeminformation.OsData | undefined): Document {
  if (os === undefined) return {};
  return known({
    platform: os.platform,
    name: os.distro,
    release: os.release,
    codename: os.codename,
    build: os.build,
    servicePack: os.servicepack,
    kernel: os.kernel,
    architecture: os.arch,
    hostname: os.hostname,
    fqdn: os.fqdn,
    uefi: os.uefi,
  });
}

function battery(found: Systeminformation.BatteryData | undefined): Document {
  if (found === undefined) return {};
  if (!found.hasBattery) return { present: false };
  return known({
    present: true,
    manufacturer: found.manufacturer,
    model: found.model,
    serial: found.serial,
    type: found.type,
    designedCapacity: positive(found.designedCapacity),
    capacityUnit: found.capacityUnit,
  });
}

/** Interfaces with an address of their own; addresses that hold on one link only stay out. */
function interfaces(found: InventorySources["interfaces"]): Document[] {
  const named = Object.entries(found ?? {}).filter(([, addresses]) =>
    addresses?.some(({ internal }) => !internal),
  );
  return list(named, ([name, addresses = []]) =>
    known({
      name,
      mac: addresses[0]?.mac,
      addresses: list(
        addresses.filter(({ address }) => !address.startsWith("fe80:")),
        ({ address, family, netmask }) => known({ address, family, netmask }),
      ),
    }),
  );
}

/** The parts that could not be read, so that their absence is not taken for a change. */
function missing(sources: InventorySources): Document {
  const parts = ["system", "bios", "baseboard", "chassis", "cpu", "memory"] as const;
  const others = ["disks", "os", "battery", "interfaces"] as const;
  const absent = [...parts, ...others].filter((part) => sources[part] === undefined);
  return Object.fromEntries(absent.map((part) => [part, true]));
}
