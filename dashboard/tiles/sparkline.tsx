import type { Columns } from "../charts/columns.ts";

/** The last hour of a rate, on a track as high as its most. It says how it went, not how much. */

const WIDTH = 200;
const HEIGHT = 24;

export function Sparkline(props: {
  readonly columns: Columns;
  readonly fromMs: number;
  readonly toMs: number;
}) {
  const { columns, fromMs, toMs } = props;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={toPath(columns, fromMs, toMs)} />
    </svg>
  );
}

/** One line for each stretch without a gap. */
export function toPath({ at, mean }: Columns, fromMs: number, toMs: number): string {
  const most = mean.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  if (most === 0) return `M0 ${HEIGHT - 1}H${WIDTH}`;
  const parts: string[] = [];
  let isNew = true;
  for (const [place, instant] of at.entries()) {
    const value = mean[place] ?? null;
    if (value === null) {
      isNew = true;
      continue;
    }
    const x = Math.max(0, ((instant - fromMs) / (toMs - fromMs)) * WIDTH);
    const y = HEIGHT - 1 - (value / most) * (HEIGHT - 2);
    parts.push(`${isNew ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`);
    isNew = false;
  }
  return parts.join("");
}
