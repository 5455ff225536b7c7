import { describe, expect, test } from "vitest";
import { compareInterfaces, parseNetDev } from "../../../agent/probes/network.ts";
import { captured } from "../support/captured.ts";

function reading(name: string) {
  const found = parseNetDev(captured(name));
  if (found === undefined) throw new Error("the capture is not of /proc/net/dev");
  return found;
}

const before = reading("net-dev-server-before");
const after = reading("net-dev-server-after");

test("the loopback, bridges and containers' pairs stay out; bonds and tunnels stay in", () => {
  expect([...before.keys()]).toEqual(["eth0", "eno2np1", "bond0", "wg0"]);
});

describe("ten seconds of a server", () => {
  const interfaces = compareInterfaces(before, after, 10_000);

  test("received and sent, errors and drops of both ways together", () => {
    expect(interfaces["eth0"]).toEqual({
      received_bytes_per_second: 12_500,
      sent_bytes_per_second: 5_000,
      errors_per_second: 0.3,
      drops_per_second: 1,
    });
  });

  test.for([
    ["bond0", "its received bytes wrapped"],
    ["wg1", "it came between the two readings"],
  ] as const)("%s is absent this time", ([name, reason]) => {
    expect(interfaces[name], reason).toBeUndefined();
  });

  test("a name that touches its first figure is still told from it", () => {
    expect(before.get("eno2np1")).toMatchObject({ receivedBytes: 1_000, sentBytes: 2_000 });
  });
});

test("an alias keeps the colon of its name", () => {
  const text = `Inter-| x\n face | y\neth0:1: 5 0 0 0 0 0 0 0 6 0 0 0 0 0 0 0\n`;
  expect([...(parseNetDev(text)?.keys() ?? [])]).toEqual(["eth0:1"]);
});

test("another text is refused", () => {
  expect(parseNetDev("")).toBeUndefined();
});
