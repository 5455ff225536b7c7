import { lazy, Suspense } from "react";
import { useAddress } from "./address.ts";
import { MachinePage } from "./machine/machine-page.tsx";
import { MachineList } from "./machines/machine-list.tsx";
import { NoMachine } from "./machines/no-machine.tsx";
import { useHealth, useMachines } from "./queries.ts";
import { Header } from "./shell/header.tsx";
import { HealthNotice } from "./shell/health-notice.tsx";
import { PageProblem, PageWords } from "./shell/problem-notice.tsx";
import { useWords } from "./words/words.tsx";

/** The pages about contracts come when somebody goes there: the first page need not wait for them. */
const ContractPages = lazy(async () => {
  const { ContractPages: pages } = await import("./contracts/contract-pages.tsx");
  return { default: pages };
});

/** So do those of the desk. */
const DeskPages = lazy(async () => {
  const { DeskPages: pages } = await import("./desk/desk-pages.tsx");
  return { default: pages };
});

/** The whole page: the bar, and what the address says. */
export function App() {
  return (
    <>
      <Header />
      <HealthNotice />
      <main id="content" tabIndex={-1}>
        <Content />
      </main>
      <Version />
    </>
  );
}

function Content() {
  const { words } = useWords();
  const { contracts, desk, machineId } = useAddress();
  if (contracts !== undefined || desk !== undefined) {
    return (
      <Suspense fallback={<PageWords>{words.problems.reading}</PageWords>}>
        {contracts !== undefined && <ContractPages place={contracts} />}
        {desk !== undefined && <DeskPages place={desk} />}
      </Suspense>
    );
  }
  return machineId === undefined ? <Home /> : <MachinePage machineId={machineId} />;
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
