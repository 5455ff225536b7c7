import { type Packet, parser } from "mqtt-packet";
import { expect, test } from "vitest";
import { toDownPacket } from "../../../collector/broker/down-packet.ts";

test.for([
  ["", "nothing to say"],
  ["{}", "one byte of length"],
  ["x".repeat(90), "the last length of one byte"],
  ["x".repeat(200), "two bytes of length"],
  ["x".repeat(20_000), "three bytes of length"],
  ["é€😀".repeat(30), "letters of several bytes"],
] as const)("%# is read back by a reader of MQTT: %s", ([payload]) => {
  const packets: Packet[] = [];
  const reader = parser();
  reader.on("packet", (packet) => packets.push(packet));
  const left = reader.parse(toDownPacket("vigie/v1/down/agt_1/receipt", payload));

  expect(left).toBe(0);
  expect(packets).toMatchObject([
    { cmd: "publish", topic: "vigie/v1/down/agt_1/receipt", qos: 0, retain: false, dup: false },
  ]);
  const [packet] = packets;
  expect(packet?.cmd === "publish" && packet.payload.toString()).toBe(payload);
});
