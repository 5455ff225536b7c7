import type { StaffDocument, TeamDocument } from "@vigie/shared/staff.ts";
import { useState } from "react";
import { Checks } from "../desk/checks.tsx";
import { TextField, toOptions } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** A new team, or one with other members. */
export function TeamForm(props: {
  readonly team: TeamDocument | undefined;
  readonly people: readonly StaffDocument[];
  readonly onDone: () => void;
}) {
  const { team, people, onDone } = props;
  const { staff } = useParts().api;
  const { words } = useWords();
  const [name, setName] = useState(team?.name ?? "");
  const [memberIds, setMemberIds] = useState(() => team?.members.map(({ id }) => id) ?? []);
  const saving = useSaving({
    work: () => {
      const wish = { name: name.trim(), memberIds };
      return team === undefined ? staff.addTeam(wish) : staff.changeTeam(team, wish);
    },
    refreshes: ["staff", "teams"],
    onDone,
  });
  const listed = people.filter(({ id, active }) => active || memberIds.includes(id));
  return (
    <form
      className="settings-form section"
      aria-labelledby="team-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (name.trim() !== "") saving.run();
      }}
    >
      <h2 id="team-form">{team?.name ?? words.staff.newTeam}</h2>
      <TextField
        label={words.staff.teamName}
        value={name}
        maxLength={120}
        required
        data-autofocus
        onText={setName}
      />
      <Checks
        legend={words.staff.members}
        options={toOptions(listed)}
        chosen={memberIds}
        onChoose={(chosen) => setMemberIds([...chosen])}
      />
      <FormEnd of={saving} onLeave={onDone} />
    </form>
  );
}
