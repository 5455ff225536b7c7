import type { DependencyDocument } from "@vigie/shared/dependency.ts";
import type { ReactNode } from "react";
import { HOME } from "../address.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { MoreRows } from "../desk/more-rows.tsx";
import { rowsOf, useDependencies } from "../desk/questions.ts";
import { useSaving } from "../desk/use-saving.ts";
import { Link } from "../link.tsx";
import { PresenceMark } from "../machines/presence-mark.tsx";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";

/** Which machines are behind which; under them a way to say more. */
export function Dependencies({ children }: { readonly children: ReactNode }) {
  const { words } = useWords();
  const dependencies = useDependencies();
  const rows = rowsOf(dependencies.data);
  return (
    <section className="section" aria-labelledby="behind-title">
      <h2 id="behind-title">{words.outages.behindTitle}</h2>
      <p className="quiet small">{words.outages.behindAbout}</p>
      {dependencies.error !== null && (
        <ProblemNotice error={dependencies.error} onRetry={() => void dependencies.refetch()} />
      )}
      {dependencies.isSuccess && rows.length === 0 && (
        <p className="quiet">{words.outages.noneBehind}</p>
      )}
      <ul className="plain-list rows">
        {rows.map((dependency) => (
          <Dependency key={dependency.id} dependency={dependency} />
        ))}
      </ul>
      <MoreRows of={dependencies} />
      {children}
    </section>
  );
}

function Dependency({ dependency }: { readonly dependency: DependencyDocument }) {
  const { noise } = useParts().api;
  const { words } = useWords();
  const { machine, behind } = dependency;
  const removing = useSaving({
    work: () => noise.removeDependency(dependency),
    refreshes: ["dependencies"],
  });
  return (
    <li>
      <Named {...machine} />
      <span className="muted">{words.outages.behind}</span>
      <Named {...behind} />
      <button
        type="button"
        className="text-button"
        disabled={removing.isBusy}
        onClick={() => removing.run()}
      >
        {words.outages.remove}
        <span className="unseen">{machine.name}</span>
      </button>
      <ActProblem error={removing.error} />
    </li>
  );
}

function Named({ id, name, presence }: DependencyDocument["machine"]) {
  return (
    <span>
      <Link to={{ ...HOME, machineId: id }}>{name}</Link> <PresenceMark presence={presence} />
    </span>
  );
}
