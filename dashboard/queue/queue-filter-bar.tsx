import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { TICKET_STATES, TICKET_TYPES } from "@vigie/shared/ticket.ts";
import { COVERAGES } from "@vigie/shared/ticket-document.ts";
import { useEffect, useRef, useState } from "react";
import { navigate, replace, toDesk } from "../address.ts";
import { SEARCH_LENGTH_MAX, SEARCH_WAIT_MS } from "../api/wishes.ts";
import { Chip } from "../desk/chip.tsx";
import { useStaff, useTeams } from "../desk/questions.ts";
import { useWords } from "../words/words.tsx";
import {
  FIRST_ORDER,
  QUEUE_SORTS,
  type QueueFilter,
  type QueueWish,
  withFilter,
} from "./queue-wish.ts";
import { isWriting } from "./use-row-keys.ts";

/** What is shown, in one row: words, the common filters, the order; the others when a link set them. */
export function QueueFilterBar({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  const { queue, tickets } = words;
  return (
    <div className="filters queue-filters">
      <Search wish={wish} />
      <Choice
        {...{ wish }}
        name="state"
        options={[
          { value: "open", label: queue.open },
          ...TICKET_STATES.map((value) => ({ value, label: tickets.state[value] })),
        ]}
      />
      <Choice
        {...{ wish }}
        name="type"
        options={TICKET_TYPES.map((value) => ({ value, label: queue.type[value] }))}
      />
      <Choice
        {...{ wish }}
        name="priority"
        options={["1", "2", "3", "4"].map((value) => ({ value, label: `P${value}` }))}
      />
      <PeopleChoices wish={wish} />
      <Choice
        {...{ wish }}
        name="coverage"
        options={COVERAGES.map((value) => ({ value, label: queue.coverage[value] }))}
      />
      <SortChoice wish={wish} />
      <FurtherFilters wish={wish} />
    </div>
  );
}

function PeopleChoices({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  const staff = useStaff().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  return (
    <>
      <Choice
        {...{ wish }}
        name="assignee"
        options={[
          { value: "none", label: words.queue.nobody },
          ...staff.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {teams.length > 0 && (
        <Choice
          {...{ wish }}
          name="team"
          options={teams.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </>
  );
}

type Catalogue = ReturnType<typeof useWords>["words"];
type Option = { readonly value: string; readonly label: string };

/** One filter. Several values, as a view may have them, are shown as one choice more. */
function Choice(props: {
  readonly wish: QueueWish;
  readonly name: keyof Catalogue["queue"]["filter"];
  readonly options: readonly Option[];
}) {
  const { wish, name, options } = props;
  const { words, formats } = useWords();
  const values = wish.filters[name] ?? [];
  const joined = values.join(" ");
  const labelOf = (value: string) =>
    options.find((option) => option.value === value)?.label ?? value;
  const isListed = values.length === 0 || options.some(({ value }) => value === joined);
  return (
    <NativeSelect
      aria-label={words.queue.filter[name]}
      value={joined}
      data={[
        { value: "", label: words.queue.filter[name] },
        ...(isListed ? [] : [{ value: joined, label: formats.list(values.map(labelOf)) }]),
        ...options,
      ]}
      onChange={({ currentTarget: { value } }) =>
        go(withFilter(wish, name, value === "" ? undefined : value.split(" ")))
      }
    />
  );
}

function SortChoice({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  return (
    <NativeSelect
      className="queue-sort"
      aria-label={words.queue.sort}
      value={wish.sort}
      data={QUEUE_SORTS.map((value) => ({ value, label: words.queue.sorts[value] }))}
      onChange={({ currentTarget }) => {
        const sort = QUEUE_SORTS.find((name) => name === currentTarget.value);
        if (sort !== undefined) go({ ...wish, sort, order: FIRST_ORDER[sort] });
      }}
    />
  );
}

/** Filters that have no field here: each says what it is and can be taken away. */
function FurtherFilters({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  return FURTHER.filter((name) => wish.filters[name] !== undefined).map((name) => (
    <Chip
      key={name}
      says={
        name === "tag"
          ? words.queue.tagged({ tags: (wish.filters.tag ?? []).join(", ") })
          : words.queue.only[name]
      }
      takes={words.queue.takeAway}
      onTake={() => go(withFilter(wish, name, undefined))}
    />
  ));
}

const FURTHER = [
  "customer",
  "site",
  "machine",
  "equipment",
  "requester",
  "rule",
  "parent",
  "channel",
  "queued",
  "tag",
] as const satisfies readonly QueueFilter[];

function go(wish: QueueWish): void {
  navigate(toDesk({ page: "queue", wish }));
}

/** Words in all that is known of a ticket, or its number. The key / leads here. */
function Search({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  const [text, setText] = useState(wish.search ?? "");
  const [wished] = useDebouncedValue(text.trim(), SEARCH_WAIT_MS);
  const told = useRef(wish.search);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const search = wished === "" ? undefined : wished;
    if (search === told.current) return;
    told.current = search;
    replace(toDesk({ page: "queue", wish: { ...wish, search } }));
    // Only what is written sets the address: the rest of the wish is as it is by then.
  }, [wished, wish]);
  useEffect(() => {
    // The address was changed elsewhere, as by a tab.
    if (wish.search === told.current) return;
    told.current = wish.search;
    setText(wish.search ?? "");
  }, [wish.search]);
  useEffect(() => {
    function onKey(press: KeyboardEvent): void {
      if (press.key !== "/" || isWriting(press.target)) return;
      press.preventDefault();
      field.current?.focus();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <TextInput
      ref={field}
      type="search"
      className="search"
      aria-label={words.queue.search}
      placeholder={words.queue.search}
      value={text}
      maxLength={SEARCH_LENGTH_MAX}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
    />
  );
}
