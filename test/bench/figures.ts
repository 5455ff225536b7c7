/** One measured figure, with the number it has to reach where there is one. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** It must not be more than this. */
  readonly most?: number;
  /** It must not be less than this. */
  readonly least?: number;
};

export function printFigures(title: string, figures: readonly Figure[]): void {
  process.stdout.write(`\n${title}\n`);
  for (const figure of figures) {
    const { name, value, unit } = figure;
    process.stdout.write(
      `  ${name.padEnd(52)}${format(value).padStart(12)} ${unit.padEnd(10)}${verdict(figure)}\n`,
    );
  }
}

function verdict({ value, most, least }: Figure): string {
  if (most !== undefined) return `${value <= most ? "reached" : "MISSED"} (at most ${most})`;
  if (least !== undefined) return `${value >= least ? "reached" : "MISSED"} (at least ${least})`;
  return "";
}

function format(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(Math.abs(value) >= 100 ? 0 : 2);
}
