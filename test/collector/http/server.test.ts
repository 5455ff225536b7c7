import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { CONNECTIONS_MAX, startHttp } from "../../../collector/http/server.ts";
import { openLive, startApiServer } from "../../support/api-server.ts";
import { MACHINE } from "../../support/office.ts";
import { sendBytes } from "../../support/raw-http.ts";

async function startElsewhere(host: string, port: number) {
  await using server = await disposable();
  return await startHttp({ ...server.options, host, port });
}

async function disposable() {
  const server = await startApiServer();
  return Object.assign(server, { [Symbol.asyncDispose]: server.close });
}

describe("the address", () => {
  test.for([
    ["0.0.0.0", "every address of the machine"],
    ["192.168.1.10", "an address that others reach"],
    ["::", "every address over IPv6"],
    ["vigie.example", "a name"],
    ["", "nothing"],
    ["__proto__", "no address at all"],
  ] as const)("%j is refused, because without accounts it would be open: %s", async ([host]) => {
    await expect(startElsewhere(host, 0)).rejects.toMatchObject({
      code: "setting_invalid",
      parameters: { name: "VIGIE_HTTP_HOST" },
    });
  });

  test("that is taken says so, and which setting to change", async () => {
    await using first = await disposable();
    await expect(startElsewhere("127.0.0.1", first.port)).rejects.toMatchObject({
      code: "port_in_use",
      parameters: { port: first.port, host: "127.0.0.1", name: "VIGIE_HTTP_PORT" },
    });
  });

  test("that the system does not give is named", async () => {
    await expect(startElsewhere("127.0.0.1", 65_536)).rejects.toMatchObject({
      code: "address_unusable",
      parameters: { host: "127.0.0.1", name: "VIGIE_HTTP_HOST" },
    });
  });
});

describe("a client that takes its time", () => {
  test("to send its headers is told so after 10 s, and its connection ends", async () => {
    await using server = await disposable();
    const startedMs = performance.now();
    const text = await sendBytes(server.port, "GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    const tookMs = performance.now() - startedMs;
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(text).toContain('"code":"request_timeout"');
    expect(tookMs).toBeGreaterThan(9_000);
    expect(tookMs).toBeLessThan(14_000);
  });
});

describe("too many connections", () => {
  test("are ended, those that were there go on, and one that leaves makes room", async () => {
    await using server = await disposable();
    await using sockets = new AsyncDisposableStack();
    const open = async (): Promise<Socket> => {
      const socket = connect(server.port, "127.0.0.1");
      sockets.defer(() => void socket.destroy());
      socket.on("error", () => {});
      await once(socket, "connect");
      return socket;
    };
    const asks = async (socket: Socket): Promise<string> => {
      socket.write(`GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
      const answered = new Promise<string>((resolve) => {
        socket.once("data", (bytes) => resolve(String(bytes).slice(0, 12)));
        socket.once("close", () => resolve("ended"));
      });
      return answered;
    };
    const first = await open();
    for (let n = 1; n < CONNECTIONS_MAX; n += 1) await open();

    expect(await asks(await open())).toBe("ended");
    expect(await asks(first)).toBe("HTTP/1.1 200");
    first.end();
    await once(first, "close");
    expect(await asks(await open())).toBe("HTTP/1.1 200");
  });
});

describe("closing", () => {
  test("ends pages with a word, and does not wait for connections that say nothing", async () => {
    const server = await startApiServer();
    const page = await openLive(server);
    page.watch([MACHINE]);
    const idle = connect(server.port, "127.0.0.1");
    await once(idle, "connect");
    const half = connect(server.port, "127.0.0.1");
    half.on("error", () => {});
    half.write("GET /api/health HTTP/1.1\r\nHost: ");
    await once(half, "connect");

    const startedMs = performance.now();
    await server.close();
    expect(performance.now() - startedMs).toBeLessThan(8_000);
    expect(await page.closed).toBe(1001);
    idle.destroy();
    half.destroy();
  });
});
