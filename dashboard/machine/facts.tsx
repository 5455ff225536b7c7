import type { MachineDetail } from "@vigie/shared/machine.ts";
import { useClock } from "../live/clock.ts";
import type { MachineLive } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { joined, pick } from "./inventory.ts";

/** What the machine is, in a few lines: from its inventory and from what its agent said. */
export function Facts(props: { readonly detail: MachineDetail; readonly live: MachineLive }) {
  const { detail, live } = props;
  const reader = useWords();
  const { words } = reader;
  const rows = toFactRows(detail, live, reader);
  return (
    <section className="section" aria-labelledby="facts-title">
      <h2 id="facts-title">{words.machine.facts}</h2>
      <dl className="facts">
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <UpSince live={live} />
      </dl>
      {detail.facts["inventory"] === undefined && (
        <p className="muted small">{words.machine.noFacts}</p>
      )}
    </section>
  );
}

/** Counted on from the last report. */
function UpSince({ live }: { readonly live: MachineLive }) {
  const { clock } = useParts();
  const { words, formats } = useWords();
  const uptime = live.latest.get("uptime_seconds");
  const isUp = live.summary?.presence === "online";
  const says = useClock(clock, (now) => {
    if (uptime === undefined) return words.tiles.unknown;
    const sinceReport = isUp ? Math.max(0, now - Date.parse(uptime.at)) / 1_000 : 0;
    return formats.duration(uptime.value + sinceReport);
  });
  return (
    <div>
      <dt>{words.facts.upSince}</dt>
      <dd className="figures">{says}</dd>
    </div>
  );
}

type FactRow = { readonly name: string; readonly value: string };

function toFactRows(
  detail: MachineDetail,
  live: MachineLive,
  { words, formats }: Pick<Words, "words" | "formats">,
): FactRow[] {
  const document = detail.facts["inventory"]?.document;
  const memory = live.latest.get("memory_total_bytes")?.value;
  const { facts } = words;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    [facts.system, systemText(document, detail.agent)],
    [facts.hostname, detail.agent?.hostname ?? undefined],
    [
      facts.model,
      joined(pick(document, "system", "manufacturer"), pick(document, "system", "model")),
    ],
    [facts.serial, joined(pick(document, "system", "serial"))],
    [facts.processor, processorText(document, words)],
    [facts.memory, memory === undefined ? undefined : formats.text("bytes", memory)],
    [facts.contract, detail.contract?.name],
    [facts.agent, joined(detail.agent?.version, detail.agent?.runtime)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

/** As the inventory names it, or at least as the agent does. */
function systemText(document: unknown, agent: MachineDetail["agent"]): string | undefined {
  const named = joined(pick(document, "os", "name"), pick(document, "os", "release"));
  return named ?? joined(agent?.platform, agent?.arch);
}

function processorText(document: unknown, { facts }: Words["words"]): string | undefined {
  const maker = pick(document, "processor", "manufacturer");
  const name = joined(maker, pick(document, "processor", "brand"));
  const cores = pick(document, "processor", "cores");
  if (typeof cores !== "number") return name;
  const count = facts.cores({ n: cores });
  return name === undefined ? count : `${name}, ${count}`;
}
