import { TERM_STATES, type Term, type TermEvents, type TermStanding } from "@vigie/shared/term.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkTerm,
  longTermStanding,
  nextTermDay,
  termStanding,
} from "../../../collector/domain/term.ts";
import { day, monthly } from "../../support/terms.ts";

type Day = Temporal.PlainDate;

const startsOn = fc
  .integer({ min: 0, max: 4 * 366 })
  .map((days) => day("2024-01-01").add({ days }).toString());
const notice: fc.Arbitrary<Term["notice"]> = fc.oneof(
  fc.record({ days: fc.integer({ min: 0, max: 200 }) }),
  fc.record({ months: fc.integer({ min: 0, max: 7 }) }),
);
const months = fc.integer({ min: 1, max: 30 });
const bounded = fc.record({
  timeZone: fc.constant("Europe/Paris"),
  startsOn,
  initialMonths: months,
  renewal: fc.constantFrom("tacit" as const, "express" as const),
  renewalMonths: months,
  notice,
});
const tacit = bounded.map((term) => ({ ...term, renewal: "tacit" as const }));
const openEnded: fc.Arbitrary<Term> = fc
  .record({ startsOn, initialMonths: fc.option(months, { nil: undefined }), notice })
  .map(({ initialMonths, ...term }) => ({
    ...term,
    timeZone: "Europe/Paris",
    renewal: "open_ended",
    ...(initialMonths !== undefined && { initialMonths }),
  }));
const term: fc.Arbitrary<Term> = fc.oneof(bounded, openEnded);

/** Ten years of days from before the earliest start on. */
const FIRST = day("2023-12-15");
const TEN_YEARS = 3_653;
const someDay = fc.integer({ min: 0, max: TEN_YEARS }).map((days) => FIRST.add({ days }));

/** A term with what may have happened to it: only what would not be refused. */
const contract = fc
  .record({
    term,
    amendments: fc.array(fc.record({ from: someDay, term, startsThere: fc.boolean() }), {
      maxLength: 4,
    }),
    renewedOn: fc.array(someDay, { maxLength: 4 }),
    noticeGivenOn: fc.option(someDay, { nil: undefined }),
    endsEarlyOn: fc.option(someDay, { nil: undefined }),
  })
  .map(({ amendments, renewedOn, noticeGivenOn, endsEarlyOn, ...told }) => {
    const events: TermEvents = {
      amendments: amendments.map(({ from, term: next, startsThere }) => ({
        effectiveOn: from.toString(),
        term: startsThere ? { ...next, startsOn: from.toString() } : next,
      })),
      renewedOn: renewedOn.map(String),
      ...(noticeGivenOn !== undefined && { noticeGivenOn: noticeGivenOn.toString() }),
      ...(endsEarlyOn !== undefined && { endsEarlyOn: endsEarlyOn.toString() }),
    };
    return { ...told, events: mended(told.term, events) };
  });

/** Leaves out one thing after the other until nothing is refused. */
function mended(of: Term, events: TermEvents): TermEvents {
  const { amendments = [], renewedOn = [], ...ends } = events;
  const tries: TermEvents[] = [
    events,
    { ...events, renewedOn: [] },
    { amendments, renewedOn },
    { amendments, ...ends },
    { renewedOn, ...ends },
    { amendments: amendments.slice(0, 1) },
    { amendments },
    ends,
    { renewedOn },
  ];
  return tries.find((each) => checkTerm(of, each) === undefined) ?? {};
}

/** The day of a month, or its last one: written without the arithmetic that is tested. */
function clamped(start: Day, monthsLater: number): string {
  const month = start.year * 12 + start.month - 1 + monthsLater;
  const year = Math.floor(month / 12);
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two((month % 12) + 1)}-${two(Math.min(start.day, lengths[month % 12] ?? 0))}`;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

test("consecutive terms touch: no day between them, none in two, numbers in a row", () => {
  fc.assert(
    fc.property(contract, someDay, ({ term: of, events }, on) => {
      const { terms } = longTermStanding(of, events, { on, count: 20 });
      for (const [place, { startsOn: next, number }] of terms.entries()) {
        const before = terms[place - 1];
        if (before === undefined) continue;
        expect(next).toBe(before.anniversaryOn);
        expect(number).toBe(before.number + 1);
      }
      for (const { startsOn: first, endsOn } of terms) {
        expect(endsOn === null || first <= endsOn).toBe(true);
      }
    }),
  );
});

test("an anniversary falls on the original day of the month, or on the last there is", () => {
  fc.assert(
    fc.property(tacit, (of) => {
      const start = day(of.startsOn);
      const { terms } = longTermStanding(of, {}, { on: start, count: 60 });
      for (const [place, { anniversaryOn }] of terms.entries()) {
        expect(anniversaryOn).toBe(clamped(start, of.initialMonths + place * of.renewalMonths));
      }
    }),
  );
});

test("monthly terms drifting from the 31st: over 600 months none begins anywhere else", () => {
  for (const first of ["2024-01-31", "2025-01-30", "2025-01-29", "2024-02-29"]) {
    for (let place = 0; place < 600; place += 1) {
      const startsOnDay = clamped(day(first), place);
      const { current } = termStanding(monthly(first), {}, day(startsOnDay));
      expect(current).toMatchObject({ number: place + 1, startsOn: startsOnDay });
    }
  }
});

test("notice on the last notice day ends this term, on the day after the next", () => {
  fc.assert(
    fc.property(tacit, fc.integer({ min: 0, max: 40 }), (of, place) => {
      const { terms } = longTermStanding(of, {}, { on: day(of.startsOn), count: 60 });
      const [current, next] = terms.slice(place, place + 2);
      if (current === undefined || next === undefined) throw new Error("a tacit term goes on");
      const lastNoticeOn = current.lastNoticeOn ?? "";
      expect(endBy(of, lastNoticeOn)).toBe(current.endsOn);
      expect(endBy(of, day(lastNoticeOn).add({ days: 1 }).toString())).toBe(next.endsOn);
    }),
  );
});

function endBy(of: Term, noticeGivenOn: string): string | null {
  return termStanding(of, { noticeGivenOn }, day(noticeGivenOn)).endsOn;
}

test("a notice is in time for the term that it ends, and too late for the one before", () => {
  fc.assert(
    fc.property(tacit, someDay, (of, given) => {
      const end = endBy(of, given.toString()) ?? "";
      const { current } = termStanding(of, { noticeGivenOn: given.toString() }, day(end));
      expect((current?.lastNoticeOn ?? "") >= given.toString()).toBe(true);
      if (current?.number === 1) return;
      const before = day(current?.startsOn ?? "").subtract({ days: 1 });
      const { current: earlier } = termStanding(of, {}, before);
      expect((earlier?.lastNoticeOn ?? "") < given.toString()).toBe(true);
    }),
  );
});

test("the standing is consistent on every day of ten years", () => {
  for (const { term: of, events } of fc.sample(contract, { numRuns: 12, seed: 3 })) {
    const oddities: string[] = [];
    let before = termStanding(of, events, FIRST.subtract({ days: 1 }));
    for (let days = 0; days < TEN_YEARS; days += 1) {
      const told = termStanding(of, events, FIRST.add({ days }));
      if (!isConsistent(told) || !follows(before, told)) oddities.push(told.on);
      before = told;
    }
    expect(oddities).toEqual([]);
  }
});

function isConsistent({ on, state, current, terms }: TermStanding): boolean {
  if (state === "not_started" || state === "ended") return current === null;
  if (current === null || JSON.stringify(terms[0]) !== JSON.stringify(current)) return false;
  return current.startsOn <= on && (current.endsOn === null || on <= current.endsOn);
}

/** States go on in their order; a term stays as it was, or the next one begins after it. */
function follows(before: TermStanding, then: TermStanding): boolean {
  if (TERM_STATES.indexOf(then.state) < TERM_STATES.indexOf(before.state)) return false;
  if (before.endsOn !== then.endsOn) return false;
  if (before.current === null || then.current === null) return true;
  if (JSON.stringify(before.current) === JSON.stringify(then.current)) return true;
  return (
    then.current.startsOn === before.current.anniversaryOn && then.on === then.current.startsOn
  );
}

test("between two days on which something changes, nothing does", () => {
  fc.assert(
    fc.property(contract, someDay, ({ term: of, events }, from) => {
      const next = nextTermDay(of, events, from) ?? from.add({ days: 400 });
      const { on: _on, ...before } = termStanding(of, events, from);
      const length = Math.min(from.until(next).days, 400);
      for (const days of new Set([1, Math.floor(length / 2), length - 1])) {
        if (days < 1 || days >= length) continue;
        const { on: _then, ...then } = termStanding(of, events, from.add({ days }));
        expect(then).toEqual(before);
        expect(then.reminders.map(({ on }) => on)).not.toContain(from.add({ days }).toString());
      }
    }),
  );
});

test("a walk along the changes meets every term, every reminder and the end", () => {
  fc.assert(
    fc.property(contract, ({ term: of, events }) => {
      const met = new Set<string>();
      const until = FIRST.add({ years: 4 });
      let on = nextTermDay(of, events, FIRST);
      while (on !== null && Temporal.PlainDate.compare(on, until) < 0) {
        met.add(on.toString());
        on = nextTermDay(of, events, on);
      }
      for (let days = 1; days < FIRST.until(until).days; days += 1) {
        const each = FIRST.add({ days });
        const told = termStanding(of, events, each);
        const isReminded = told.reminders.some((reminder) => reminder.on === told.on);
        const isNew = told.current?.startsOn === told.on;
        if (isReminded || isNew) expect(met).toContain(told.on);
        if (told.state === "ended") {
          expect(met).toContain(
            day(told.endsOn ?? "")
              .add({ days: 1 })
              .toString(),
          );
          break;
        }
      }
    }),
    { numRuns: 8 },
  );
});

test("every notice date of a tacit contract is reminded of before it is past", () => {
  fc.assert(
    fc.property(tacit, someDay, (of, on) => {
      const { reminders } = termStanding(of, {}, on);
      expect(reminders.length).toBeGreaterThan(0);
      for (const { on: when, daysBefore } of reminders) {
        const subject = day(when).add({ days: daysBefore });
        expect(daysBefore).toBeLessThanOrEqual(90);
        expect(Temporal.PlainDate.compare(subject, on) >= 0).toBe(true);
      }
    }),
  );
});

test("an amendment that says the same again changes nothing", () => {
  fc.assert(
    fc.property(term, someDay, someDay, (of, effectiveOn, on) => {
      const events = { amendments: [{ effectiveOn: effectiveOn.toString(), term: of }] };
      fc.pre(checkTerm(of, events) === undefined);
      expect(termStanding(of, events, on)).toEqual(termStanding(of, {}, on));
    }),
  );
});
