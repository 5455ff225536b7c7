import { useAddress } from "./address.ts";
import { Link } from "./link.tsx";
import { MachinePage } from "./machine/machine-page.tsx";
import { MachineList } from "./machines/machine-list.tsx";
import { NoMachine } from "./machines/no-machine.tsx";
import { useHealth, useMachines } from "./queries.ts";
import { Header } from "./shell/header.tsx";
import { HealthNotice } from "./shell/health-notice.tsx";
import { PageProblem, PageWords } from "./shell/problem-notice.tsx";
import { useWords } from "./words/words.tsx";

/** The whole page: the bar, and the machine or the machines. */
export function App() {
  const { words } = useWords();
  const address = useAddress();
  const { data } = useMachines(ALL);
  const count = data?.items.length ?? 0;
  const isAmongMany = address.machineId !== undefined && count > 1;
  return (
    <>
      <Header>
        {isAmongMany && (
          <Link to={{ ...address, machineId: undefined, ticketId: undefined }} className="crumb">
            {words.machine.all}
          </Link>
        )}
      </Header>
      <HealthNotice />
      <main id="content" tabIndex={-1}>
        {address.machineId === undefined ? <Home /> : <MachinePage machineId={address.machineId} />}
      </main>
      <Version />
    </>
  );
}

const ALL = { search: "", sort: "name", order: "asc", cursor: undefined } as const;

/** The list; a lone machine needs none, and none needs a word. */
function Home() {
  const { words } = useWords();
  const { data, error, refetch } = useMachines(ALL);
  const [only] = data?.items ?? [];
  if (data === undefined) {
    if (error === null) return <PageWords>{words.problems.reading}</PageWords>;
    return <PageProblem error={error} onRetry={() => void refetch()} />;
  }
  if (only === undefined) return <NoMachine />;
  return data.items.length === 1 ? <MachinePage machineId={only.id} /> : <MachineList />;
}

/** Which Vigie this is, for whoever asks for help. */
function Version() {
  const { words } = useWords();
  const { data: health } = useHealth();
  if (health === undefined) return null;
  return <footer className="foot">{words.shell.version({ version: health.version })}</footer>;
}
