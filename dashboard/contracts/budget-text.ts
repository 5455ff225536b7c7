/** A budget of working time as a person types it. */

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
/** A year: what the collector takes. */
const BUDGET_SECONDS_MAX = 31_536_000;
/** A fraction such as 1.1 h is not exact in binary: so far from a whole second is still one. */
const WHOLE_WITHIN_SECONDS = 0.000_001;

/** 1 h 30 min, 10 min, 45 s: every part that is not zero, to be read back as it is. */
export function toTypedBudget(seconds: number): string {
  const parts = [
    [Math.floor(seconds / HOUR_SECONDS), "h"],
    [Math.floor((seconds % HOUR_SECONDS) / MINUTE_SECONDS), "min"],
    [seconds % MINUTE_SECONDS, "s"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.length === 0 ? "0 min" : said.join(" ");
}

const COUNT = String.raw`\d{1,8}(?:\.\d{1,6})?`;
/** 2 h 15 min 30 s, or some of that; 1h30; 1:30; a bare number is hours, as contracts count. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^(?:(?<h>${COUNT})h)?(?:(?<m>${COUNT})(?:min|m))?(?:(?<s>\\d{1,8})s)?$`),
  /^(?<h>\d{1,4})[h:](?<m>[0-5]?\d)$/,
  new RegExp(`^(?<h>${COUNT})$`),
];

/** Whole seconds; undefined where it is no length of time, or longer than a year. */
export function parseBudget(typed: string): number | undefined {
  const text = typed.replaceAll(/\s/g, "").replace(",", ".").toLowerCase();
  if (text === "") return undefined;
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return undefined;
  const { h = "0", m = "0", s = "0" } = groups;
  const seconds = Number(h) * HOUR_SECONDS + Number(m) * MINUTE_SECONDS + Number(s);
  const whole = Math.round(seconds);
  if (Math.abs(seconds - whole) > WHOLE_WITHIN_SECONDS || whole > BUDGET_SECONDS_MAX) {
    return undefined;
  }
  return whole;
}
