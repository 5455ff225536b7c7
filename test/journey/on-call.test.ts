import { beforeEach, describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { ADA, addPeople, addRota, KARIM, LOU, rotasOf, sentOf } from "../support/on-call-story.ts";

/** Who takes over is told as it is so, and who hands over likewise: once, and late where we were away. */

const story = useJourney({ server: {} });

beforeEach(() => addPeople(story));

const BEGINS = "Vigie : votre tour d'astreinte";
const ENDS = "Vigie : fin de votre astreinte";

const sent = () => sentOf(story);
/** Mails since the first one, which tells whoever is on call as the rota is made. */
const since = async () => (await sent()).slice(1);

describe("a handover", () => {
  test("tells both of them, in that second, whatever hours they keep", async () => {
    await addRota(story);
    await story.at("2026-11-30T09:05:00+01:00");
    expect(await sent()).toEqual([
      `karim 10:00:01 ${BEGINS}`,
      `karim 09:00:00 ${ENDS}`,
      `lou 09:00:00 ${BEGINS}`,
    ]);
    const [, ended, begun] = await story.mails();
    expect(ended?.mail.text).toContain("Lou prend le relais.");
    expect(begun?.mail.text).toContain("Vous êtes d'astreinte : Nuits, jusqu'au");
    expect(begun?.mail.text).toContain("lundi 7 décembre 2026");
  });

  test("in the night when the clocks go forward it is told once, at the first minute after the gap", async () => {
    const handover = { every: "day", turn: 1, time: "02:30" } as const;
    await addRota(story, { handover, from: "2027-03-27" });
    await story.at("2027-03-28T12:00:00+02:00");
    expect(await sent()).toEqual([
      `karim 02:30:00 ${BEGINS}`,
      `karim 03:30:00 ${ENDS}`,
      `lou 03:30:00 ${BEGINS}`,
    ]);
  });

  test("where the collector was away: late, and once", async () => {
    await addRota(story);
    await story.at("2026-11-30T08:30:00+01:00");
    await story.collectorIsDown({ hours: 3 });
    await story.after({ hours: 2 });
    expect(await since()).toEqual([`karim 11:30:01 ${ENDS}`, `lou 11:30:01 ${BEGINS}`]);
  });

  test("where it was away for a whole turn, nobody is told of that one", async () => {
    await addRota(story);
    await story.at("2026-11-30T08:30:00+01:00");
    await story.collectorIsDown({ days: 7, hours: 3 });
    await story.after({ hours: 2 });
    expect(await since()).toEqual([]);
    const [rota] = await story.read().onCall.rotas();
    expect(rota?.toldId).toBe(KARIM.id);
  });

  test("where one is the next one as well, nobody is told anything", async () => {
    await addRota(story, { memberIds: [KARIM.id] });
    await story.at("2026-12-15T12:00:00+01:00");
    expect(await since()).toEqual([]);
  });
});

describe("whoever plans", () => {
  test("puts somebody in the place of another one: both are told at once, and again at its end", async () => {
    const id = await addRota(story);
    await story.at("2026-11-24T12:00:00+01:00");
    const [from, to] = ["2026-11-24T12:00:00+01:00", "2026-11-24T20:00:00+01:00"];
    const wish = { staffId: ADA.id, from, to, reason: "Médecin" };
    expect(await rotasOf(story).addOverride(id, wish, 1)).toEqual({ done: true });
    await story.at("2026-11-25T12:00:00+01:00");
    expect(await since()).toEqual([
      `karim 12:00:01 ${ENDS}`,
      `ada 12:00:01 ${BEGINS}`,
      `ada 20:00:00 ${ENDS}`,
      `karim 20:00:00 ${BEGINS}`,
    ]);
  });

  test("another order of people holds from the next handover on", async () => {
    const id = await addRota(story);
    await story.at("2026-11-24T12:00:00+01:00");
    const memberIds = [ADA.id, LOU.id, KARIM.id];
    expect(await rotasOf(story).change(id, { memberIds }, 1)).toEqual({ done: true });
    await story.at("2026-12-07T12:00:00+01:00");
    expect(await since()).toEqual([
      `karim 09:00:00 ${ENDS}`,
      `ada 09:00:00 ${BEGINS}`,
      `ada 09:00:00 ${ENDS}`,
      `lou 09:00:00 ${BEGINS}`,
    ]);
  });

  test("switches a rota off: whoever was on call is told that it is over", async () => {
    const id = await addRota(story);
    await story.at("2026-11-24T12:00:00+01:00");
    expect(await rotasOf(story).change(id, { active: false }, 1)).toEqual({ done: true });
    await story.at("2026-12-07T12:00:00+01:00");
    expect(await since()).toEqual([`karim 12:00:01 ${ENDS}`]);
  });

  test("removes a rota: whoever was on call is told that it is over, once, and nobody else", async () => {
    const id = await addRota(story);
    await story.at("2026-11-24T12:00:00+01:00");
    const { version = 0 } = (await story.read().onCall.findRota(id)) ?? {};
    expect(await rotasOf(story).remove(id, version)).toEqual({ done: true });
    await story.at("2026-12-07T12:00:00+01:00");
    expect(await since()).toEqual([`karim 12:00:00 ${ENDS}`]);
    const seen = await story.read().notices.list({ recipientId: KARIM.id, limit: 50 });
    const ended = seen.filter(({ kind }) => kind === "on_call_ends");
    expect(ended.map(({ channel }) => channel).toSorted()).toEqual(["mail", "screen"]);
  });

  test("removes one that is switched off: nobody is told anything again", async () => {
    const id = await addRota(story);
    await story.at("2026-11-24T12:00:00+01:00");
    expect(await rotasOf(story).change(id, { active: false }, 1)).toEqual({ done: true });
    await story.at("2026-11-24T12:05:00+01:00");
    expect(await rotasOf(story).remove(id, 2)).toEqual({ done: true });
    await story.at("2026-11-25T12:00:00+01:00");
    expect(await since()).toEqual([`karim 12:00:01 ${ENDS}`]);
  });
});
