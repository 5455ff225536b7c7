import { pino } from "pino";
import { expect, test } from "vitest";
import { escapeUnseen } from "../../collector/log-escape.ts";

/** What a log line of this text is, and what a reader of JSON makes of it. */
function logged(text: string): { line: string; read: string } {
  let line = "";
  const log = pino({}, { write: (given) => (line = escapeUnseen(given)) });
  log.info({ text });
  return { line, read: JSON.parse(line).text };
}

test.for([
  ["\u0000", "\\u0000", "a control character"],
  ["\u001b[2J", "\\u001b[2J", "it clears a terminal"],
  ["\u007f", "\\u007f", "it deletes"],
  ["\u0085", "\\u0085", "it ends a line"],
  ["\u009b2J", "\\u009b2J", "it clears a terminal, in one character"],
  ["\u00ad", "\\u00ad", "a hyphen that may not show"],
  ["\u200b", "\\u200b", "a space of no width"],
  ["\u2028", "\\u2028", "it ends a line in JavaScript"],
  ["\u202egnp.exe", "\\u202egnp.exe", "it turns the direction"],
  ["\u2066", "\\u2066", "it turns the direction until it is ended"],
  ["\ufeff", "\\ufeff", "a mark of byte order"],
  ["\u{e0041}", "\\udb40\\udc41", "a tag, outside of the first plane"],
  ["two\nlines\t", "two\\nlines\\t", "JSON has words of its own for these"],
] as const)("%j is logged as %s: %s", ([text, expected]) => {
  const { line, read } = logged(text);
  expect(line).toContain(`"text":"${expected}"`);
  expect(read).toBe(text);
  expect(line).toMatch(/^\P{C}*\n$/u);
});

test.for([["é à ü €"], ["日本語"], ["🚒"], ['a "word" and a \\'], ["שלום"]] as const)(
  "%s stays as it is written",
  ([text]) => {
    expect(logged(text).line).toContain(JSON.stringify(text));
  },
);
