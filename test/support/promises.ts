import { type CalendarDocument, WEEKDAYS } from "@vigie/shared/calendar.ts";
import type { ServiceLevel } from "@vigie/shared/contract.ts";
import { completeClauses } from "../../collector/domain/default-clauses.ts";
import { loadCoverage } from "../../collector/flow/memory.ts";
import { newId } from "../../collector/ids.ts";
import type { Story } from "./journey.ts";

/** What the contract of a story promises, where a story is about promises. */

type TargetPromise = ServiceLevel["targets"][number];
/** A promise by the office's hours, unless it says `always`. */
export type StoryPromise = Omit<TargetPromise, "calendarId"> & { readonly always?: boolean };

const HOUR_SECONDS = 3_600;

export const hours = (count: number): number => count * HOUR_SECONDS;

const ALWAYS: CalendarDocument = {
  timeZone: "Europe/Paris",
  weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]])),
};

/**
 * Another version of the story's contract is in force from now on, for all covered machines. Returns
 * its id. The office's hours are those of the story's first calendar.
 */
export async function promise(
  story: Story,
  levels: Readonly<Record<number, readonly StoryPromise[]>>,
): Promise<string> {
  return story.write(async ({ unit, memory }) => {
    const { contracts } = unit;
    const versions = await contracts.versions();
    const last = versions.at(-1);
    const officeId = (await contracts.calendarVersions())[0]?.calendarId;
    if (last === undefined || officeId === undefined) throw new Error("the story has no contract");
    const alwaysId = newId("cal");
    const calendar = { calendarId: alwaysId, name: "Always", number: 1, document: ALWAYS };
    await contracts.addCalendarVersion({ ...calendar, id: newId("clv"), baseVersionId: null });
    const clauses = completeClauses(
      Object.entries(levels).map(([priority, promises]) => ({
        priority: Number(priority),
        targets: promises.map(({ always = false, ...promised }) => ({
          ...promised,
          calendarId: always ? alwaysId : officeId,
        })),
      })),
    );
    const id = newId("cov");
    const wording = { texts: {}, variables: [], reviewed: [] };
    await contracts.addVersion({ ...last, ...wording, id, number: last.number + 1, clauses });
    for (const { machineId, contractVersionId } of await contracts.coverage()) {
      await contracts.uncover({ machineId, contractVersionId });
      await contracts.cover({ machineId, contractVersionId: id });
    }
    await loadCoverage(memory, unit);
    return id;
  });
}

/** The office opens at other hours from now on: another version of its calendar. */
export async function openOffice(story: Story, weekly: CalendarDocument["weekly"]): Promise<void> {
  await story.write(async ({ unit: { contracts } }) => {
    const [first, ...others] = await contracts.calendarVersions();
    if (first === undefined) throw new Error("the story has no calendar");
    const number = others.filter(({ calendarId }) => calendarId === first.calendarId).length + 2;
    const document = { ...first.document, ...(weekly !== undefined && { weekly }) };
    await contracts.addCalendarVersion({ ...first, id: newId("clv"), number, document });
  });
}
