import { useComputedColorScheme } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { Unit } from "@vigie/shared/metrics.ts";
import type { ReactNode } from "react";
import { useEffect, useMemo, useRef, useState } from "react";
import type uPlot from "uplot";
import { useClock } from "../live/clock.ts";
import { type MachineLive, seriesKey } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { seriesOptions, useFirstSeen } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import {
  type Aligned,
  align,
  type Columns,
  type Summary,
  startOf,
  summarise,
  toColumns,
} from "./columns.ts";
import { createPlot, PLOT_HEIGHT, type PlotThreshold, type Span, toPlotData } from "./plot.ts";

/** One question about a machine, answered by a sentence and drawn below it. */

export type ChartLine = {
  readonly metric: string;
  readonly object: string | null;
  readonly name: string;
  readonly colour: string;
};

export type ChartQuestion = {
  readonly id: string;
  /** What it is about, for when there is no answer. */
  readonly what: string;
  readonly unit: Unit;
  readonly lines: readonly ChartLine[];
  readonly thresholds: readonly PlotThreshold[];
  /** The answer; undefined when a line has nothing to say. */
  answer(summaries: readonly (Summary | undefined)[]): string | undefined;
};

/** A chart is moved on this often; values come at their own pace. */
const SLIDE_MS = 10_000;

export function Chart(props: {
  readonly machineId: string;
  readonly live: MachineLive;
  readonly question: ChartQuestion;
  readonly rangeMs: number;
  readonly zone: string;
  readonly children?: ReactNode;
}) {
  const { machineId, live, question, rangeMs, zone, children } = props;
  const parts = useParts();
  const { words } = useWords();
  const slot = useClock(parts.clock, (now) => Math.ceil(now / SLIDE_MS) * SLIDE_MS);
  const queries = useQueries({
    queries: question.lines.map(({ metric, object }) =>
      seriesOptions(parts, { machineId, metric, object, rangeMs }),
    ),
  });
  const columns = question.lines.map(({ metric, object }, place) =>
    toColumns(queries[place]?.data, live.points.get(seriesKey(metric, object)), slot - rangeMs),
  );
  const isReading = queries.some(({ isPending }) => isPending);
  const error = queries.find((query) => query.error !== null)?.error;
  const answer = question.answer(columns.map(summarise));
  const whole = { fromMs: slot - rangeMs, toMs: slot };
  const firstSeenMs = useFirstSeen(machineId);
  const fromMs = Math.min(...columns.map((line) => startOf(line, firstSeenMs, whole)), slot);
  const { what } = question;
  const empty = isReading ? words.charts.reading({ what }) : words.charts.nothing({ what });
  return (
    <figure className="chart">
      <figcaption>
        <h3>{answer ?? empty}</h3>
        {children}
      </figcaption>
      {error == null ? (
        <Plot
          {...{ question, columns, zone }}
          title={answer ?? empty}
          span={{ fromMs: columns.length === 0 ? whole.fromMs : fromMs, toMs: slot }}
        />
      ) : (
        <ProblemNotice
          error={error}
          onRetry={() => void Promise.all(queries.map(({ refetch }) => refetch()))}
        />
      )}
    </figure>
  );
}

type PlotProps = {
  readonly question: ChartQuestion;
  readonly columns: readonly Columns[];
  readonly zone: string;
  readonly span: Span;
  readonly title: string;
};

function Plot({ question, columns, zone, span, title }: PlotProps) {
  const [place, setPlace] = useState<number>();
  const aligned = useMemo(() => align(columns), [columns]);
  const target = usePlot({ question, aligned, zone, span, onPlace: setPlace });
  return (
    <>
      <Legend {...{ question, aligned, zone, place }} />
      <div
        className="plot"
        role="img"
        aria-label={title}
        ref={target}
        style={{ minHeight: PLOT_HEIGHT }}
      />
    </>
  );
}

/** Makes the chart, makes it anew when its look changes, and gives it data and width as they come. */
function usePlot(
  props: Pick<PlotProps, "question" | "zone" | "span"> & {
    readonly aligned: Aligned;
    readonly onPlace: (place: number | undefined) => void;
  },
) {
  const { question, aligned, zone, span, onPlace } = props;
  const { formats } = useWords();
  const scheme = useComputedColorScheme("light");
  const target = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const shown = useRef<Span>({ ...span });
  const look = JSON.stringify([question.lines, question.thresholds, question.unit, scheme]);
  const wish = useRef(question);

  useEffect(() => {
    wish.current = question;
  });

  useEffect(() => {
    const element = target.current;
    if (element === null) return;
    const { unit, lines, thresholds } = wish.current;
    const made = createPlot(element, {
      unit,
      lines,
      thresholds,
      zone,
      formats,
      onPlace,
      span: shown.current,
    });
    plot.current = made;
    const sizes = new ResizeObserver(() =>
      made.setSize({ width: Math.max(element.clientWidth, 200), height: PLOT_HEIGHT }),
    );
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
    };
    // `look` stands for all that createPlot draws by; data come below.
  }, [look, zone, formats, onPlace]);

  useEffect(() => {
    Object.assign(shown.current, { fromMs: span.fromMs, toMs: span.toMs });
    plot.current?.setData(toPlotData(aligned));
  }, [aligned, span.fromMs, span.toMs, look, zone, formats]);

  return target;
}

/** Which line is which, and what it is under the pointer, or now. */
function Legend(props: {
  readonly question: ChartQuestion;
  readonly aligned: Aligned;
  readonly zone: string;
  readonly place: number | undefined;
}) {
  const { question, aligned, zone, place } = props;
  const { words, formats } = useWords();
  const at = place === undefined ? undefined : aligned.at[place];
  const value = (row: number) => {
    const values = aligned.lines[row] ?? [];
    return (place === undefined ? lastOf(values) : values[place]) ?? undefined;
  };
  return (
    <p className="legend" aria-hidden="true">
      {question.lines.map((line, row) => {
        const [mean, min, max] = [value(row * 3), value(row * 3 + 1), value(row * 3 + 2)];
        const isBand = min !== undefined && max !== undefined && max > min && place !== undefined;
        return (
          <span key={line.name} className="legend-line">
            <span className={`swatch swatch-${line.colour.slice(2)}`} />
            {line.name}
            {mean !== undefined && <b>{formats.text(question.unit, mean)}</b>}
            {isBand && (
              <span>
                {words.charts.span({
                  min: formats.text(question.unit, min),
                  max: formats.text(question.unit, max),
                })}
              </span>
            )}
          </span>
        );
      })}
      {at !== undefined && <span className="legend-time">{formats.time(at, zone)}</span>}
    </p>
  );
}

function lastOf(values: Aligned["lines"][number]): number | undefined {
  return values.findLast((value) => typeof value === "number") ?? undefined;
}
