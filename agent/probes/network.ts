import { compareEach, elapsedMs, type Reading } from "../counters.ts";
import { createKernelFile, errorCode } from "../kernel-file.ts";
import { failed, type Probe, unsupported } from "../probe.ts";

/** What goes through the network interfaces, and what is lost on the way. */

/** Counters since the interface came up. */
export type InterfaceCounters = {
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly errors: number;
  readonly drops: number;
};

export type InterfaceReading = ReadonlyMap<string, InterfaceCounters>;

/**
 * The loopback, and what container and virtual machine engines make by the dozen: their traffic
 * passes a real interface too, or never leaves the machine.
 */
const NOT_REPORTED =
  /^(lo$|veth|docker|br-|virbr|vnet|cni|flannel|cali|lxc|lxd|podman|kube|ifb|dummy|fwbr|fwpr|fwln|tap|sit0$|tunl0$|gre0$|ip6tnl0$)/;

export function createNetworkProbe(platform: NodeJS.Platform): Probe {
  if (platform !== "linux") return { measure: () => unsupported("no_interface_counters") };
  const file = createKernelFile("/proc/net/dev");
  let before: Reading<InterfaceReading> | undefined;

  return {
    measure(now) {
      let text: string;
      try {
        text = file.read();
      } catch (error) {
        if (errorCode(error) === "ENOENT") return unsupported("no_interface_counters");
        throw error;
      }
      const value = parseNetDev(text);
      if (value === undefined) return failed("net_dev_unreadable");
      if (value.size === 0) return unsupported("no_interface");
      const earlier = before;
      before = { at: now, value };
      const elapsed = elapsedMs(earlier?.at, now);
      if (earlier === undefined || elapsed === undefined) return { outcome: "value" };
      const interfaces = compareInterfaces(earlier.value, value, elapsed);
      return { outcome: "value", objects: { interface: interfaces } };
    },
    close: () => file.close(),
  };
}

/** The interfaces of /proc/net/dev that are worth a report; undefined when it is something else. */
export function parseNetDev(text: string): InterfaceReading | undefined {
  const [head = "", , ...lines] = text.split("\n");
  if (!head.startsWith("Inter-|")) return undefined;
  const interfaces = new Map<string, InterfaceCounters>();
  for (const line of lines) {
    // An alias such as eth0:1 has a colon in its name, and old kernels put no blank after it.
    const colon = line.lastIndexOf(":");
    const name = line.slice(0, colon).trim();
    if (colon < 0 || name === "" || NOT_REPORTED.test(name)) continue;
    const counters = toCounters(line.slice(colon + 1));
    if (counters !== undefined) interfaces.set(name, counters);
  }
  return interfaces;
}

/** What passed a second, for interfaces that both readings hold and that were not reset. */
export function compareInterfaces(
  before: InterfaceReading,
  after: InterfaceReading,
  elapsed: number,
): Record<string, Record<string, number>> {
  const seconds = elapsed / 1_000;
  return compareEach(before, after, (then, now) => ({
    received_bytes_per_second: (now.receivedBytes - then.receivedBytes) / seconds,
    sent_bytes_per_second: (now.sentBytes - then.sentBytes) / seconds,
    errors_per_second: (now.errors - then.errors) / seconds,
    drops_per_second: (now.drops - then.drops) / seconds,
  }));
}

/** Eight columns received (bytes packets errs drop fifo ...), then eight sent. */
function toCounters(columns: string): InterfaceCounters | undefined {
  const fields = columns.trim().split(/ +/).map(Number);
  const [receivedBytes, , receiveErrors, receiveDrops] = fields;
  const [sentBytes, , sendErrors, sendDrops] = fields.slice(8);
  if (receivedBytes === undefined || receiveErrors === undefined) return undefined;
  if (sentBytes === undefined || sendErrors === undefined) return undefined;
  const counters = {
    receivedBytes,
    sentBytes,
    errors: receiveErrors + sendErrors,
    drops: (receiveDrops ?? 0) + (sendDrops ?? 0),
  };
  return Object.values(counters).some(Number.isNaN) ? undefined : counters;
}
