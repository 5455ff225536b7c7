import { Button } from "@mantine/core";
import type { BulkAct, BulkOutcome } from "@vigie/shared/bulk.ts";
import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, TextField, toChoices, toOptions, withNone } from "../desk/fields.tsx";
import { useMacros, useStaff, useTeams } from "../desk/questions.ts";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { BULK_KINDS, type BulkKind, toBulkAct } from "./bulk-act.ts";

/** What can be done with the tickets that are chosen, all at once; each is done by itself. */
export function BulkBar(props: {
  readonly tickets: readonly TicketSummary[];
  readonly onDone: () => void;
}) {
  const { tickets, onDone } = props;
  const { words } = useWords();
  const [kind, setKind] = useState<BulkKind>("acknowledge");
  const [argument, setArgument] = useState("");
  const { acting, refused } = useBulk(tickets, onDone);
  const act = toBulkAct(kind, { argument, tickets });
  return (
    <section className="bulk" aria-label={words.queue.bulk}>
      <form
        className="inline-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          if (act !== undefined) acting.run(act);
        }}
      >
        <b role="status">{words.queue.chosen({ n: tickets.length })}</b>
        <Choice
          size="xs"
          aria-label={words.queue.bulkWhat}
          value={kind}
          options={toChoices(BULK_KINDS, words.queue.bulkKind)}
          onChoose={(chosen) => {
            setKind(chosen);
            setArgument("");
          }}
        />
        <Argument {...{ kind, argument }} onChange={setArgument} />
        <Button type="submit" size="xs" loading={acting.isBusy} disabled={act === undefined}>
          {words.queue.bulkDo}
        </Button>
      </form>
      <Refused tickets={tickets} outcomes={refused} />
      <ActProblem error={acting.error} />
    </section>
  );
}

/** Does it to all of them; those that refuse stay to be seen. */
function useBulk(tickets: readonly TicketSummary[], onDone: () => void) {
  const { queue } = useParts().api;
  const [refused, setRefused] = useState<readonly BulkOutcome[]>([]);
  const acting = useSigned<BulkAct>({
    async work(act, by) {
      const named = tickets.map(({ id, version }) => ({ id, version }));
      const { outcomes } = await queue.bulk({ by, tickets: named, act });
      const left = outcomes.filter(({ done }) => !done);
      setRefused(left);
      if (left.length === 0) onDone();
    },
    refreshes: ["tickets", "ticket"],
  });
  return { acting, refused };
}

/** To whom, which word, into which, by which macro. */
function Argument(props: {
  readonly kind: BulkKind;
  readonly argument: string;
  readonly onChange: (argument: string) => void;
}) {
  const { kind, argument, onChange } = props;
  const { words } = useWords();
  const options = useOptions(kind);
  if (kind === "merge" || kind === "add_tags") {
    return (
      <TextField
        size="xs"
        aria-label={words.queue.bulkArgument[kind]}
        placeholder={words.queue.bulkArgument[kind]}
        value={argument}
        maxLength={64}
        onText={onChange}
      />
    );
  }
  if (options === undefined) return null;
  return (
    <Choice
      size="xs"
      aria-label={words.queue.bulkKind[kind]}
      value={argument}
      options={withNone(words.desk.choose, options)}
      onChoose={onChange}
    />
  );
}

/** What an act is chosen to do it with; undefined = it needs nothing. */
function useOptions(kind: BulkKind) {
  const { words } = useWords();
  const staff = useStaff().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  const macros = useMacros().data?.items ?? [];
  if (kind === "assign_team") return toOptions(teams);
  if (kind === "macro") return toOptions(macros);
  if (kind !== "assign") return undefined;
  const people = toOptions(staff.filter(({ active }) => active));
  return [{ value: "none", label: words.queue.nobody }, ...people];
}

/** Those that were refused, each with its reason. */
function Refused(props: {
  readonly tickets: readonly TicketSummary[];
  readonly outcomes: readonly BulkOutcome[];
}) {
  const { words } = useWords();
  if (props.outcomes.length === 0) return null;
  return (
    <ul className="plain-list small" role="alert">
      {props.outcomes.map((outcome) => {
        const number = props.tickets.find(({ id }) => id === outcome.id)?.number;
        if (outcome.done || number === undefined) return null;
        return (
          <li key={outcome.id}>
            <span className="shape shape-attention" />
            {words.queue.bulkRefused({ number, why: outcome.title })}
          </li>
        );
      })}
    </ul>
  );
}
