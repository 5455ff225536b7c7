import type { MachineDetail } from "@vigie/shared/machine.ts";
import { toDesk } from "../address.ts";
import { ApiProblem } from "../api/problem.ts";
import { Charts } from "../charts/charts.tsx";
import { Link } from "../link.tsx";
import {
  useHealth,
  useMachineDetail,
  useMachineLive,
  useRules,
  useTicketsAndAlerts,
  useWatch,
} from "../queries.ts";
import { PageProblem, PageWords } from "../shell/problem-notice.tsx";
import { TicketDrawer } from "../tickets/ticket-drawer.tsx";
import { Tiles } from "../tiles/tiles.tsx";
import { TrialPanel } from "../trial/trial-panel.tsx";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { Facts } from "./facts.tsx";
import { Headline } from "./headline.tsx";
import { Needs } from "./needs.tsx";
import { ProbeStates } from "./probe-states.tsx";

/** One machine, live: what needs a hand beside what it does. */
export function MachinePage({ machineId }: { readonly machineId: string }) {
  const { words } = useWords();
  const { data: detail, error, refetch } = useMachineDetail(machineId);
  const health = useHealth();
  useWatch([machineId]);
  // Health tells whether the trial has a place on the page: it would push away what is drawn before.
  if (detail !== undefined && !health.isPending) {
    return <Machine detail={detail} isSample={health.data?.sample === true} />;
  }
  if (error === null) return <PageWords>{words.problems.reading}</PageWords>;
  const isAbsent = error instanceof ApiProblem && error.status === 404;
  if (isAbsent) return <PageWords>{words.problems.notFound}</PageWords>;
  return <PageProblem error={error} onRetry={() => void refetch()} />;
}

function Machine(props: { readonly detail: MachineDetail; readonly isSample: boolean }) {
  const { detail, isSample } = props;
  const { id, timeZone: zone } = detail;
  const { words } = useWords();
  const live = useMachineLive(id);
  const { data: ruleList } = useRules();
  const { error, retry } = useTicketsAndAlerts(id);
  useTitle(detail.name);
  const rules = ruleList?.items ?? [];
  return (
    <div className="machine">
      <Headline detail={detail} summary={live.summary ?? detail} isSample={isSample} />
      <div className="machine-needs">
        <Needs {...{ live, rules, zone, error }} onRetry={() => void retry()} />
        <p className="small">
          <Link to={toDesk({ page: "new", subject: { customerId: undefined, machineId: id } })}>
            {words.queue.newAbout}
          </Link>
        </p>
        {isSample && <TrialPanel {...{ live, zone }} />}
      </div>
      <div className="machine-does">
        <Tiles machineId={id} {...{ live, rules }} probes={detail.probes} />
        <Charts machineId={id} {...{ live, rules, zone }} />
      </div>
      <div className="machine-is">
        <Facts {...{ detail, live }} />
        <ProbeStates probes={detail.probes} />
      </div>
      <TicketDrawer zone={zone} />
    </div>
  );
}
