import { expect, test } from "vitest";
import {
  lackingOf,
  NOTHING_FILLED,
  toPreviewWish,
  toTicketWish,
} from "../../../dashboard/opening/opening-form.ts";
import { toOpenWaysText, toRefusalText } from "../../../dashboard/opening/worth.tsx";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { fr } from "../../../dashboard/words/fr.ts";
import type { ChannelRefusal } from "../../../shared/ticket-wish.ts";
import { CUSTOMER_DOCUMENT } from "../live/samples.ts";

const reader = { words: fr, formats: createFormats("fr") };
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const customer = CUSTOMER_DOCUMENT;
const filled = { ...NOTHING_FILLED, customer, title: " Imprimante " };

test("nothing is asked before it is said whose it is", () => {
  expect(toPreviewWish(NOTHING_FILLED)).toBeUndefined();
  expect(lackingOf(NOTHING_FILLED)).toBe("customer");
  expect(lackingOf({ ...NOTHING_FILLED, customer })).toBe("title");
  expect(lackingOf(filled)).toBeUndefined();
});

test.for([
  ["machine mac_1", { machineId: "mac_1" }, "an agent reports for it"],
  ["equipment eqp_1", { equipmentId: "eqp_1" }, "none does"],
] as const)("about %s: %o, %s", ([thing, said]) => {
  expect(toPreviewWish({ ...filled, thing })).toMatchObject(said);
});

test("what is left empty is not said", () => {
  expect(toTicketWish(filled, "Claire")).toEqual({
    by: "Claire",
    title: "Imprimante",
    customerId: CUSTOMER_DOCUMENT.id,
    type: "incident",
    impact: "medium",
    urgency: "medium",
    channel: "phone",
  });
  expect(toTicketWish({ ...filled, despiteChannel: true }, "Claire")).toMatchObject({
    despiteChannel: true,
  });
});

const NOW = Date.parse("2026-11-23T06:00:00Z");

test.for([
  ["not_allowed", null, "Le contrat ne prévoit pas de demande par ce canal (Téléphone)."],
  ["closed", null, "Ce canal est fermé à cette heure (Téléphone)."],
  ["log_only", null, "Par ce canal (Téléphone), le contrat prévoit une simple note, sans ticket."],
] as const)("%s: %s", ([why, opensAt, says]) => {
  expect(plain(toRefusalText({ channel: "phone", why, opensAt, allowed: [] }, reader, NOW))).toBe(
    says,
  );
});

test("a closed channel says when it opens again", () => {
  const opensAt = new Date(NOW + 3 * 3_600_000).toISOString();
  const refusal: ChannelRefusal = { channel: "phone", why: "closed", opensAt, allowed: [] };
  expect(plain(toRefusalText(refusal, reader, NOW))).toMatch(/^Ce canal \(Téléphone\) .*rouvre /);
});

test("ways that are open now come first", () => {
  const refusal: ChannelRefusal = {
    channel: "chat",
    why: "not_allowed",
    opensAt: null,
    allowed: [
      { channel: "phone", openNow: false },
      { channel: "mail", openNow: true },
    ],
  };
  expect(plain(toOpenWaysText(refusal, reader))).toBe(
    "Canaux ouverts au client : Courriel et Téléphone (fermé à cette heure).",
  );
});
