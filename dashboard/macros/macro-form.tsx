import { Textarea } from "@mantine/core";
import {
  MACRO_STATES,
  MACRO_VARIABLES,
  type MacroActs,
  type MacroDocument,
} from "@vigie/shared/macro.ts";
import { useState } from "react";
import { Choice, TextField, toChoices, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { PRIORITY_OPTIONS } from "../desk/priority-options.ts";
import { useStaff, useTeams } from "../desk/questions.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { type MacroFilled, NOBODY, toMacroActs, toMacroFilled } from "./macro-filled.ts";

const TEXT_LENGTH_MAX = 8_000;

type Filling = {
  readonly filled: MacroFilled;
  readonly fill: (change: Partial<MacroFilled>) => void;
};

/** A new macro, or one that does other things from now on. */
export function MacroForm(props: {
  readonly macro: MacroDocument | undefined;
  readonly onDone: () => void;
}) {
  const { macro, onDone } = props;
  const { words } = useWords();
  const [filled, setFilled] = useState(() => toMacroFilled(macro));
  const [isTried, setTried] = useState(false);
  const fill = (change: Partial<MacroFilled>) => setFilled({ ...filled, ...change });
  const acts = toMacroActs(filled);
  const name = filled.name.trim();
  const saving = useKeeping({ macro, name, acts }, onDone);
  return (
    <form
      className="settings-form section"
      aria-labelledby="macro-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (name !== "" && acts !== undefined) saving.run();
      }}
    >
      <h2 id="macro-form">{macro?.name ?? words.macros.new}</h2>
      <TextField
        label={words.macros.name}
        value={filled.name}
        maxLength={80}
        error={isTried && name === "" && words.start.needed}
        data-autofocus
        onText={(text) => fill({ name: text })}
      />
      <Texts {...{ filled, fill }} />
      <People {...{ filled, fill }} />
      <Standing {...{ filled, fill }} />
      {isTried && acts === undefined && (
        <p className="small attention" role="alert">
          {words.macros.nothing}
        </p>
      )}
      <FormEnd of={saving} onLeave={onDone} />
    </form>
  );
}

function useKeeping(
  kept: {
    readonly macro: MacroDocument | undefined;
    readonly name: string;
    readonly acts: MacroActs | undefined;
  },
  onDone: () => void,
) {
  const { queue } = useParts().api;
  const { macro, name, acts } = kept;
  return useSaving({
    async work() {
      if (acts === undefined) return;
      await (macro === undefined
        ? queue.addMacro({ name, acts })
        : queue.changeMacro(macro, { name, acts }));
    },
    refreshes: ["macros"],
    onDone,
  });
}

/** What it says, with the names that stand for something of the ticket. */
function Texts({ filled, fill }: Filling) {
  const { words } = useWords();
  const names = MACRO_VARIABLES.map((name) => `{{${name}}}`).join(" ");
  return (
    <>
      <Textarea
        label={words.macros.reply}
        description={words.macros.variables({ names })}
        value={filled.reply}
        maxLength={TEXT_LENGTH_MAX}
        rows={4}
        onChange={({ currentTarget }) => fill({ reply: currentTarget.value })}
      />
      <Textarea
        label={words.macros.note}
        value={filled.note}
        maxLength={TEXT_LENGTH_MAX}
        rows={2}
        onChange={({ currentTarget }) => fill({ note: currentTarget.value })}
      />
    </>
  );
}

function People({ filled, fill }: Filling) {
  const { words } = useWords();
  const staff = useStaff().data?.items.filter(({ active }) => active) ?? [];
  const teams = useTeams().data?.items ?? [];
  const nobody = (label: string) => ({ value: NOBODY, label });
  return (
    <>
      <Choice
        label={words.macros.assignee}
        value={filled.assigneeId}
        options={withNone(words.macros.unchanged, [
          nobody(words.queue.nobody),
          ...toOptions(staff),
        ])}
        onChoose={(assigneeId) => fill({ assigneeId })}
      />
      {teams.length > 0 && (
        <Choice
          label={words.macros.team}
          value={filled.teamId}
          options={withNone(words.macros.unchanged, [
            nobody(words.ticket.noTeam),
            ...toOptions(teams),
          ])}
          onChoose={(teamId) => fill({ teamId })}
        />
      )}
    </>
  );
}

/** How the ticket stands afterwards. */
function Standing({ filled, fill }: Filling) {
  const { words } = useWords();
  return (
    <>
      <TextField
        label={words.macros.tags}
        value={filled.tags}
        maxLength={500}
        onText={(tags) => fill({ tags })}
      />
      <Choice
        label={words.macros.priority}
        value={filled.priority}
        options={withNone(words.macros.unchanged, PRIORITY_OPTIONS)}
        onChoose={(priority) => fill({ priority })}
      />
      <Choice
        label={words.macros.state}
        value={filled.state}
        options={withNone(words.macros.unchanged, toChoices(MACRO_STATES, words.tickets.state))}
        onChoose={(state) => fill({ state })}
      />
    </>
  );
}
