import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { WAITS } from "@vigie/shared/ticket.ts";
import { type KeyboardEvent, useId } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toChoices, withNone } from "../desk/fields.tsx";
import { isOpenTicket } from "../live/machine-live.ts";
import { useWords } from "../words/words.tsx";
import { Words } from "./conversation.tsx";
import { MacroChoice } from "./macro-choice.tsx";
import type { ReadTicket } from "./reading.ts";
import { type Message, useMessage } from "./use-message.ts";

/** What can be said: to the customer, or among the staff. A ticket that is over hears nothing more. */
export function Composer({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const { state } = ticket.document;
  const message = useMessage(ticket);
  if (!isOpenTicket({ state }) && state !== "resolved") return null;
  return (
    <section className="section composer" aria-labelledby="ticket-composer">
      <h2 id="ticket-composer" className="unseen">
        {words.ticket.compose}
      </h2>
      <form
        data-audience={message.written.to}
        onSubmit={(submit) => {
          submit.preventDefault();
          message.send();
        }}
      >
        <SegmentedControl
          size="xs"
          aria-label={words.ticket.audience}
          value={message.written.to}
          data={[
            { value: "customer", label: words.ticket.reply },
            { value: "staff", label: words.ticket.note },
          ]}
          onChange={(to) => message.write({ to: to === "staff" ? "staff" : "customer" })}
        />
        <TextField message={message} />
        <Files message={message} />
        <Send ticket={ticket} message={message} />
        <ActProblem error={message.error} />
      </form>
      {isOpenTicket({ state }) && <MacroChoice ticket={ticket} />}
    </section>
  );
}

/** Bytes are counted by the collector; these are characters, of which each has four at most. */
const TEXT_LENGTH_MAX = 60_000;

/** Written as Markdown, and looked at before it leaves. */
function TextField({ message }: { readonly message: Message }) {
  const { words } = useWords();
  const { text, to, isShown } = message.written;

  function onKey(press: KeyboardEvent): void {
    if (press.key !== "Enter" || !(press.ctrlKey || press.metaKey)) return;
    press.preventDefault();
    message.send();
  }

  return (
    <>
      {isShown ? (
        <div className="composer-preview">
          {text.trim() === "" ? (
            <p className="quiet">{words.ticket.nothingWritten}</p>
          ) : (
            <Words text={text} />
          )}
        </div>
      ) : (
        <Textarea
          aria-label={to === "customer" ? words.ticket.reply : words.ticket.note}
          placeholder={to === "customer" ? words.ticket.replyHint : words.ticket.noteHint}
          value={text}
          maxLength={TEXT_LENGTH_MAX}
          autosize
          minRows={4}
          maxRows={18}
          error={message.isEmpty && words.acts.textNeeded}
          onKeyDown={onKey}
          onChange={({ currentTarget }) => message.write({ text: currentTarget.value })}
        />
      )}
      <p className="small muted composer-hint">
        <button
          type="button"
          className="text-button"
          onClick={() => message.write({ isShown: !isShown })}
        >
          {isShown ? words.ticket.write : words.ticket.preview}
        </button>
        {words.ticket.markdown}
      </p>
    </>
  );
}

/** Files that go with the message. */
function Files({ message }: { readonly message: Message }) {
  const { words, formats } = useWords();
  const id = useId();
  const { files } = message.written;
  return (
    <div className="composer-files">
      <label htmlFor={id} className="text-button">
        {words.ticket.attach}
      </label>
      <input
        id={id}
        type="file"
        multiple
        className="unseen"
        onChange={({ currentTarget }) => {
          message.write({ files: [...files, ...(currentTarget.files ?? [])] });
          currentTarget.value = "";
        }}
      />
      <ul className="plain-list attachments">
        {files.map((file, place) => (
          <li key={`${file.name} ${file.lastModified} ${file.size}`}>
            {file.name}
            <span className="muted small figures">{formats.text("bytes", file.size)}</span>
            <button
              type="button"
              className="text-button"
              onClick={() => message.write({ files: files.filter((_, other) => other !== place) })}
            >
              {words.ticket.takeOut}
              <span className="unseen">{file.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One save: what is said, and what the ticket waits for then. */
function Send({ ticket, message }: { readonly ticket: ReadTicket; readonly message: Message }) {
  const { words } = useWords();
  const { to, waits } = message.written;
  const canWait = to === "customer" && isOpenTicket(ticket.document);
  return (
    <div className="composer-send">
      {canWait && (
        <Choice
          size="sm"
          aria-label={words.ticket.afterwards}
          value={waits ?? ""}
          options={withNone(words.ticket.thenNothing, toChoices(WAITS, words.ticket.thenWait))}
          onChoose={(chosen) => message.write({ waits: chosen === "" ? undefined : chosen })}
        />
      )}
      <Button type="submit" size="sm" loading={message.isBusy}>
        {to === "customer" ? words.ticket.send : words.ticket.keepNote}
      </Button>
    </div>
  );
}
