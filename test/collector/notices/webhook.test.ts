import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { deliver, signatureOf } from "../../../collector/notices/webhook.ts";
import type { Network } from "../../../collector/notices/webhook-address.ts";
import { startProgram } from "../../support/program.ts";

/** Deliveries to a real server, and what is made of each way in which that fails. */

const HERE: readonly Network[] = [{ address: "127.0.0.0", prefix: 8, family: "ipv4" }];
const tools = { allowed: HERE, userAgent: "vigie/test" };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function program(...given: Parameters<typeof startProgram>) {
  const started = await startProgram(...given);
  open.push(started.close);
  return started;
}

const delivery = (url: string) => ({
  url,
  body: '{"v":1,"id":"ntc_1","é":true}',
  idempotencyKey: "ntc_1",
  secret: "whs_secret",
  atSeconds: 1_795_000_000,
});

test("a program is given the body, and can tell from whom, when and whether again", async () => {
  const { url, came } = await program();
  const answered = await deliver(delivery(url), tools);
  expect(answered).toEqual({ handover: { done: true }, status: 204 });
  const [first] = came;
  expect(first).toMatchObject({
    method: "POST",
    path: "/hook",
    body: '{"v":1,"id":"ntc_1","é":true}',
    headers: {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "vigie/test",
      "idempotency-key": "ntc_1",
    },
  });
  const signed = createHmac("sha256", "whs_secret")
    .update(`1795000000.${first?.body}`)
    .digest("hex");
  expect(first?.headers["x-vigie-signature"]).toBe(`t=1795000000,v1=${signed}`);
});

test("another secret, time or body makes another signature", () => {
  const one = { secret: "a", atSeconds: 1, body: "b" };
  const changes = [{}, { secret: "c" }, { atSeconds: 2 }, { body: "c" }];
  const signatures = changes.map((change) => signatureOf({ ...one, ...change }).split("v1=")[1]);
  expect(new Set(signatures).size).toBe(changes.length);
});

describe("what it answers", () => {
  test.for([
    [200, { done: true }],
    [204, { done: true }],
    [301, { done: false, code: "webhook_address_refused", isFinal: true, isOfServer: false }],
    [400, { done: false, code: "webhook_refused", isFinal: true, isOfServer: false }],
    [404, { done: false, code: "webhook_refused", isFinal: true, isOfServer: false }],
    [408, { done: false, code: "webhook_deferred", isFinal: false, isOfServer: true }],
    [429, { done: false, code: "webhook_deferred", isFinal: false, isOfServer: true }],
    [500, { done: false, code: "webhook_deferred", isFinal: false, isOfServer: true }],
    [503, { done: false, code: "webhook_deferred", isFinal: false, isOfServer: true }],
  ] as const)("%i", async ([status, handover]) => {
    const { url } = await program((response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/elsewhere" }).end("whatever");
    });
    expect(await deliver(delivery(url), tools)).toMatchObject({ handover, status });
  });

  test("a redirect is not followed", async () => {
    const other = await program();
    const { url, came } = await program((response) => {
      response.writeHead(307, { location: other.url }).end();
    });
    await deliver(delivery(url), tools);
    expect([came.length, other.came.length]).toEqual([1, 0]);
  });

  test("an answer without an end is read so far and no further", async () => {
    const { url } = await program((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x".repeat(16_384)), 1);
      response.once("close", () => clearInterval(timer));
    });
    const startedMs = performance.now();
    expect(await deliver(delivery(url), tools)).toEqual({ handover: { done: true }, status: 200 });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });

  test("no answer in time", async () => {
    const { url } = await program(() => {});
    expect(await deliver(delivery(url), { ...tools, limitMs: 100 })).toMatchObject({
      handover: { code: "webhook_timed_out", isFinal: false },
      status: null,
    });
  });

  test("a program that would rather speak another protocol", async () => {
    const { url } = await program((response) => {
      response.socket?.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n");
      response.socket?.write("Connection: Upgrade\r\n\r\n");
    });
    const hung = new Promise((resolve) => setTimeout(resolve, 3_000, "it never ends"));
    const answered = deliver(delivery(url), { ...tools, limitMs: 1_000 });
    expect(await Promise.race([answered, hung])).toMatchObject({
      handover: { code: "webhook_refused", isFinal: true },
      status: 101,
    });
  });

  test("a connection that ends without a word", async () => {
    const { url } = await program((response) => response.socket?.destroy());
    expect(await deliver(delivery(url), tools)).toMatchObject({
      handover: { code: "webhook_unreachable", isFinal: false },
    });
  });

  test("nobody listens", async () => {
    const { url, close } = await startProgram();
    await close();
    expect(await deliver(delivery(url), tools)).toMatchObject({
      handover: { code: "webhook_unreachable" },
    });
  });
});

describe("where it may go", () => {
  const resolves = (...addresses: string[]) => ({
    resolve: async () =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }) as const),
  });
  const refused = { handover: { code: "webhook_address_refused", isFinal: true }, status: null };
  const nowhere = { userAgent: "vigie/test", allowed: [], limitMs: 200 };

  test.for([
    ["http://127.0.0.1/", "this machine"],
    ["https://127.1/", "this machine, written short"],
    ["https://2130706433/", "this machine as one number"],
    ["https://0x7f.0.0.1/", "this machine in hexadecimal"],
    ["https://[::1]/", "this machine in IPv6"],
    ["https://[::ffff:127.0.0.1]/", "this machine as IPv4 in IPv6"],
    ["https://[64:ff9b::7f00:1]/", "this machine through NAT64"],
    ["https://[::ffff:0:7f00:1]/", "this machine, translated"],
    ["https://10.1.2.3/", "a private network"],
    ["https://169.254.169.254/", "what a cloud tells its machines"],
    ["https://[fe80::1]/", "the link"],
    ["https://[fd00::1]/", "a private network in IPv6"],
    ["https://0.0.0.0/", "any address of this machine"],
    ["https://255.255.255.255/", "everybody"],
    ["http://93.184.216.34/", "a public address without TLS"],
  ] as const)("not to %s: %s", async ([url]) => {
    expect(await deliver(delivery(url), nowhere)).toMatchObject(refused);
  });

  test.for([
    ["a name that leads here", ["127.0.0.1"]],
    ["a name of which one address is private", ["93.184.216.34", "10.0.0.1"]],
    ["a name with too many addresses", Array.from({ length: 40 }, (_, n) => `93.184.216.${n}`)],
  ] as const)("not to %s", async ([, addresses]) => {
    const answered = await deliver(delivery("https://hooks.example/"), {
      ...nowhere,
      ...resolves(...addresses),
    });
    expect(answered).toMatchObject(refused);
  });

  test("the name is asked for once, and the connection goes to what was checked", async () => {
    const { url, came } = await program();
    let asked = 0;
    const named = url.replace("127.0.0.1", "hooks.example");
    const answered = await deliver(delivery(named), {
      ...tools,
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
      },
    });
    expect(answered).toMatchObject({ handover: { done: true } });
    expect(asked).toBe(1);
    expect(came[0]?.headers.host).toBe(new URL(named).host);
  });

  test("a name that is not known may be later", async () => {
    const resolve = () => Promise.reject(new Error("getaddrinfo ENOTFOUND hooks.example"));
    expect(
      await deliver(delivery("https://hooks.example/"), { ...nowhere, resolve }),
    ).toMatchObject({
      handover: { code: "webhook_unreachable", isFinal: false },
    });
  });

  test("a name that takes too long is not waited for", async () => {
    const resolve = () => new Promise<never>(() => {});
    expect(
      await deliver(delivery("https://hooks.example/"), { ...nowhere, resolve }),
    ).toMatchObject({
      handover: { code: "webhook_timed_out", isFinal: false },
    });
  });
});
