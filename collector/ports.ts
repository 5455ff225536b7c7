import { once } from "node:events";
import { createServer } from "node:net";
import type { Settings } from "./settings.ts";

/** How many ports after the default `vigie try` looks at before it takes any free one. */
const PORTS_TRIED = 20;

/** The settings with the next free port wherever nobody has chosen one. */
export async function nextFreePorts(settings: Settings): Promise<Settings> {
  const { http, mqtt, isSet } = settings;
  const httpPort = isSet("VIGIE_HTTP_PORT") ? http.port : await nextFree(http);
  const mqttPort = isSet("VIGIE_MQTT_PORT") ? mqtt.port : await nextFree(mqtt);
  return { ...settings, http: { ...http, port: httpPort }, mqtt: { ...mqtt, port: mqttPort } };
}

type Address = { readonly host: string; readonly port: number };

/** The first free port from this one on; 0, for any, when all that were tried are taken. */
async function nextFree({ host, port }: Address): Promise<number> {
  for (let candidate = port; candidate < port + PORTS_TRIED; candidate += 1) {
    if (await isFree({ host, port: candidate })) return candidate;
  }
  return 0;
}

async function isFree({ host, port }: Address): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
