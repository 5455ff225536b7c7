import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { navigate, useAddress } from "../address.ts";
import { useClock } from "../live/clock.ts";
import { type MachineLive, seriesKey } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { ALWAYS_METRIC, seriesOptions, useFirstSeen } from "../queries.ts";
import { useWords } from "../words/words.tsx";
import { Chart, type ChartQuestion } from "./chart.tsx";
import { toColumns, youngSince } from "./columns.ts";
import {
  diskQuestion,
  loadQuestion,
  memoryQuestion,
  networkQuestion,
  objectsOf,
  processorQuestion,
  volumesQuestion,
} from "./questions.ts";
import { isRangeName, RANGE_MS, RANGE_NAMES } from "./range.ts";

/** How the machine fared: five questions over one span. */
export function Charts(props: {
  readonly machineId: string;
  readonly live: MachineLive;
  readonly rules: readonly RuleDocument[];
  readonly zone: string;
}) {
  const { machineId, live, rules, zone } = props;
  const reader = useWords();
  const { words } = reader;
  const address = useAddress();
  const chart = { machineId, live, zone, rangeMs: RANGE_MS[address.range] };
  return (
    <section className="section" aria-labelledby="charts-title">
      <div className="section-head">
        <h2 id="charts-title">{words.charts.title}</h2>
        <SegmentedControl
          size="xs"
          aria-label={words.charts.range}
          value={address.range}
          data={RANGE_NAMES.map((name) => ({ value: name, label: words.charts.ranges[name] }))}
          onChange={(range) => {
            if (isRangeName(range)) navigate({ ...address, range });
          }}
        />
        <ShownSince {...{ machineId, live, zone }} rangeMs={chart.rangeMs} />
        <span className="muted small section-end">{words.units.siteHours({ zone })}</span>
      </div>
      <div className="charts">
        <Chart {...chart} question={processorQuestion(rules, reader)} />
        <Chart {...chart} question={memoryQuestion(rules, reader)} />
        <Chart {...chart} question={volumesQuestion(live, rules, reader)} />
        <ObjectChart
          {...chart}
          metric="interface_received_bytes_per_second"
          ask={(name) => networkQuestion(name, reader)}
        />
        <ObjectChart
          {...chart}
          metric="disk_write_bytes_per_second"
          ask={(name) => diskQuestion(name, reader)}
        />
        <Chart {...chart} question={loadQuestion(reader)} />
      </div>
    </section>
  );
}

/** From when on there is something to show, where the machine is younger than the range. */
function ShownSince(props: {
  readonly machineId: string;
  readonly live: MachineLive;
  readonly rangeMs: number;
  readonly zone: string;
}) {
  const { machineId, live, rangeMs, zone } = props;
  const parts = useParts();
  const { words, formats } = useWords();
  const wish = { machineId, metric: ALWAYS_METRIC, object: null, rangeMs };
  const { data } = useQuery(seriesOptions(parts, wish));
  const firstSeenMs = useFirstSeen(machineId);
  const points = live.points.get(seriesKey(ALWAYS_METRIC, null));
  const text = useClock(parts.clock, (now) => {
    const fromMs = now - rangeMs;
    const since = youngSince(toColumns(data, points, fromMs), firstSeenMs, fromMs);
    if (since === undefined) return "";
    return words.charts.since({ moment: formats.moment(since, zone, now) });
  });
  return <span className="small">{text}</span>;
}

/** A chart of one interface or disk; which one can be chosen where there are several. */
function ObjectChart(props: {
  readonly machineId: string;
  readonly live: MachineLive;
  readonly zone: string;
  readonly rangeMs: number;
  /** The metric that an object must have to be offered. */
  readonly metric: string;
  readonly ask: (name: string | undefined) => ChartQuestion;
}) {
  const { metric, ask, ...chart } = props;
  const { words } = useWords();
  const names = objectsOf(chart.live, metric);
  const [chosen, choose] = useState<string>();
  const name = names.find((known) => known === chosen) ?? names[0];
  return (
    <Chart {...chart} question={ask(name)}>
      {names.length > 1 && (
        <NativeSelect
          size="xs"
          variant="unstyled"
          className="chart-choice"
          aria-label={words.charts.choose}
          value={name ?? ""}
          data={names}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
      )}
    </Chart>
  );
}
