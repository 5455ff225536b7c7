import { Button } from "@mantine/core";
import type { StaffDocument, TeamDocument } from "@vigie/shared/staff.ts";
import { useState } from "react";
import { Beside } from "../desk/beside.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { useStaff, useTeams } from "../desk/questions.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { StaffForm } from "./staff-form.tsx";
import { TeamForm } from "./team-form.tsx";

/** What is being filled in: somebody or a team, new where nothing else is said. */
type Filling =
  | { readonly what: "member"; readonly member: StaffDocument | undefined }
  | { readonly what: "team"; readonly team: TeamDocument | undefined };

/** The people who work here, and their teams. */
export function StaffPage() {
  const { words } = useWords();
  const staff = useStaff();
  const teams = useTeams();
  const [filling, setFilling] = useState<Filling>();
  const lists = { people: staff.data?.items ?? [], teams: teams.data?.items ?? [] };
  const error = staff.error ?? teams.error;
  return (
    <>
      <PageTitle>{words.desk.pages.staff}</PageTitle>
      {error !== null && <ProblemNotice error={error} onRetry={() => void staff.refetch()} />}
      <div className="settings">
        <div className="settings-list">
          <People people={lists.people} isRead={staff.isSuccess} onFill={setFilling} />
          <Teams teams={lists.teams} onFill={setFilling} />
        </div>
        {filling !== undefined && (
          <Beside key={keyOf(filling)}>
            <Form {...lists} filling={filling} onDone={() => setFilling(undefined)} />
          </Beside>
        )}
      </div>
    </>
  );
}

function keyOf(filling: Filling): string {
  const id = filling.what === "team" ? filling.team?.id : filling.member?.id;
  return `${filling.what} ${id}`;
}

function Form(props: {
  readonly filling: Filling;
  readonly people: readonly StaffDocument[];
  readonly teams: readonly TeamDocument[];
  readonly onDone: () => void;
}) {
  const { filling, people, teams, onDone } = props;
  if (filling.what === "team") {
    const { team } = filling;
    return <TeamForm {...{ team, people, onDone }} />;
  }
  const { member } = filling;
  return <StaffForm {...{ member, teams, onDone }} />;
}

type OnFill = { readonly onFill: (filling: Filling) => void };

function People(
  props: OnFill & { readonly people: readonly StaffDocument[]; readonly isRead: boolean },
) {
  const { people, isRead, onFill } = props;
  const { words } = useWords();
  return (
    <section className="section" aria-labelledby="people-title">
      <h2 id="people-title">{words.staff.people}</h2>
      {isRead && people.length === 0 && <p className="quiet">{words.staff.nobodyYet}</p>}
      {people.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.staff.name}</th>
              <th scope="col">{words.staff.role}</th>
              <th scope="col">{words.staff.teams}</th>
              <th scope="col">{words.staff.email}</th>
              <th scope="col">
                <span className="unseen">{words.desk.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((member) => (
              <Person key={member.id} {...{ member, onFill }} />
            ))}
          </tbody>
        </table>
      )}
      <Button
        size="xs"
        variant="default"
        onClick={() => onFill({ what: "member", member: undefined })}
      >
        {words.staff.newMember}
      </Button>
    </section>
  );
}

function Person({ member, onFill }: OnFill & { readonly member: StaffDocument }) {
  const { words, formats } = useWords();
  const { name, role, teams, email, active } = member;
  return (
    <tr>
      <th scope="row">
        {name}
        {!active && <span className="tag">{words.staff.left}</span>}
      </th>
      <td>{words.staff.roles[role]}</td>
      <td>{formats.list(teams.map((team) => team.name))}</td>
      <td>{email ?? <span className="muted">{words.staff.noEmail}</span>}</td>
      <td>
        <button
          type="button"
          className="text-button"
          onClick={() => onFill({ what: "member", member })}
        >
          {words.desk.edit}
          <span className="unseen">{name}</span>
        </button>
      </td>
    </tr>
  );
}

function Teams({ teams, onFill }: OnFill & { readonly teams: readonly TeamDocument[] }) {
  const { words, formats } = useWords();
  return (
    <section className="section" aria-labelledby="teams-title">
      <h2 id="teams-title">{words.staff.teams}</h2>
      <ul className="plain-list rows">
        {teams.map((team) => (
          <li key={team.id}>
            <b>{team.name}</b>
            <span className="muted">
              {team.members.length === 0
                ? words.staff.nobodyInTeam
                : formats.list(team.members.map(({ name }) => name))}
            </span>
            <button
              type="button"
              className="text-button"
              onClick={() => onFill({ what: "team", team })}
            >
              {words.desk.edit}
              <span className="unseen">{team.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button size="xs" variant="default" onClick={() => onFill({ what: "team", team: undefined })}>
        {words.staff.newTeam}
      </Button>
    </section>
  );
}
