import { Button } from "@mantine/core";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { TextField } from "../desk/fields.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { toTitle } from "../tickets/ticket-title.ts";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, TICKET_KEYS } from "./reading.ts";
import { TITLE_LENGTH_MAX } from "./terms-fields.tsx";

/** Another name for a ticket, in a person's words. */
export function TitleForm(props: { readonly ticket: ReadTicket; readonly onDone: () => void }) {
  const { ticket, onDone } = props;
  const { document: of, etag } = ticket;
  const { desk } = useParts().api;
  const { words, language } = useWords();
  const [title, setTitle] = useState(() => toTitle(of, language));
  const naming = useSigned<string>({
    work: (said, by) => desk.change(of.id, { by, title: said }, etag),
    refreshes: TICKET_KEYS,
    onDone,
  });
  return (
    <form
      className="inline-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (title.trim() !== "") naming.run(title.trim());
      }}
    >
      <TextField
        aria-label={words.ticket.title}
        value={title}
        maxLength={TITLE_LENGTH_MAX}
        data-autofocus
        onText={setTitle}
      />
      <Button type="submit" size="sm" loading={naming.isBusy}>
        {words.desk.save}
      </Button>
      <Button size="sm" variant="default" onClick={onDone}>
        {words.desk.leave}
      </Button>
      <ActProblem error={naming.error} />
    </form>
  );
}
