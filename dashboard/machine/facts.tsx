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

function toFactRows(
  detail: MachineDetail,
  live: MachineLive,
  { words, formats }: Pick<Words, "words" | "formats">,
): { readonly name: string; readonly value: string }[] {
  const document = detail.facts["inventory"]?.document;
  const cores = pick(document, "processor", "cores");
  const memory = live.latest.get("memory_total_bytes")?.value;
  const { agent } = detail;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [
      words.facts.system,
      joined(pick(document, "os", "name"), pick(document, "os", "release")) ??
        joined(agent?.platform ?? undefined, agent?.arch ?? undefined),
    ],
    [words.facts.hostname, agent?.hostname ?? undefined],
    [
      words.facts.model,
      joined(pick(document, "system", "manufacturer"), pick(document, "system", "model")),
    ],
    [words.facts.serial, joined(pick(document, "system", "serial"))],
    [
      words.facts.processor,
      [
        joined(pick(document, "processor", "manufacturer"), pick(document, "processor", "brand")),
        typeof cores === "number" ? words.facts.cores({ n: cores }) : undefined,
      ]
        .filter((part) => part !== undefined)
        .join(", ") || undefined,
    ],
    [words.facts.memory, memory === undefined ? undefined : formats.text("bytes", memory)],
    [words.facts.contract, detail.contract?.name],
    [words.facts.agent, joined(agent?.version ?? undefined, agent?.runtime ?? undefined)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
