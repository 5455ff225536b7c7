import { describe, expect, test } from "vitest";
import { recordsOf } from "../../../collector/csv/records.ts";

/** Records as people's programs write them, each with the line on which it begins. */

const read = (text: string, delimiter = ",") => [...recordsOf(text, delimiter)];

test.for([
  [
    "a,b\r\n1,2\r\n",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
    "lines end as the standard says",
  ],
  [
    "a,b\n1,2",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
    "or as Unix does, and the last one not at all",
  ],
  [
    "a,b\r1,2\r",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
    "or as old Macs did",
  ],
  ['"a,b","c ""d"""\n', [[1, "a,b", 'c "d"']], "a quoted value holds delimiters and marks"],
  [
    '"l1\nl2","x"\ny,z\n',
    [
      [1, "l1\nl2", "x"],
      [3, "y", "z"],
    ],
    "and lines, which are counted",
  ],
  [
    '"l1\r\nl2"\r\ny\r\n',
    [
      [1, "l1\r\nl2"],
      [3, "y"],
    ],
    "a line end of two characters is one line",
  ],
  [
    "\n\n1,2\n\n3,4\n",
    [
      [3, "1", "2"],
      [5, "3", "4"],
    ],
    "empty lines are no records",
  ],
  [",,\n1,2,3\n", [[2, "1", "2", "3"]], "neither are lines of empty values"],
  [" a , b \n", [[1, "a", "b"]], "blanks around a bare value are not part of it"],
  ['" a ",  " b "  \n', [[1, " a ", " b "]], "those inside marks are, those around them not"],
  ["a,,\n", [[1, "a", "", ""]], "an empty value is one too"],
  ['a"b,5" pipe\n', [[1, 'a"b', '5" pipe']], "a mark inside a bare value is itself"],
  ["", [], "nothing"],
] as const)("%j", ([text, wanted]) => {
  expect(read(text).map(({ line, cells }) => [line, ...cells])).toEqual(wanted);
});

test("semicolons and tabs stand between values as well", () => {
  expect(read("a;b,c\n", ";").map(({ cells }) => cells)).toEqual([["a", "b,c"]]);
  expect(read("a\tb;c\n", "\t").map(({ cells }) => cells)).toEqual([["a", "b;c"]]);
});

describe("a record that cannot be read", () => {
  test.for([
    ['1,"open\n2,b\n3,c\n', 1, [2, 3], "a mark that is not closed costs its line only"],
    ['1,"a" b\n2,b\n', 1, [2], "text after a closing mark"],
    [`1,a\n2,${"x".repeat(70_000)}\n3,c\n`, 2, [1, 3], "a value without end"],
    [`1,"${"x".repeat(70_000)}"\n2,b\n`, 1, [2], "also inside marks"],
  ] as const)("%#: its line is told, and the others are read", ([text, wrong, right]) => {
    const records = read(text);
    const lines = (isWrong: boolean) =>
      records.filter((record) => (record.wrong !== undefined) === isWrong).map(({ line }) => line);
    expect(lines(true)).toEqual([wrong]);
    expect(lines(false)).toEqual(right);
  });

  test("a file of marks that are not closed is read in the end", () => {
    const records = read('"\n'.repeat(2_001));
    expect(records.length).toBeGreaterThan(0);
    expect(records.at(-1)?.wrong).toContain("not closed");
  });
});
