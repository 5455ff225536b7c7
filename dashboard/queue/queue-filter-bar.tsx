import { NativeSelect, TextInput } from "@mantine/core";
import { TICKET_STATES, TICKET_TYPES } from "@vigie/shared/ticket.ts";
import { COVERAGES } from "@vigie/shared/ticket-document.ts";
import { useEffect, useRef } from "react";
import { navigate, replace, toDesk } from "../address.ts";
import { SEARCH_LENGTH_MAX } from "../api/wishes.ts";
import { Chip } from "../desk/chip.tsx";
import { Choice, type Option, toChoices, toOptions } from "../desk/fields.tsx";
import { PRIORITY_OPTIONS } from "../desk/priority-options.ts";
import { useStaff, useTeams } from "../desk/questions.ts";
import { useSearch } from "../use-search.ts";
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
      <FilterChoice
        {...{ wish }}
        name="state"
        options={[{ value: "open", label: queue.open }, ...toChoices(TICKET_STATES, tickets.state)]}
      />
      <FilterChoice {...{ wish }} name="type" options={toChoices(TICKET_TYPES, queue.type)} />
      <FilterChoice {...{ wish }} name="priority" options={PRIORITY_OPTIONS} />
      <PeopleChoices wish={wish} />
      <FilterChoice {...{ wish }} name="coverage" options={toChoices(COVERAGES, queue.coverage)} />
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
      <FilterChoice
        {...{ wish }}
        name="assignee"
        options={[{ value: "none", label: words.queue.nobody }, ...toOptions(staff)]}
      />
      {teams.length > 0 && <FilterChoice {...{ wish }} name="team" options={toOptions(teams)} />}
    </>
  );
}

type Catalogue = ReturnType<typeof useWords>["words"];

/** One filter. Several values, as a view may have them, are shown as one choice more. */
function FilterChoice(props: {
  readonly wish: QueueWish;
  readonly name: keyof Catalogue["queue"]["filter"];
  readonly options: readonly Option<string>[];
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
    <Choice
      className="queue-sort"
      aria-label={words.queue.sort}
      value={wish.sort}
      options={toChoices(QUEUE_SORTS, words.queue.sorts)}
      onChoose={(sort) => go({ ...wish, sort, order: FIRST_ORDER[sort] })}
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
  const { text, write } = useSearch(wish.search, (search) =>
    replace(toDesk({ page: "queue", wish: { ...wish, search } })),
  );
  const field = useRef<HTMLInputElement>(null);
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
      onChange={({ currentTarget }) => write(currentTarget.value)}
    />
  );
}
