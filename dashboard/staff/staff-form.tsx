import { LANGUAGES } from "@vigie/shared/problems.ts";
import {
  STAFF_ROLES,
  type StaffDocument,
  type StaffWish,
  type TeamDocument,
} from "@vigie/shared/staff.ts";
import { useState } from "react";
import { Check, Checks } from "../desk/checks.tsx";
import { Choice, TextField, toChoices, toOptions } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { ZoneChoice } from "../desk/zone-choice.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";

type Filled = Required<StaffWish> & { readonly active: boolean };

/** Somebody of the staff as they are filled in, new or to be changed. */
function toFilled(member: StaffDocument | undefined): Filled {
  if (member === undefined) {
    return {
      name: "",
      email: null,
      phone: null,
      language: "fr",
      role: "technician",
      timeZone: zoneHere(),
      teamIds: [],
      active: true,
    };
  }
  const { name, email, phone, language, role, timeZone, active, teams } = member;
  const teamIds = teams.map(({ id }) => id);
  return { name, email, phone, language, role, timeZone, teamIds, active };
}

/** What is sent of it: who is new is active. */
function toWish(filled: Filled): StaffWish {
  const { name, email, phone, language, role, timeZone, teamIds } = filled;
  return { name: name.trim(), email, phone, language, role, timeZone, teamIds };
}

/** Somebody new, or somebody with what changed. */
export function StaffForm(props: {
  readonly member: StaffDocument | undefined;
  readonly teams: readonly TeamDocument[];
  readonly onDone: () => void;
}) {
  const { member, teams, onDone } = props;
  const { staff } = useParts().api;
  const { words } = useWords();
  const [filled, setFilled] = useState(() => toFilled(member));
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const saving = useSaving({
    work: () =>
      member === undefined
        ? staff.add(toWish(filled))
        : staff.change(member, { ...toWish(filled), active: filled.active }),
    refreshes: ["staff", "teams"],
    onDone,
  });
  return (
    <form
      className="settings-form section"
      aria-labelledby="staff-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (filled.name.trim() !== "") saving.run();
      }}
    >
      <h2 id="staff-form">{member?.name ?? words.staff.newMember}</h2>
      <Person {...{ filled, fill }} />
      {teams.length > 0 && (
        <Checks
          legend={words.staff.teams}
          options={toOptions(teams)}
          chosen={filled.teamIds}
          onChoose={(teamIds) => fill({ teamIds: [...teamIds] })}
        />
      )}
      {member !== undefined && (
        <Check
          label={words.staff.active}
          checked={filled.active}
          onChange={(active) => fill({ active })}
        />
      )}
      <FormEnd of={saving} onLeave={onDone} />
    </form>
  );
}

function Person(props: {
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
}) {
  const { filled, fill } = props;
  const { words } = useWords();
  return (
    <>
      <TextField
        label={words.staff.name}
        value={filled.name}
        maxLength={120}
        required
        data-autofocus
        onText={(name) => fill({ name })}
      />
      <TextField
        type="email"
        label={words.staff.email}
        value={filled.email ?? ""}
        maxLength={254}
        onText={(email) => fill({ email: textOrNull(email) })}
      />
      <TextField
        type="tel"
        label={words.staff.phone}
        value={filled.phone ?? ""}
        maxLength={40}
        onText={(phone) => fill({ phone: textOrNull(phone) })}
      />
      <Choice
        label={words.staff.role}
        value={filled.role}
        options={toChoices(STAFF_ROLES, words.staff.roles)}
        onChoose={(role) => fill({ role })}
      />
      <Choice
        label={words.shell.language}
        value={filled.language}
        options={toChoices(LANGUAGES, words.start.languages)}
        onChoose={(language) => fill({ language })}
      />
      <ZoneChoice
        label={words.staff.timeZone}
        zone={filled.timeZone}
        onChoose={(timeZone) => fill({ timeZone })}
      />
    </>
  );
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}
