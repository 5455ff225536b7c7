import type { RuleDocument } from "@vigie/shared/rule.ts";
import { AlertList, toActive } from "../alerts/alert-list.tsx";
import type { MachineLive } from "../live/machine-live.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { OpenTickets, PastTickets, toTickets } from "../tickets/ticket-list.tsx";
import { useWords } from "../words/words.tsx";

/** What of this machine needs a hand, and by when; one quiet sentence when it is known that nothing does. */
export function Needs(props: {
  readonly live: MachineLive;
  readonly rules: readonly RuleDocument[];
  readonly zone: string;
  /** Why tickets or alerts could not be read. */
  readonly error: Error | null;
  readonly onRetry: () => void;
}) {
  const { live, rules, zone, error, onRetry } = props;
  const { words } = useWords();
  const alerts = toActive(live);
  const { open, past } = toTickets(live);
  const isQuiet = alerts.length === 0 && open.length === 0;
  const reading = toReading(live, error);
  return (
    <section className="section" aria-labelledby="needs-title">
      <h2 id="needs-title">{words.machine.needs}</h2>
      {reading === "failed" && error !== null && <ProblemNotice {...{ error, onRetry }} />}
      {reading === "under_way" && isQuiet && (
        <p className="quiet needs-part">{words.problems.reading}</p>
      )}
      {reading === "done" && isQuiet && (
        <p className="quiet needs-part">
          <span className="shape shape-fine" />
          {words.machine.needsNothing}
        </p>
      )}
      <OpenTickets readings={open} zone={zone} />
      <AlertList {...{ alerts, live, rules, zone }} />
      <PastTickets readings={past} zone={zone} />
    </section>
  );
}

/** Whether an empty page is good news: before alerts and tickets are there it says nothing. */
export function toReading(
  { knowsAlerts, knowsTickets }: Pick<MachineLive, "knowsAlerts" | "knowsTickets">,
  error: Error | null,
): "done" | "under_way" | "failed" {
  if (knowsAlerts && knowsTickets) return "done";
  return error === null ? "under_way" : "failed";
}
