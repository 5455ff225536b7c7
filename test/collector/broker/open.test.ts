import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { openBroker } from "../../../collector/broker/open.ts";

describe("opening the embedded broker", () => {
  const opening = {
    engine: "embedded",
    host: "127.0.0.1",
    port: 0,
    credentials: { isSecretOf: () => false },
    listener: { receive: () => {} },
    log: () => {},
  } as const;

  test.for(["0.0.0.0", "192.0.2.1", "::", "example.org"])(
    "refuses %s: nothing is encrypted yet",
    async (host) => {
      await expect(openBroker({ ...opening, host })).rejects.toMatchObject({
        code: "setting_invalid",
        parameters: { name: "VIGIE_MQTT_HOST" },
      });
    },
  );

  test("says which port is in use, and which setting chooses it", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(openBroker({ ...opening, port })).rejects.toMatchObject({
      code: "port_in_use",
      parameters: { port, host: "127.0.0.1", name: "VIGIE_MQTT_PORT" },
    });
    other.close();
  });

  test("says what is wrong with an address", async () => {
    await expect(openBroker({ ...opening, port: 65_536 })).rejects.toMatchObject({
      code: "address_unusable",
      parameters: { host: "127.0.0.1", name: "VIGIE_MQTT_HOST" },
    });
  });
});
