/** The text format of Prometheus, 0.0.4. */

export type Metric = {
  readonly name: string;
  readonly kind: "counter" | "gauge";
  /** What it counts, in one sentence. */
  readonly help: string;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
};

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** One metric after the other, each with its help and type in front. */
export function toExposition(metrics: readonly Metric[]): string {
  return metrics
    .map(
      ({ name, kind, help, value, labels = {} }) =>
        `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${kind}\n${name}${toLabels(labels)} ${toValue(value)}\n`,
    )
    .join("");
}

function toLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function toValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
