import { Button } from "@mantine/core";
import type { MacroDocument } from "@vigie/shared/macro.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Beside } from "../desk/beside.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { useMacros } from "../desk/questions.ts";
import { Removal } from "../desk/removal.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { MacroForm } from "./macro-form.tsx";

/** What is often done to tickets, under one name each. */
export function MacrosPage() {
  const { words } = useWords();
  const { data, error, isSuccess, refetch } = useMacros();
  const [filling, setFilling] = useState<{ readonly macro: MacroDocument | undefined }>();
  const leave = () => setFilling(undefined);
  const key = filling?.macro?.id ?? "new";
  return (
    <>
      <PageTitle>{words.desk.pages.macros}</PageTitle>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.macros.about}</p>
          <Button size="xs" variant="default" onClick={() => setFilling({ macro: undefined })}>
            {words.macros.new}
          </Button>
          {isSuccess && data.items.length === 0 && <p className="quiet">{words.macros.none}</p>}
          <ul className="plain-list entries">
            {data?.items.map((macro) => (
              <Macro key={macro.id} macro={macro} onFill={() => setFilling({ macro })} />
            ))}
          </ul>
        </div>
        {filling !== undefined && (
          <Beside key={key}>
            <MacroForm macro={filling.macro} onDone={leave} />
          </Beside>
        )}
      </div>
    </>
  );
}

function Macro(props: { readonly macro: MacroDocument; readonly onFill: () => void }) {
  const { macro, onFill } = props;
  const { queue } = useParts().api;
  const { words } = useWords();
  const removing = useSaving({ work: () => queue.removeMacro(macro), refreshes: ["macros"] });
  return (
    <li>
      <p>
        <b>{macro.name}</b>
      </p>
      <p className="small muted">{toActsText(macro, words)}</p>
      <p className="alert-acts">
        <button type="button" className="text-button" onClick={onFill}>
          {words.desk.edit}
          <span className="unseen">{macro.name}</span>
        </button>
        <Removal of={removing} label={words.macros.remove} name={macro.name} />
      </p>
      <ActProblem error={removing.error} />
    </li>
  );
}

/** What it does, in the order in which it is done. */
function toActsText(
  { acts }: MacroDocument,
  { macros, tickets }: ReturnType<typeof useWords>["words"],
): string {
  const { addTags, assigneeId, teamId, priority, note, reply, state } = acts;
  return [
    addTags !== undefined && macros.tagged({ tags: addTags.join(", ") }),
    assigneeId !== undefined && macros.assigns,
    teamId !== undefined && macros.teams,
    priority !== undefined && tickets.priority({ priority }),
    note !== undefined && macros.notes,
    reply !== undefined && macros.replies,
    state !== undefined && tickets.state[state],
  ]
    .filter((part) => part !== false)
    .join(" · ");
}
