import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { nextFreePorts } from "../../collector/ports.ts";
import { readSettings } from "../../collector/settings.ts";

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, "close");
  }
});

async function listen(port: number): Promise<number> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

/** Settings whose broker has this port, by nobody's choice. */
function unchosen(port: number) {
  const settings = readSettings({ VIGIE_HTTP_PORT: "0" });
  return { ...settings, mqtt: { ...settings.mqtt, port } };
}

test("a port that somebody else has is passed over", async () => {
  const taken = await listen(0);
  const { mqtt } = await nextFreePorts(unchosen(taken));
  expect(mqtt.port).not.toBe(taken);
  // It was left free: we can listen there ourselves.
  await listen(mqtt.port);
});

test("a port that is free stays", async () => {
  const port = await listen(0);
  const [server] = servers.splice(0);
  server?.close();
  await once(server ?? createServer(), "close");
  expect((await nextFreePorts(unchosen(port))).mqtt.port).toBe(port);
});

test("a port that a person chose stays, though it is taken: the start says so", async () => {
  const taken = await listen(0);
  const settings = readSettings({ VIGIE_MQTT_PORT: `${taken}`, VIGIE_HTTP_PORT: `${taken}` });
  expect(await nextFreePorts(settings)).toMatchObject({
    mqtt: { port: taken },
    http: { port: taken },
  });
});

test("beyond the last port it is any free one", async () => {
  const settings = unchosen(65_535);
  await listen(65_535).catch(() => undefined);
  expect((await nextFreePorts(settings)).mqtt.port).toBe(0);
});

test("nothing else of the settings is changed", async () => {
  const settings = readSettings({ VIGIE_HTTP_PORT: "0", VIGIE_MQTT_PORT: "0", VIGIE_DATA: "d" });
  expect(await nextFreePorts(settings)).toEqual(settings);
});
