import { metricNamed } from "@vigie/shared/metrics.ts";
import type { AlertDocument, RuleDocument } from "@vigie/shared/rule.ts";
import { lazy, Suspense } from "react";
import { useClock } from "../live/clock.ts";
import { type MachineLive, seriesKey } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { AlertNotes } from "./alert-notes.tsx";

/** What can be done comes with the first alert. */
const AlertActs = lazy(async () => {
  const { AlertActs: component } = await import("./alert-acts.tsx");
  return { default: component };
});

/** What is wrong with a machine now; nothing when nothing is. */
export function AlertList(props: {
  readonly alerts: readonly AlertDocument[];
  readonly live: Pick<MachineLive, "latest">;
  readonly rules: readonly RuleDocument[];
  readonly zone: string;
}) {
  const { alerts, live, rules, zone } = props;
  const { words } = useWords();
  if (alerts.length === 0) return null;
  return (
    <div className="needs-part">
      <h3>{words.alerts.title}</h3>
      <ul className="plain-list">
        {alerts.map((alert) => (
          <Alert
            key={alert.id}
            {...{ alert, live, zone }}
            rule={rules.find(({ id }) => id === alert.rule.id)}
          />
        ))}
      </ul>
    </div>
  );
}

/** Firing before pending, critical before warning, oldest first. */
export function toActive({ alerts }: Pick<MachineLive, "alerts">): AlertDocument[] {
  const rank = ({ state, severity }: AlertDocument) =>
    (state === "firing" ? 0 : 2) + (severity === "critical" ? 0 : 1);
  return [...alerts.values()]
    .filter(({ state }) => state !== "quiet")
    .sort((a, b) => rank(a) - rank(b) || a.since.localeCompare(b.since));
}

function Alert(props: {
  readonly alert: AlertDocument;
  readonly live: Pick<MachineLive, "latest">;
  readonly rule: RuleDocument | undefined;
  readonly zone: string;
}) {
  const { alert, live, rule, zone } = props;
  const { clock } = useParts();
  const reader = useWords();
  const { words, formats, language } = reader;
  const sinceMs = Date.parse(alert.since);
  const since = useClock(clock, (now) =>
    words.alerts.since({
      moment: formats.moment(sinceMs, zone, now),
      age: formats.duration((now - sinceMs) / 1_000),
    }),
  );
  const isPending = alert.state === "pending";
  const severity = alert.severity === "critical" ? "broken" : "attention";
  return (
    <li className="row">
      <span className={isPending ? "shape shape-pending" : `shape shape-${severity}`} />
      <div>
        <p className="row-title">
          {alert.rule.label[language]}
          {alert.object !== null && <span>{` ${alert.object}`}</span>}
          {!isPending && (
            <span className={`word word-${severity}`}>{words.alerts.severity[alert.severity]}</span>
          )}
        </p>
        <p className="figures">{toCauseNow(alert, live, reader)}</p>
        <p className="muted small" title={formats.instant(sinceMs, zone)}>
          {isPending ? pendingText(rule, reader) : since}
        </p>
        <AlertNotes {...{ alert, zone }} />
        {alert.state === "firing" && (
          <Suspense>
            <AlertActs {...{ alert, zone }} />
          </Suspense>
        )}
      </div>
    </li>
  );
}

/** What an alert that is not one yet waits for. */
export function pendingText(
  rule: Pick<RuleDocument, "holdForSeconds"> | undefined,
  { words, formats }: Pick<Words, "words" | "formats">,
): string {
  const seconds = rule?.holdForSeconds ?? 0;
  if (seconds === 0) return words.alerts.pending;
  return words.alerts.pendingFor({ duration: formats.budget(seconds) });
}

/** The cause with the value as it is now; the value that raised the alert is said to be of then. */
export function toCauseNow(
  alert: AlertDocument,
  { latest }: Pick<MachineLive, "latest">,
  reader: Pick<Words, "words" | "formats" | "language">,
): string {
  const { metric, object, value } = alert;
  if (metric === null || value === null) return toCause(alert, reader);
  const now = latest.get(seriesKey(metric, object));
  if (now !== undefined) return toCause({ ...alert, value: now.value }, reader);
  return reader.words.alerts.atTheTime({ cause: toCause(alert, reader) });
}

/** A machine that says nothing, or one whose clock is wrong. */
function toCauseWithoutMetric(
  skewSeconds: number | null,
  { words, formats }: Pick<Words, "words" | "formats">,
): string {
  if (skewSeconds === null) return words.alerts.offline;
  return words.machine.clockSkew({ age: formats.duration(Math.abs(skewSeconds)) });
}

/** What was measured, against what; or that nothing is measured any more. */
export function toCause(
  { metric, value, threshold }: Pick<AlertDocument, "metric" | "value" | "threshold">,
  { words, formats, language }: Pick<Words, "words" | "formats" | "language">,
): string {
  if (metric === null) return toCauseWithoutMetric(value, { words, formats });
  const named = metricNamed(metric);
  const label = named?.label[language] ?? metric;
  if (value === null || threshold === null) return words.alerts.absence({ metric: label });
  const unit = named?.unit ?? "count";
  return words.alerts.above({
    value: `${label} : ${formats.text(unit, value)}`.replace(
      " : ",
      language === "fr" ? " : " : ": ",
    ),
    threshold: formats.text(unit, threshold),
  });
}
