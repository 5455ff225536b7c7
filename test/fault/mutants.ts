import { readFileSync } from "node:fs";

/**
 * Mistakes that the kill experiment must find. Each replaces a piece of the source while it is loaded
 * (mutate.ts); the product has no switch for it. A piece that is not there exactly once is an error, so
 * that a mutant cannot quietly become the product itself.
 */
export type Mutant = {
  /** What is wrong with it. */
  readonly about: string;
  readonly edits: readonly Edit[];
  /** What the checker must find at least one of. */
  readonly finding: "lost" | "twice";
};

type Edit = { readonly file: string; readonly from: string; readonly to: string };

export const MUTANTS: Readonly<Record<string, Mutant>> = {
  "delete-on-puback": {
    about: "the agent deletes what the broker has acknowledged",
    finding: "lost",
    edits: [
      {
        file: "agent/connection.ts",
        from: "client.publish(upTopic(credential, kind), payload, { qos: 1 }, () => {});",
        to: `client.publish(upTopic(credential, kind), payload, { qos: 1 }, (error) => {
          if (error || kind !== "report") return;
          const { epoch, reports } = JSON.parse(payload);
          const received = reports.map(({ seq }) => [seq, seq]);
          const receipt = JSON.stringify({ epoch, received, rejected: [], generation: 1 });
          listener.onMessage("receipt", Buffer.from(receipt));
        });`,
      },
    ],
  },
  "receipt-before-commit": {
    about: "the collector confirms what it has not committed yet",
    finding: "lost",
    edits: [
      { file: "collector/flow/ledger.ts", from: "    onCommitted(filled.draft);\n", to: "" },
      {
        file: "collector/flow/ledger.ts",
        from: "return fill(tools, ",
        to: "return confirmEarly(onCommitted, tools, ",
      },
      {
        file: "collector/flow/ledger.ts",
        from: "async function fill<T>(",
        to: `async function confirmEarly(onCommitted, ...rest) {
          const filled = await fill(...rest);
          onCommitted(filled.draft);
          await new Promise((resolve) => setTimeout(resolve, 20));
          return filled;
        }
        async function fill<T>(`,
      },
    ],
  },
  "no-unique-key": {
    about: "the collector keeps whatever comes under a number it has seen",
    finding: "twice",
    edits: [
      {
        file: "collector/flow/absorb.ts",
        from: "if (isWithin(stream.ranges, report.seq)) {",
        to: "if (isWithin([], report.seq)) {",
      },
      {
        file: "collector/registry/sqlite-batch.ts",
        from: "if (repeats > 0) throw new StaleMarks(repeats);",
        to: "",
      },
    ],
  },
};

const ROOT = new URL("../../", import.meta.url);

/** The sources of a mutant by their URL. Throws when a piece is not there exactly once. */
export function mutatedSources({ edits }: Mutant): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { file, from, to } of edits) {
    const url = new URL(file, ROOT);
    const source = sources.get(url.href) ?? readFileSync(url, "utf8");
    const pieces = source.split(from);
    if (pieces.length !== 2) {
      throw new Error(`${file} holds ${pieces.length - 1} times what the mutant replaces: ${from}`);
    }
    sources.set(url.href, pieces.join(to));
  }
  return sources;
}
