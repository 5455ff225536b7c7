import type { StaffDocument } from "@vigie/shared/staff.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toOptions, withNone } from "../desk/fields.tsx";
import { useStaff, useTeams } from "../desk/questions.ts";
import { useSignature, useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, TICKET_KEYS, useTicketAct } from "./reading.ts";

/** Who has it, which team, and who looks on. */
export function People({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const { assignee, team } = ticket.document;
  const { data: staff } = useStaff();
  const { data: teams } = useTeams();
  const act = useTicketAct(ticket);
  const people = staff?.items.filter(({ active }) => active) ?? [];

  function assign(assigneeId: string | null, teamId: string | null): void {
    act.run({ path: "assign", said: { assigneeId, teamId } });
  }

  return (
    <section className="section side-fields" aria-labelledby="ticket-people">
      <h2 id="ticket-people">{words.ticket.people}</h2>
      <Choice
        size="xs"
        label={words.ticket.assignee}
        value={assignee?.id ?? ""}
        options={withNone(words.queue.nobody, toOptions(withCurrent(people, assignee)))}
        onChoose={(id) => assign(idOf(id), team?.id ?? null)}
      />
      {teams !== undefined && teams.items.length > 0 && (
        <Choice
          size="xs"
          label={words.ticket.team}
          value={team?.id ?? ""}
          options={withNone(words.ticket.noTeam, toOptions(withCurrent(teams.items, team)))}
          onChoose={(id) => assign(assignee?.id ?? null, idOf(id))}
        />
      )}
      <Watchers ticket={ticket} people={people} />
      <ActProblem error={act.error} />
    </section>
  );
}

type Named = { readonly id: string; readonly name: string };

/** Who left the staff may still have it. */
function withCurrent(some: readonly Named[], current: Named | null): readonly Named[] {
  if (current === null || some.some(({ id }) => id === current.id)) return some;
  return [current, ...some];
}

function idOf(value: string): string | null {
  return value === "" ? null : value;
}

/** Who is told of what happens to it, and a way to be one of them. */
function Watchers(props: {
  readonly ticket: ReadTicket;
  readonly people: readonly StaffDocument[];
}) {
  const { ticket, people } = props;
  const { id, watchers } = ticket.document;
  const { desk } = useParts().api;
  const { words, formats } = useWords();
  const { staffId } = useSignature();
  const isWatching = watchers.some((watcher) => watcher.id === staffId);
  const watching = useSigned({
    work: async (_input, by) => {
      if (staffId === undefined) return;
      await (isWatching ? desk.unwatch(id, staffId) : desk.watch(id, staffId, by));
    },
    refreshes: TICKET_KEYS,
  });
  const isKnown = people.some((person) => person.id === staffId);
  return (
    <div className="small">
      <p>
        {watchers.length === 0 ? (
          <span className="muted">{words.ticket.noWatchers}</span>
        ) : (
          <>
            <span className="muted">{words.ticket.watchers}</span>{" "}
            {formats.list(watchers.map(({ name }) => name))}
          </>
        )}
      </p>
      {isKnown && (
        <button
          type="button"
          className="text-button"
          disabled={watching.isBusy}
          onClick={() => watching.run()}
        >
          {isWatching ? words.ticket.unwatch : words.ticket.watch}
        </button>
      )}
      <ActProblem error={watching.error} />
    </div>
  );
}
