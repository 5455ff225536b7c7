import type { Unit } from "@vigie/shared/metrics.ts";
import uPlot from "uplot";
import type { Formats } from "../words/formats.ts";
import type { Aligned } from "./columns.ts";
import { type Box, placeLabels, type Room, toPieces } from "./threshold-labels.ts";

/** How a chart is drawn: thin lines over their band, thresholds as dashed lines, the site's time. */

/** One line; its colour is the name of a style variable, the same for a metric everywhere. */
export type PlotLine = { readonly name: string; readonly colour: string };

export type PlotThreshold = {
  readonly value: number;
  readonly label: string;
  readonly severity: "warning" | "critical";
};

/** What the chart shows of time; changed in place, so that the chart slides without being made anew. */
export type Span = { fromMs: number; toMs: number };

export type PlotWish = {
  readonly unit: Unit;
  readonly lines: readonly PlotLine[];
  readonly thresholds: readonly PlotThreshold[];
  readonly zone: string;
  readonly formats: Formats;
  readonly span: Span;
  /** Is told which place the pointer is over; undefined = none. */
  readonly onPlace: (place: number | undefined) => void;
};

export const PLOT_HEIGHT = 168;
const AXIS_WIDTH = 62;
const AXIS_HEIGHT = 26;
const FONT = "12px 'IBM Plex Sans', system-ui, sans-serif";
const DAY_MS = 86_400_000;
const BAND_OPACITY = "26";
/** A value or two make no line: so few are drawn as points too. */
const POINTS_SHOWN_MAX = 12;
/** The least top of an axis of rates, so that silence lies flat on the ground. */
const RATE_TOP_MIN = 1_000;
const ROOM_ABOVE = 1.15;

export function createPlot(target: HTMLElement, wish: PlotWish): uPlot {
  const colour = (name: string) => getComputedStyle(target).getPropertyValue(name).trim();
  return new uPlot(
    {
      width: Math.max(target.clientWidth, 200),
      height: PLOT_HEIGHT,
      ms: 1,
      tzDate: (ms) => uPlot.tzDate(new Date(ms), wish.zone),
      legend: { show: false },
      padding: [TOP_PADDING, 8, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => [wish.span.fromMs, wish.span.toMs] },
        y: { range: (_plot, _min, max) => [0, topOf(wish.unit, max)] },
      },
      axes: [timeAxis(wish, colour), valueAxis(wish, colour)],
      series: [{}, ...wish.lines.flatMap((line) => toSeries(colour(line.colour)))],
      bands: wish.lines.map((line, place) => ({
        series: [place * 3 + 3, place * 3 + 2],
        fill: colour(line.colour) + BAND_OPACITY,
      })),
      hooks: {
        draw: [(plot) => drawThresholds(plot, wish.thresholds, colour)],
        setCursor: [(plot) => wish.onPlace(plot.cursor.idx ?? undefined)],
      },
    },
    [[]],
    target,
  );
}

/** The columns as the chart wants them: time, then mean, min and max of each line. */
export function toPlotData({ at, lines }: Aligned): uPlot.AlignedData {
  return [at, ...lines.map((line) => [...line])];
}

type Colour = (name: string) => string;

function toSeries(stroke: string): uPlot.Series[] {
  const edge: uPlot.Series = { width: 0, points: { show: false } };
  const points: uPlot.Series.Points = {
    size: 4,
    fill: stroke,
    show: (...[, , first, last]) => last - first < POINTS_SHOWN_MAX,
  };
  return [{ stroke, width: 1.5, points }, edge, edge];
}

/** Distances between labels of whole days, where there are several. */
const DAY_STEPS = [DAY_MS, 2 * DAY_MS, 7 * DAY_MS];
const MINUTE_MS = 60_000;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((n) => n * MINUTE_MS);

function timeAxis({ zone, formats, span }: PlotWish, colour: Colour): uPlot.Axis {
  const isLong = () => span.toMs - span.fromMs > 2 * DAY_MS;
  return {
    stroke: colour("--muted"),
    font: FONT,
    size: AXIS_HEIGHT,
    gap: 4,
    space: () => (isLong() ? 84 : 64),
    incrs: () => (isLong() ? DAY_STEPS : TIME_STEPS),
    grid: { show: false },
    ticks: { stroke: colour("--line"), width: 1, size: 4 },
    values: (_plot, splits) =>
      splits.map((ms) => (isLong() ? formats.day(ms, zone) : formats.time(ms, zone))),
  };
}

function valueAxis({ unit, formats }: PlotWish, colour: Colour): uPlot.Axis {
  return {
    stroke: colour("--muted"),
    font: FONT,
    size: AXIS_WIDTH,
    gap: 6,
    space: 36,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    values: (_plot, splits) => splits.map((value) => formats.text(unit, value)),
  };
}

function topOf(unit: Unit, max: number | null): number {
  if (unit === "percent") return 100;
  const most = Math.max(max ?? 0, unit === "bytes_per_second" ? RATE_TOP_MIN : 1);
  return most * ROOM_ABOVE;
}

const LABEL_FONT_PX = 11;
const LABEL_HEIGHT = 12;
const LABEL_GAP = 2;
/** Room for the words of a threshold near the top. */
const TOP_PADDING = 12;

/** All dashed lines first, then their labels, so that no line runs through words. */
function drawThresholds(plot: uPlot, thresholds: readonly PlotThreshold[], colour: Colour): void {
  const { bbox, ctx } = plot;
  const placed = thresholds
    .map((threshold) => ({ ...threshold, y: plot.valToPos(threshold.value, "y", true) }))
    .filter(({ y }) => y >= bbox.top && y <= bbox.top + bbox.height)
    .sort((a, b) => a.y - b.y);
  if (placed.length === 0) return;
  ctx.save();
  for (const { y, severity } of placed) {
    drawLine(plot, y, colour(severity === "critical" ? "--broken-fill" : "--attention-fill"));
  }
  ctx.font = `${LABEL_FONT_PX * devicePixelRatio}px 'IBM Plex Sans', system-ui, sans-serif`;
  const wanted = placed.map(({ y, label }) => ({ y, width: ctx.measureText(label).width }));
  const boxes = placeLabels(wanted, toRoom(plot));
  for (const [place, { label, severity }] of placed.entries()) {
    const box = boxes[place];
    const ink = colour(severity === "critical" ? "--broken" : "--attention");
    if (box !== undefined) drawLabel(plot, { label, box, ink, ground: colour("--surface") });
  }
  ctx.restore();
}

/** The room for labels: the plot and the padding above it, without the curves. */
function toRoom(plot: uPlot): Room {
  const { bbox } = plot;
  const padding = TOP_PADDING * devicePixelRatio;
  const [at, ...rows] = plot.data;
  const curve = rows.flatMap((row) => toPieces(toPoints(plot, at, row)));
  return {
    bounds: { ...bbox, top: bbox.top - padding, height: bbox.height + padding },
    curve,
    height: LABEL_HEIGHT * devicePixelRatio,
    gap: LABEL_GAP * devicePixelRatio,
  };
}

/** A row of the data in pixels; where another row has its place, this one has none. */
function toPoints(plot: uPlot, at: ArrayLike<number>, row: ArrayLike<number | null | undefined>) {
  return Array.from(at).flatMap((instant, place) => {
    const value = row[place];
    if (value === undefined) return [];
    if (value === null) return [null];
    return [{ x: plot.valToPos(instant, "x", true), y: plot.valToPos(value, "y", true) }];
  });
}

function drawLine({ ctx, bbox }: uPlot, y: number, stroke: string): void {
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
}

type Label = {
  readonly label: string;
  readonly box: Box;
  readonly ink: string;
  readonly ground: string;
};

/** Words on their own ground, so that the grid does not run through them. */
function drawLabel({ ctx }: uPlot, { label, box, ink, ground }: Label): void {
  ctx.fillStyle = ground;
  ctx.fillRect(box.left, box.top, box.width, box.height);
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.fillStyle = ink;
  ctx.fillText(label, box.left, box.top + devicePixelRatio / 2);
}
