import { describe, expect, test } from "vitest";
import { firstLanguage, loadCatalogue } from "../../../dashboard/words/catalogue.ts";
import { createPlural } from "../../../dashboard/words/plural.ts";
import { METRICS } from "../../../shared/metrics.ts";

describe("the first language", () => {
  test.for([
    ["en", ["fr-FR"], "en", "what was chosen here wins"],
    [undefined, ["fr-CA", "en"], "fr", "the browser's first"],
    [undefined, ["de-DE", "en-US", "fr"], "en", "the first that we speak"],
    [undefined, ["de"], "fr", "French where we speak none of them"],
    ["xx", ["en"], "en", "what an older version kept is no reason to fail"],
  ] as const)("kept %s, wished %s: %s, as %s", ([kept, preferred, language]) => {
    expect(firstLanguage(kept, preferred)).toBe(language);
  });
});

describe("plurals", () => {
  test.for([
    ["fr", 0, "0 ticket", "in French none is singular"],
    ["fr", 1, "1 ticket", "one"],
    ["fr", 2, "2 tickets", "two"],
    ["en", 0, "0 tickets", "in English none is plural"],
    ["en", 1, "1 ticket", "one"],
  ] as const)("%s %d: %s, %s", ([language, count, text]) => {
    expect(createPlural(language)(count, { one: "ticket", other: "tickets" })).toBe(text);
  });

  test("a French million takes its own form where it has one", () => {
    const text = createPlural("fr")(1_000_000, { one: "octet", many: "d'octets", other: "octets" });
    expect(text).toMatch(/d'octets$/);
  });
});

describe("the words", () => {
  const sources = Object.values(
    import.meta.glob<string>(
      ["../../../dashboard/**/*.{ts,tsx}", "!**/dashboard/words/{fr,en}*.ts"],
      { query: "?raw", import: "default", eager: true },
    ),
  ).join("\n");
  const others = import.meta.glob<string>(["../../../shared/**/*.ts", "../../../agent/**/*.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  });

  /** What sections may be read by: names that come from elsewhere too, such as the agent's probes. */
  const names = new Set([sources, ...Object.values(others)].join("\n").match(/\w+/g));

  test("none is there for nothing", async () => {
    const words = await loadCatalogue("fr");
    const unused = Object.entries(words).flatMap(([section, entries]) => {
      const isIndexed = new RegExp(`(?:words\\.|(?<![.\\w]))${section}\\[(?!\\d)`).test(sources);
      return unreadIn(section, entries, isIndexed);
    });
    expect(sources.length).toBeGreaterThan(10_000);
    expect(unused).toEqual([]);
  });

  /** Those of a section that are read neither by their path nor, where the section may be, by a name. */
  function unreadIn(path: string, entries: object, isIndexed: boolean): string[] {
    const section = path.split(".").at(-1);
    return Object.entries(entries).flatMap(([key, entry]: [string, unknown]) => {
      const isRead = new RegExp(`\\b${section}\\.${key}\\b`).test(sources);
      if (!isRead && !(isIndexed && names.has(key))) return [`${path}.${key}`];
      return typeof entry === "object" && entry !== null
        ? unreadIn(`${path}.${key}`, entry, true)
        : [];
    });
  }

  test("both languages have a word for each probe and reason of the other", async () => {
    const [fr, en] = [await loadCatalogue("fr"), await loadCatalogue("en")];
    expect(Object.keys(en.reasons).sort()).toEqual(Object.keys(fr.reasons).sort());
    expect(Object.keys(en.probes).sort()).toEqual(Object.keys(fr.probes).sort());
  });

  test("French is set with its own apostrophe", () => {
    const french = import.meta.glob<string>("../../../dashboard/words/fr*.ts", {
      query: "?raw",
      import: "default",
      eager: true,
    });
    const straight = Object.values(french).flatMap((text) => text.match(/.*'.*/g) ?? []);
    expect(Object.keys(french)).toHaveLength(10);
    expect(straight).toEqual([]);
  });

  test("every metric that a screen asks for is in the catalogue", () => {
    const names = new Set(METRICS.map(({ name }) => name));
    const asked = sources.matchAll(
      /"((?:cpu|memory|load|swap|volume|interface|disk|uptime|processes)_[a-z0-9_]+)"/g,
    );
    const metrics = [...asked].map(([, name = ""]) => name).filter((name) => name !== "disk_io");
    expect(metrics.length).toBeGreaterThan(10);
    expect(metrics.filter((name) => !names.has(name) && name !== "memory_pressure")).toEqual([]);
  });
});
