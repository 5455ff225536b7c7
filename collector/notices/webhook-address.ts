import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { toDetail } from "./far-end.ts";

/**
 * Where a webhook may go. Its name is resolved once, every address that it has is checked, and the
 * connection goes to an address that was: a name that answers differently the second time reaches
 * nothing. Private networks are refused but for those that the settings name.
 */

export type Network = {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
};

export type Address = { readonly address: string; readonly family: 4 | 6 };

/** The addresses to connect to, or why there is none. */
export type Checked =
  | { readonly addresses: readonly Address[] }
  | { readonly refused: string }
  | { readonly unknown: string };

export type Resolve = (host: string) => Promise<readonly Address[]>;

/** Addresses that no public server has: of this machine, of networks, for documents, for many at once. */
const PRIVATE: readonly Network[] = [
  ...v4("0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24"),
  ...v4("192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24"),
  ...v4("203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"),
  ...v6("::/8 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20"),
  ...v6("5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"),
];

/** Addresses of one name that are looked at; a name with more is up to something. */
const ADDRESSES_MAX = 32;

/** Checks where an address of the web leads. */
export async function checkAddress(
  url: URL,
  {
    allowed,
    resolve = resolveName,
  }: { readonly allowed: readonly Network[]; readonly resolve?: Resolve },
): Promise<Checked> {
  const host = url.hostname.replaceAll(/^\[|\]$/g, "");
  let addresses: readonly Address[];
  try {
    addresses = isIP(host) === 0 ? await resolve(host) : [toAddress(host)];
  } catch (error) {
    return { unknown: toDetail(error instanceof Error ? error.message : String(error)) };
  }
  if (addresses.length === 0) return { unknown: `${host} has no address` };
  if (addresses.length > ADDRESSES_MAX) return { refused: `${host} has too many addresses` };
  const isAllowed = toList(allowed);
  const isPrivate = toList(PRIVATE);
  const open = addresses.map(unmapped);
  const stray = open.find((one) => holds(isPrivate, one) && !holds(isAllowed, one));
  if (stray !== undefined) {
    return { refused: `${stray.address} is in no network that VIGIE_WEBHOOK_NETWORKS names` };
  }
  if (url.protocol !== "https:" && !open.every((one) => holds(isAllowed, one))) {
    return { refused: "outside of VIGIE_WEBHOOK_NETWORKS an address must begin with https" };
  }
  return { addresses: open };
}

async function resolveName(host: string): Promise<readonly Address[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => toAddress(address));
}

function toAddress(address: string): Address {
  return { address, family: isIP(address) === 6 ? 6 : 4 };
}

/** An address of IPv4 that is written as one of IPv6 is the former. */
function unmapped({ address, family }: Address): Address {
  if (family === 4) return { address, family };
  // A URL writes any of them in one way, the last two groups in hexadecimal.
  const canonical =
    URL.parse(`http://[${address.split("%")[0]}]/`)?.hostname.slice(1, -1) ?? address;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return { address, family };
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return { address: [a >> 8, a & 255, b >> 8, b & 255].join("."), family: 4 };
}

function toList(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family);
  return list;
}

function holds(list: BlockList, { address, family }: Address): boolean {
  return list.check(address.split("%")[0] ?? address, family === 4 ? "ipv4" : "ipv6");
}

function v4(text: string): Network[] {
  return networksOf(text, "ipv4");
}

function v6(text: string): Network[] {
  return networksOf(text, "ipv6");
}

function networksOf(text: string, family: Network["family"]): Network[] {
  return text.split(" ").map((network) => {
    const [address = "", prefix] = network.split("/");
    return { address, prefix: Number(prefix), family };
  });
}
