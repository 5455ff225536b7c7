import { Button } from "@mantine/core";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Chip } from "../desk/chip.tsx";
import { TextField } from "../desk/fields.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, TICKET_KEYS } from "./reading.ts";

const TAG_LENGTH_MAX = 64;

/** Words by which a ticket is found with its like. */
export function Tags({ ticket }: { readonly ticket: ReadTicket }) {
  const { document: of, etag } = ticket;
  const { desk } = useParts().api;
  const { words } = useWords();
  const [text, setText] = useState("");
  const tagging = useSigned<readonly string[]>({
    work: (tags, by) => desk.change(of.id, { by, tags: [...tags] }, etag),
    refreshes: TICKET_KEYS,
    onDone: () => setText(""),
  });
  return (
    <section className="section" aria-labelledby="ticket-tags">
      <h2 id="ticket-tags">{words.ticket.tags}</h2>
      <p>
        {of.tags.map((tag) => (
          <Chip
            key={tag}
            says={tag}
            takes={words.ticket.untag}
            onTake={() => tagging.run(of.tags.filter((other) => other !== tag))}
          />
        ))}
      </p>
      <form
        className="inline-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          const tag = text.trim();
          if (tag !== "" && !of.tags.includes(tag)) tagging.run([...of.tags, tag]);
        }}
      >
        <TextField
          size="xs"
          aria-label={words.ticket.newTag}
          placeholder={words.ticket.newTag}
          value={text}
          maxLength={TAG_LENGTH_MAX}
          onText={setText}
        />
        <Button type="submit" size="xs" variant="default" loading={tagging.isBusy}>
          {words.ticket.add}
        </Button>
      </form>
      <ActProblem error={tagging.error} />
    </section>
  );
}
