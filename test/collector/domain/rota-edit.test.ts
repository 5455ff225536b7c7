import { describe, expect, test } from "vitest";
import { onCallAt, type RotaOverride, shiftsIn, toPlan } from "../../../collector/domain/rota.ts";
import {
  changedPlans,
  standing,
  withOverride,
  withoutOverride,
} from "../../../collector/domain/rota-edit.ts";
import { ROTA_OVERRIDES_MAX } from "../../../shared/rota.ts";
import { inParis, PARIS, parisText } from "../../support/calendars.ts";

/** Anna, Bruno, Chloé from Monday, 9 November, 09:00 in Paris; it is Thursday the 19th: Bruno's turn. */

const ms = (local: string) => inParis(local).epochMilliseconds;
const text = (atMs: number | undefined) =>
  parisText(Temporal.Instant.fromEpochMilliseconds(atMs ?? 0));

const NOW_MS = ms("2026-11-19T12:00");
const MONDAYS = { every: "week", turn: 1, weekday: "mon", time: "09:00" } as const;
const turns = { timeZone: PARIS, handover: MONDAYS, memberIds: ["anna", "bruno", "chloe"] };
const plans = [toPlan({ ...turns, from: "2026-11-09" })];

const last = (changed: ReturnType<typeof changedPlans>) => {
  if (typeof changed === "string") throw new Error(changed);
  return changed.at(-1);
};

describe("other turns", () => {
  const evenings = { every: "week", turn: 1, weekday: "mon", time: "18:00" } as const;
  const mornings = { every: "week", turn: 1, weekday: "mon", time: "07:00" } as const;
  const daily = { every: "day", turn: 1, time: "09:00" } as const;

  test.for([
    [{ memberIds: ["dora"] }, "2026-11-23T09:00", "the turn that has begun stays whose it is"],
    [{ handover: evenings }, "2026-11-23T18:00", "a later hour makes that turn a little longer"],
    [{ handover: mornings }, "2026-11-30T07:00", "an earlier one would cut it: the week after"],
    [{ handover: daily }, "2026-11-23T09:00", "from then on day by day"],
    [{ timeZone: "America/New_York" }, "2026-11-23T15:00", "nine o'clock is later there"],
    [{ timeZone: "Asia/Tokyo" }, "2026-11-30T01:00", "and earlier there"],
    [
      { memberIds: ["dora"], from: "2026-12-01" },
      "2026-12-07T09:00",
      "from a day on, if it is said",
    ],
    [{ handover: daily, from: "2026-11-20" }, "2026-11-20T09:00", "also in the middle of a turn"],
  ] as const)("%o begin at %s: %s", ([change, begins]) => {
    const changed = changedPlans(plans, change, NOW_MS);
    expect(text(last(changed)?.beginsAtMs)).toBe(begins);
    if (typeof changed === "string") throw new Error(changed);
    const before = { plans, overrides: [] };
    const after = { plans: changed, overrides: [] };
    const past = { startMs: ms("2026-11-09T09:00"), endMs: NOW_MS };
    const who = (rota: typeof before) => shiftsIn(rota, past, 50).map(({ staffId }) => staffId);
    expect(who(after)).toEqual(who(before));
  });

  test("what is past cannot be changed any more", () => {
    expect(changedPlans(plans, { memberIds: ["dora"], from: "2026-11-09" }, NOW_MS)).toMatch(
      /^from: the handover of 2026-11-09 is past/,
    );
  });

  test("of a rota that has not begun all may be changed", () => {
    const early = ms("2026-11-01T12:00");
    const changed = changedPlans(plans, { memberIds: ["dora"], from: "2026-11-02" }, early);
    expect(text(last(changed)?.beginsAtMs)).toBe("2026-11-02T09:00");
    const kept = changedPlans(plans, { memberIds: ["dora"] }, early);
    expect(kept).toHaveLength(1);
    expect(text(last(kept)?.beginsAtMs)).toBe("2026-11-09T09:00");
  });

  test("what was to come is replaced, where nothing is said in its place too", () => {
    const first = changedPlans(plans, { memberIds: ["dora"], from: "2026-12-07" }, NOW_MS);
    if (typeof first === "string") throw new Error(first);
    const second = changedPlans(first, { memberIds: ["emil"] }, NOW_MS);
    expect(second).toHaveLength(2);
    expect(last(second)).toMatchObject({ firstDay: "2026-12-07", memberIds: ["emil"] });
  });
});

const away = (id: string, from: string, to: string): RotaOverride => ({
  id,
  staffId: "dora",
  startMs: ms(from),
  endMs: ms(to),
  reason: "leave",
});

describe("a stand-in", () => {
  const weekend = away("rto_1", "2026-11-21T00:00", "2026-11-23T00:00");

  test.for([
    ["2026-11-20T00:00", "2026-11-20T00:00", /^to: it must be later/, "no time at all"],
    ["2026-11-18T00:00", "2026-11-19T12:00", /^to: it is past/, "all of it is past"],
    ["2026-11-22T23:59", "2026-11-24T00:00", /^from: somebody stands in/, "two at one time"],
  ] as const)("from %s to %s is refused: %s, %s", ([from, to, wrong]) => {
    const overrides = [weekend];
    expect(withOverride({ overrides }, away("rto_2", from, to), NOW_MS)).toMatch(wrong);
  });

  test("begins now at the earliest: whoever was on call until now was", () => {
    const wished = away("rto_2", "2026-11-18T00:00", "2026-11-20T00:00");
    const overrides = withOverride({ overrides: [weekend] }, wished, NOW_MS);
    expect(overrides).toEqual([{ ...wished, startMs: NOW_MS }, weekend]);
    if (typeof overrides === "string") throw new Error(overrides);
    expect(onCallAt({ plans, overrides }, NOW_MS - 1)?.staffId).toBe("bruno");
    expect(onCallAt({ plans, overrides }, NOW_MS)?.staffId).toBe("dora");
  });

  test("too many that are not over are refused; those that are over are no hindrance", () => {
    const hour = 3_600_000;
    const many = Array.from({ length: ROTA_OVERRIDES_MAX }, (_, place) => ({
      ...weekend,
      id: `rto_${place}`,
      startMs: NOW_MS + 2 * place * hour + hour,
      endMs: NOW_MS + 2 * place * hour + 2 * hour,
    }));
    const wished = { ...weekend, startMs: NOW_MS, endMs: NOW_MS + hour };
    expect(withOverride({ overrides: many }, wished, NOW_MS)).toMatch(/remove one of them/);
    const [, ...fewer] = many;
    const past = { ...weekend, id: "past", startMs: 0, endMs: 1 };
    const overrides = withOverride({ overrides: [past, ...fewer] }, wished, NOW_MS);
    expect(overrides).toHaveLength(ROTA_OVERRIDES_MAX + 1);
    if (typeof overrides === "string") throw new Error(overrides);
    expect(standing(overrides, NOW_MS)).toHaveLength(ROTA_OVERRIDES_MAX);
  });

  test.for([
    ["2026-11-20T00:00", [], "to come: it is gone"],
    ["2026-11-22T00:00", [{ ...weekend, endMs: ms("2026-11-22T00:00") }], "the past of it stays"],
    ["2026-11-23T00:00", "the override is over, and who was on call was", "nothing is left"],
  ] as const)("taken back at %s: %o, %s", ([at, left]) => {
    expect(withoutOverride({ overrides: [weekend] }, weekend, ms(at))).toEqual(left);
  });
});
