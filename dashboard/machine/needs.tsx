import type { RuleDocument } from "@vigie/shared/rule.ts";
import { AlertList, toActive } from "../alerts/alert-list.tsx";
import type { MachineLive } from "../live/machine-live.ts";
import { OpenTickets, PastTickets, toTickets } from "../tickets/ticket-list.tsx";
import { useWords } from "../words/words.tsx";

/** What of this machine needs a hand, and by when; one quiet sentence when nothing does. */
export function Needs(props: {
  readonly live: MachineLive;
  readonly rules: readonly RuleDocument[];
  readonly zone: string;
}) {
  const { live, rules, zone } = props;
  const { words } = useWords();
  const alerts = toActive(live);
  const { open, past } = toTickets(live);
  const isQuiet = alerts.length === 0 && open.length === 0;
  return (
    <section className="section" aria-labelledby="needs-title">
      <h2 id="needs-title">{words.machine.needs}</h2>
      {isQuiet && (
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
