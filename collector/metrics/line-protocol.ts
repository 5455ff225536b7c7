import { metricNamed } from "@vigie/shared/metrics.ts";
import type { PackedReport, Shape } from "../domain/samples.ts";

/**
 * InfluxDB's line protocol, written by hand because it is many times faster than the client's
 * Point: one line for the machine and one for each of its volumes, disks and interfaces, as
 * `volume,machine=mac_...,object=/ volume_used_percent=71.2,volume_free_bytes=9123 1700000000000`.
 */

/** What does not change in the lines of a shape. */
export type LineShape = readonly LinePart[];

type LinePart = {
  /** Measurement and tags. */
  readonly head: string;
  readonly fields: readonly { readonly index: number; readonly key: string }[];
};

/** The measurement that holds a metric: the kind of object it is measured of. */
export function measurementOf(metric: string): string {
  return metricNamed(metric)?.kind ?? "machine";
}

export function toLineShape({ machineId, columns }: Shape): LineShape {
  const parts = new Map<string, { index: number; key: string }[]>();
  for (const [index, { metric, object }] of columns.entries()) {
    const tag = object === null ? "" : `,object=${escape(toTagValue(object))}`;
    const head = `${measurementOf(metric)},machine=${escape(toTagValue(machineId))}${tag}`;
    const fields = parts.get(head) ?? [];
    parts.set(head, fields);
    fields.push({ index, key: escape(metric) });
  }
  return [...parts].map(([head, fields]) => ({ head, fields }));
}

/**
 * The lines of a report, each with its line end. A value that is no finite number is left out, since
 * InfluxDB would refuse the whole line for it.
 */
export function toLines({ atMs, values }: PackedReport, shape: LineShape): string {
  let lines = "";
  for (const { head, fields } of shape) {
    let text = "";
    for (const { index, key } of fields) {
      const value = values[index];
      if (!Number.isFinite(value)) continue;
      text += `${text === "" ? " " : ","}${key}=${value}`;
    }
    if (text !== "") lines += `${head}${text} ${Math.round(atMs)}\n`;
  }
  return lines;
}

/**
 * A name as the value of a tag, so that two names are never the same tag. The protocol has no way to
 * write a backslash before a separator, a line end, or an empty value: these are written as % and
 * their number, and an empty name as % alone.
 */
export function toTagValue(name: string): string {
  if (name === "") return "%";
  return name.replaceAll(UNWRITABLE, (letter) => {
    const number = letter.charCodeAt(0).toString(16);
    return letter < "\u0080" ? `%${number.padStart(2, "0")}` : `%u${number.padStart(4, "0")}`;
  });
}

/** The escape itself, backslash, control characters, and halves of a character that UTF-8 has not. */
const UNWRITABLE = /[%\\\p{Cc}\p{Cs}]/gu;

/** Separators of the protocol, in names and tag values alike. */
function escape(text: string): string {
  return text.replaceAll(/[ ,=]/g, String.raw`\$&`);
}
