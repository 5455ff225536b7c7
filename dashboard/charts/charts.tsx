import { NativeSelect, SegmentedControl } from "@mantine/core";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { navigate, useAddress } from "../address.ts";
import type { MachineLive } from "../live/machine-live.ts";
import { useWords } from "../words/words.tsx";
import { Chart, type ChartQuestion } from "./chart.tsx";
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
        <span className="muted small">{words.units.siteHours({ zone })}</span>
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
