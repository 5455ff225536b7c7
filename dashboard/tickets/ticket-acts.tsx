import { Button, Textarea } from "@mantine/core";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { useState } from "react";
import type { Api } from "../api/api.ts";
import type { Versioned } from "../api/requests.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { TextField } from "../desk/fields.tsx";
import { useSignature, useSigned } from "../desk/use-signed.ts";
import { isOpenTicket } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** What a person may do to a ticket beside its machine, signed by who acts from this browser. */

/** By the last part of its path. */
type ActName = "acknowledge" | "comments" | "resolve";

/** A resolved ticket can still be commented; of one that is over nothing more is heard. */
export function isActable({ state }: Pick<TicketDetail, "state">): boolean {
  return isOpenTicket({ state }) || state === "resolved";
}

const NAME_LENGTH_MAX = 120;
const TEXT_LENGTH_MAX = 4_000;

export function TicketActs({ ticket }: { readonly ticket: Versioned<TicketDetail> }) {
  const { api, signer } = useParts();
  const { words } = useWords();
  const { name, isLacking } = useSignature();
  const [text, setText] = useState("");
  const [lacksText, setLacksText] = useState(false);
  const acting = useSigned<ActName>({
    work: (act, by) => perform(api, ticket, { act, by, said: text.trim() }),
    refreshes: ["ticket", "tickets"],
    onDone: () => setText(""),
  });

  function tryTo(act: ActName): void {
    const isEmpty = act === "comments" && text.trim() === "";
    setLacksText(isEmpty);
    if (!isEmpty) acting.run(act);
  }

  return (
    <form className="acts" onSubmit={(submit) => submit.preventDefault()}>
      <TextField
        label={words.acts.by}
        value={name}
        maxLength={NAME_LENGTH_MAX}
        autoComplete="name"
        error={isLacking && words.acts.byNeeded}
        onText={(by) => signer.choose(by, undefined)}
      />
      <Textarea
        label={words.acts.text}
        value={text}
        maxLength={TEXT_LENGTH_MAX}
        rows={2}
        error={lacksText && words.acts.textNeeded}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ActButtons state={ticket.document.state} isBusy={acting.isBusy} onAct={tryTo} />
      <ActProblem error={acting.error} />
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
      <Button size="sm" variant="default" loading={isBusy} onClick={() => onAct("comments")}>
        {words.acts.comment}
      </Button>
    </div>
  );
}

/** A text that is there when a ticket is taken becomes a comment on it. */
async function perform(
  { desk }: Api,
  { document: { id }, etag }: Versioned<TicketDetail>,
  { act, by, said }: { readonly act: ActName; readonly by: string; readonly said: string },
): Promise<void> {
  const comment = { path: "comments", body: { by, text: said } };
  switch (act) {
    case "acknowledge":
      await desk.act(id, { path: act, body: { by }, etag });
      if (said !== "") await desk.act(id, comment);
      return;
    case "comments":
      await desk.act(id, comment);
      return;
    case "resolve":
      await desk.act(id, { path: act, body: { by, ...(said !== "" && { text: said }) }, etag });
      return;
  }
}
