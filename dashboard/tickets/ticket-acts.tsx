import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { useState } from "react";
import type { Act, Api } from "../api/api.ts";
import { ApiProblem } from "../api/problem.ts";
import type { Versioned } from "../api/requests.ts";
import { isOpenTicket } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { keepPreference, readPreference } from "../preferences.ts";
import { useRefresh } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";

/** What a person may do to a ticket, signed with the name that this browser remembers. */

type ActName = "acknowledge" | "comment" | "resolve";

/** A resolved ticket can still be commented; of one that is over nothing more is heard. */
export function isActable({ state }: Pick<TicketDetail, "state">): boolean {
  return isOpenTicket({ state }) || state === "resolved";
}

const NAME_LENGTH_MAX = 120;
const TEXT_LENGTH_MAX = 4_000;

export function TicketActs({ ticket }: { readonly ticket: Versioned<TicketDetail> }) {
  const { api } = useParts();
  const { words } = useWords();
  const refresh = useRefresh();
  const [by, setBy] = useState(() => readPreference("actor") ?? "");
  const [text, setText] = useState("");
  const [missing, setMissing] = useState<"by" | "text">();
  const acting = useMutation({
    mutationFn: (name: ActName) => perform(api, ticket, { name, act: toAct(by, text) }),
    onSuccess: () => setText(""),
    // A conflict too: what was changed meanwhile must be seen before the next try.
    onSettled: () => refresh("ticket", "tickets"),
  });

  function tryTo(name: ActName): void {
    const lacking = by.trim() === "" ? "by" : name === "comment" && text.trim() === "" && "text";
    setMissing(lacking === false ? undefined : lacking);
    if (lacking !== false) return;
    keepPreference("actor", by.trim());
    acting.mutate(name);
  }

  return (
    <form className="acts" onSubmit={(submit) => submit.preventDefault()}>
      <TextInput
        label={words.acts.by}
        value={by}
        maxLength={NAME_LENGTH_MAX}
        autoComplete="name"
        error={missing === "by" && words.acts.byNeeded}
        onChange={({ currentTarget }) => setBy(currentTarget.value)}
      />
      <Textarea
        label={words.acts.text}
        value={text}
        maxLength={TEXT_LENGTH_MAX}
        rows={2}
        error={missing === "text" && words.acts.textNeeded}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ActButtons state={ticket.document.state} isBusy={acting.isPending} onAct={tryTo} />
      {acting.error !== null && <ActProblem error={acting.error} />}
    </form>
  );
}

function ActButtons(props: {
  readonly state: TicketDetail["state"];
  readonly isBusy: boolean;
  readonly onAct: (name: ActName) => void;
}) {
  const { state, isBusy, onAct } = props;
  const { words } = useWords();
  const isOpen = isOpenTicket({ state });
  return (
    <div className="buttons">
      {state === "new" && (
        <Button size="sm" loading={isBusy} onClick={() => onAct("acknowledge")}>
          {words.acts.acknowledge}
        </Button>
      )}
      {isOpen && (
        <Button
          size="sm"
          variant={state === "new" ? "default" : "filled"}
          loading={isBusy}
          onClick={() => onAct("resolve")}
        >
          {words.acts.resolve}
        </Button>
      )}
      <Button size="sm" variant="default" loading={isBusy} onClick={() => onAct("comment")}>
        {words.acts.comment}
      </Button>
    </div>
  );
}

function ActProblem({ error }: { readonly error: Error }) {
  const { words } = useWords();
  const isConflict = error instanceof ApiProblem && error.code === "version_conflict";
  if (!isConflict) return <ProblemNotice error={error} />;
  return (
    <p className="notice" role="alert">
      <span className="shape shape-attention" />
      {words.acts.conflict}
    </p>
  );
}

function toAct(by: string, text: string): Act {
  const said = text.trim();
  return { by: by.trim(), ...(said !== "" && { text: said }) };
}

/** A text that is there when a ticket is taken becomes a comment on it. */
async function perform(
  api: Api,
  { document: { id }, etag }: Versioned<TicketDetail>,
  { name, act }: { readonly name: ActName; readonly act: Act },
): Promise<void> {
  switch (name) {
    case "acknowledge":
      await api.acknowledge(id, { by: act.by }, etag);
      if (act.text !== undefined) await api.comment(id, act);
      return;
    case "comment":
      await api.comment(id, act);
      return;
    case "resolve":
      await api.resolve(id, act, etag);
      return;
  }
}
