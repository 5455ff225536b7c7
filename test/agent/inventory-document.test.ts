import { describe, expect, test } from "vitest";
import {
  canonicalJson,
  type InventorySources,
  toInventory,
} from "../../agent/inventory-document.ts";

const system = {
  manufacturer: "Dell Inc.",
  model: "PowerEdge R640",
  version: "Not Specified",
  serial: "-",
  uuid: "",
  sku: "SKU=NotProvided",
  virtual: false,
};

const disk = {
  device: "/dev/sda",
  type: "HD",
  name: "ST4000",
  vendor: "Seagate",
  size: 4_000_787_030_016,
  bytesPerSector: 512,
  totalCylinders: 0,
  totalHeads: 0,
  totalSectors: 0,
  totalTracks: 0,
  tracksPerCylinder: 0,
  sectorsPerTrack: 0,
  firmwareRevision: "SC60",
  serialNum: "ZC1",
  interfaceType: "SATA",
  smartStatus: "unknown",
  temperature: 31,
};

const battery = {
  hasBattery: true,
  cycleCount: 120,
  isCharging: true,
  voltage: 12,
  designedCapacity: 50_000,
  maxCapacity: 45_000,
  currentCapacity: 20_000,
  capacityUnit: "mWh",
  percent: 44,
  timeRemaining: 10,
  acConnected: true,
  type: "Li-ion",
  model: "DELL",
  manufacturer: "SMP",
  serial: "12",
};

function address(text: string, internal = false) {
  const family = text.includes(":") ? ("IPv6" as const) : ("IPv4" as const);
  const common = { address: text, netmask: "255.255.255.0", mac: "02:00:00:00:00:01", internal };
  return family === "IPv6"
    ? { ...common, family, scopeid: 0, cidr: null }
    : { ...common, family, cidr: null };
}

describe("what makers leave unfilled is left out", () => {
  test.for([
    "To Be Filled By O.E.M.",
    "Default string",
    "0",
    "0000000000",
    "None",
    "N/A",
    "System Serial Number",
    "03000200-0400-0500-0006-000700080009",
    "00000000-0000-0000-0000-000000000000",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "   ",
    "\u0000\u0001",
  ])("%j", (placeholder) => {
    const document = toInventory({ system, identity: { systemSerial: placeholder } });
    expect(document["system"]).toEqual({
      manufacturer: "Dell Inc.",
      model: "PowerEdge R640",
      sku: "SKU=NotProvided",
      virtual: false,
    });
  });

  test("a real serial number that looks a little like one stays, without what surrounds it", () => {
    const document = toInventory({ system, identity: { systemSerial: " 0X0NONE7\n" } });
    expect(document["system"]).toMatchObject({ serial: "0X0NONE7" });
  });
});

test("what only a privileged read tells goes before what the library could see", () => {
  const seen = { ...system, serial: "seen", uuid: "seen-too" };
  const told = toInventory({ system: seen, identity: { systemSerial: "told" } });
  expect(told["system"]).toMatchObject({ serial: "told", uuid: "seen-too" });
});

test("the order in which the system lists things does not matter", () => {
  const other = { ...disk, device: "/dev/sdb", serialNum: "ZC2" };
  const one = toInventory({ disks: [disk, other] });
  const two = toInventory({ disks: [other, disk] });
  expect(canonicalJson(one)).toBe(canonicalJson(two));
});

test("what moves by itself is not in it: charge, temperature, verdicts", () => {
  const early = toInventory({ disks: [disk], battery });
  const later = toInventory({
    disks: [{ ...disk, temperature: 44, smartStatus: "Ok" }],
    battery: { ...battery, percent: 12, isCharging: false, currentCapacity: 1, cycleCount: 121 },
  });
  expect(canonicalJson(later)).toBe(canonicalJson(early));
});

test("interfaces keep the addresses that hold beyond their own link", () => {
  const document = toInventory({
    interfaces: {
      lo: [address("127.0.0.1", true)],
      eth0: [address("192.0.2.10"), address("fe80::1"), address("2001:db8::1")],
    },
  });
  expect(document["interfaces"]).toMatchObject([
    { name: "eth0", addresses: [{ address: "192.0.2.10" }, { address: "2001:db8::1" }] },
  ]);
});

test("a machine without a battery says so, one that could not be asked says nothing", () => {
  expect(toInventory({ battery: { ...battery, hasBattery: false } })["battery"]).toEqual({
    present: false,
  });
  expect(toInventory({})["battery"]).toBeUndefined();
});

test("the parts that could not be read are named, so that they are not taken for gone", () => {
  const sources: InventorySources = { system, disks: [], battery, interfaces: {} };
  expect(toInventory(sources)["missing"]).toEqual({
    baseboard: true,
    bios: true,
    chassis: true,
    cpu: true,
    memory: true,
    os: true,
  });
});

test("it stays within bounds whatever the machine says", () => {
  const disks = Array.from({ length: 500 }, (_, index) => ({
    ...disk,
    device: `/dev/sd${index}`,
    name: "x".repeat(1_000),
  }));
  const text = canonicalJson(toInventory({ disks }));
  expect(text.length).toBeLessThan(100 * 1_024);
});

test("canonical JSON has one order of keys at every depth, and keeps that of lists", () => {
  expect(canonicalJson({ b: [{ z: 1, y: 2 }, 1], a: null })).toBe(
    '{"a":null,"b":[{"y":2,"z":1},1]}',
  );
});
