import type { Channel } from "@vigie/shared/contract.ts";
import { describe, expect, test } from "vitest";
import {
  channelRefusal,
  type OpenChannel,
  tellChannelRefusal,
} from "../../../collector/domain/channels.ts";
import { office } from "../../support/calendars.ts";

/** By phone in office hours, by mail and portal at any time; chat is only logged; monitoring runs. */
const CHANNELS: readonly OpenChannel[] = [
  { channel: "phone", ticket: "optional", calendar: office },
  { channel: "mail", ticket: "always", calendar: null },
  { channel: "chat", ticket: "never", calendar: null },
  { channel: "monitoring", ticket: "always", calendar: null },
];

const WAYS = [
  { channel: "phone", openNow: true },
  { channel: "mail", openNow: true },
];
const AT_NIGHT = [
  { channel: "phone", openNow: false },
  { channel: "mail", openNow: true },
];

const paris = (text: string) => Temporal.Instant.from(`${text}+01:00`);
const MONDAY = paris("2026-11-23T10:00");

describe("a way that the contract allows", () => {
  test.for<[string, Channel, Temporal.Instant]>([
    [
      "a call that opens a ticket if it must, at the first instant",
      "phone",
      paris("2026-11-23T09:00"),
    ],
    ["a call in the last millisecond", "phone", paris("2026-11-23T17:59:59.999")],
    ["a mail at night", "mail", paris("2026-11-23T23:00")],
  ])("%s", ([, channel, at]) => {
    expect(channelRefusal(CHANNELS, channel, at)).toBeUndefined();
  });
});

describe("a way that it refuses", () => {
  test.for([
    [
      "one that it does not name",
      "portal",
      MONDAY,
      { why: "not_allowed", opensAt: null, allowed: WAYS },
      "channel: the contract does not allow portal; allowed: phone, mail",
    ],
    [
      "one that opens no ticket is no way that is allowed",
      "chat",
      MONDAY,
      { why: "log_only", opensAt: null, allowed: WAYS },
      "channel: by the contract chat is logged and opens no ticket; allowed: phone, mail",
    ],
    [
      "one at its closing, with its next opening",
      "phone",
      paris("2026-11-23T18:00"),
      { why: "closed", opensAt: "2026-11-24T08:00:00.000Z", allowed: AT_NIGHT },
      "channel: phone is closed until 2026-11-24T08:00:00.000Z; allowed: phone (closed now), mail",
    ],
    [
      "one on Saturday, until Monday",
      "phone",
      paris("2026-11-28T10:00"),
      { why: "closed", opensAt: "2026-11-30T08:00:00.000Z", allowed: AT_NIGHT },
      "channel: phone is closed until 2026-11-30T08:00:00.000Z; allowed: phone (closed now), mail",
    ],
  ] as const)("%s", ([, channel, at, refused, told]) => {
    const refusal = channelRefusal(CHANNELS, channel, at);
    expect(refusal).toEqual({ channel, ...refused });
    expect(refusal && tellChannelRefusal(refusal)).toBe(told);
  });

  test("a contract without ways says so", () => {
    const refusal = channelRefusal([], "phone", MONDAY);
    expect(refusal && tellChannelRefusal(refusal)).toBe(
      "channel: the contract does not allow phone; the contract allows no way",
    );
  });
});
