import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { unpackReports } from "../../collector/domain/samples.ts";
import type { Story } from "./journey.ts";

/** What a story has left behind, in short words. */

/** Samples that are on their way to the metric store, as [metric, time of day in UTC, value]. */
export async function samplesOf(story: Story): Promise<[string, string, number][]> {
  const shapes = new Map((await story.read().estate.shapes()).map((shape) => [shape.id, shape]));
  const rows = (await story.spool()).flatMap(({ samples }) => unpackReports(samples));
  return rows.flatMap(({ shapeId, atMs, values }) =>
    Array.from(values, (value, place): [string, string, number] => [
      shapes.get(shapeId)?.columns[place]?.metric ?? "?",
      new Date(atMs).toISOString().slice(11, 19),
      value,
    ]),
  );
}

/** How many reports had an effect, an outbox each. */
export async function reportsOf(story: Story): Promise<number[]> {
  return (await story.read().deliveries.streams()).map(({ reports }) => reports);
}

/** Why messages were refused, the oldest first. */
export async function refusalsOf(story: Story): Promise<string[]> {
  return (await story.deadLetters()).map(({ code }) => code).reverse();
}

const GIB = 1024 ** 3;

/** What is said of a volume. */
export function volume(usedPercent: number, freeGib: number, name = "/") {
  const measured = { used_percent: usedPercent, free_bytes: freeGib * GIB };
  return { objects: { volume: { [name]: measured } } };
}

/** A volume that is full enough for `volume_almost_full`, and one that is well. */
export const FULL = volume(92, 10);
export const WELL = volume(40, 900);

/** What was written down of a ticket, oldest first. */
export function linesOf(ticket: TicketDetail | undefined): string[] {
  return ticket?.transitions.map(({ kind }) => kind) ?? [];
}
