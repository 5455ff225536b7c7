import { expect, test } from "vitest";
import { openCsv } from "../../../collector/csv/read.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function opened(text: string) {
  const file = openCsv(bytes(text));
  if ("problem" in file) throw new Error(file.detail);
  return { header: file.header, rows: [...file.rows] };
}

test.for([
  ["name,kind\na,b\n", "commas"],
  ["name;kind\na;b\n", "semicolons, as programs in French write them"],
  ["name\tkind\na\tb\n", "tabs"],
  ['"name";"kind"\r\n"a";"b"\r\n', "everything in marks"],
  ["\uFEFFname,kind\r\na,b\r\n", "a mark at the beginning says UTF-8, and is no value"],
] as const)("%j: %s", ([text]) => {
  expect(opened(text)).toEqual({
    header: ["name", "kind"],
    rows: [{ line: 2, cells: ["a", "b"] }],
  });
});

test("what stands between the values is counted outside of marks", () => {
  expect(opened('"a,b,c,d";e\n1;2\n').header).toEqual(["a,b,c,d", "e"]);
});

test("a row that has not as many values as the header is told, with both numbers", () => {
  expect(opened("a,b\n1\n1,2\n1,2,3\n").rows).toEqual([
    { line: 2, wrong: expect.stringContaining("1 values where the header names 2") },
    { line: 3, cells: ["1", "2"] },
    { line: 4, wrong: expect.stringContaining("3 values") },
  ]);
});

test.for([
  [bytes(""), "empty"],
  [bytes("\n\n"), "empty"],
  [bytes('"name\n'), "first line"],
  [new Uint8Array([0x6e, 0x61, 0xe9, 0x0a]), "UTF-8"],
  [bytes("name\na\0b\n"), "U+0000"],
  [new Uint8Array([0xff, 0xfe, 0x6e, 0x00]), "UTF-8"],
] as const)("%#: a file that is none is refused in words", ([given, word]) => {
  expect(openCsv(given)).toEqual({
    problem: "csv_invalid",
    detail: expect.stringContaining(word),
  });
});
