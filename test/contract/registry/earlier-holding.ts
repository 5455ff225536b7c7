import { expect } from "vitest";

/** The New Year at which the rows of test/fixtures/registry/ begin. */
export const MS = 1_767_225_600_000;

/** Whether each of these is among the rows, whatever else they say. */
export function holds(rows: readonly unknown[], ...wanted: readonly object[]): void {
  expect(rows).toEqual(expect.arrayContaining(wanted.map((row) => expect.objectContaining(row))));
}
