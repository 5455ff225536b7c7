import { useQuery } from "@tanstack/react-query";
import type { ProbeState } from "@vigie/shared/machine.ts";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { startOf, toColumns } from "../charts/columns.ts";
import { RANGE_MS } from "../charts/range.ts";
import { useClock } from "../live/clock.ts";
import { type MachineLive, seriesKey } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { seriesOptions, useFirstSeen } from "../queries.ts";
import { useWords, type Words } from "../words/words.tsx";
import { isStale } from "./freshness.ts";
import { type TileReading, toTileReadings } from "./readings.ts";
import { Sparkline } from "./sparkline.tsx";

/** What the machine does right now: a figure each, and how much that is. */
export function Tiles(props: {
  readonly machineId: string;
  readonly live: MachineLive;
  readonly rules: readonly RuleDocument[];
  readonly probes: readonly ProbeState[];
}) {
  const { machineId, live, rules, probes } = props;
  const reader = useWords();
  return (
    <section className="section" aria-labelledby="tiles-title">
      <h2 id="tiles-title">{reader.words.machine.now}</h2>
      <div className="tiles">
        {toTileReadings({ live, rules, reader }).map((reading) => (
          <Tile
            key={reading.id}
            {...{ machineId, live, reading }}
            outcome={probes.find(({ probe }) => probe === reading.probe)?.outcome}
          />
        ))}
      </div>
    </section>
  );
}

type TileProps = {
  readonly machineId: string;
  readonly live: MachineLive;
  readonly reading: TileReading;
};

function Tile(props: TileProps & { readonly outcome: ProbeState["outcome"] | undefined }) {
  const { outcome, ...known } = props;
  const { reading } = known;
  const { words } = useWords();
  const { value } = reading;
  if (value === undefined) {
    return (
      <div className="tile tile-unknown">
        <h3>{reading.label}</h3>
        <p className="figure">{words.tiles.unknown}</p>
        <div className="gauge">
          <div className="track" />
        </div>
        <p className="tile-detail">{unknownText(outcome, words)}</p>
      </div>
    );
  }
  return <KnownTile {...known} value={value.value} at={value.at} />;
}

function unknownText(
  outcome: ProbeState["outcome"] | undefined,
  { tiles }: Words["words"],
): string {
  if (outcome === undefined) return tiles.unknownWhy;
  return outcome === "failed" ? tiles.unknownFailed : tiles.unknownUnsupported;
}

function KnownTile(props: TileProps & { readonly value: number; readonly at: string }) {
  const { machineId, live, reading, value, at } = props;
  const { clock } = useParts();
  const { words, formats } = useWords();
  const atMs = Date.parse(at);
  const cadence = live.summary?.cadenceSeconds ?? null;
  const age = useClock(clock, (now) =>
    isStale({ metric: reading.metric, atMs }, cadence, now)
      ? formats.duration((now - atMs) / 1_000)
      : "",
  );
  const { figure, unit } = formats.figure(reading.unit, value);
  const isOver = reading.fireAt !== undefined && value >= reading.fireAt;
  return (
    <div className="tile" data-stale={age !== ""} data-over={isOver}>
      <h3>{reading.label}</h3>
      <p className="figure">
        {figure}
        {unit !== "" && <small>{`\u202f${unit}`}</small>}
        {reading.suffix !== undefined && <small>{` ${reading.suffix}`}</small>}
      </p>
      <div className="gauge">
        {reading.unit === "percent" ? (
          <Track value={value} fireAt={reading.fireAt} />
        ) : (
          <Trail {...{ machineId, live, reading }} />
        )}
      </div>
      <p className="tile-detail">
        {age === "" ? (reading.detail ?? "\u00a0") : words.tiles.stale({ age })}
      </p>
    </div>
  );
}

/** A share on its track, and where a rule would fire. */
function Track({ value, fireAt }: { readonly value: number; readonly fireAt: number | undefined }) {
  const { words, formats } = useWords();
  const share = Math.min(100, Math.max(0, value));
  return (
    <div className="track">
      <div className="track-value" style={{ width: `${share}%` }} />
      {fireAt !== undefined && (
        <div
          className="track-mark"
          style={{ left: `${Math.min(100, fireAt)}%` }}
          title={words.tiles.threshold({ value: formats.text("percent", fireAt) })}
        />
      )}
    </div>
  );
}

/** How often the trail moves on. */
const SLIDE_MS = 10_000;

function Trail({ machineId, live, reading }: TileProps) {
  const parts = useParts();
  const { metric, object } = reading;
  const rangeMs = RANGE_MS["1h"];
  const toMs = useClock(parts.clock, (now) => Math.ceil(now / SLIDE_MS) * SLIDE_MS);
  const series = useQuery(seriesOptions(parts, { machineId, metric, object, rangeMs }));
  const points = live.points.get(seriesKey(metric, object));
  const columns = toColumns(series.data, points, toMs - rangeMs);
  const whole = { fromMs: toMs - rangeMs, toMs };
  const fromMs = startOf(columns, useFirstSeen(machineId), whole);
  return <Sparkline columns={columns} fromMs={fromMs} toMs={toMs} />;
}
