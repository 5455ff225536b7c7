import { type Expression, type RawBuilder, sql } from "kysely";
import { DEFAULT_RULES } from "../domain/default-rules.ts";
import type { RuleWords } from "../domain/rule.ts";
import { boundedLimit, type Database, isIn } from "./database.ts";
import { prepared } from "./prepared.ts";
import type { TicketSearch } from "./registry.ts";
import { numberSought, type Sought, soughtIn, wordsOf } from "./search-words.ts";

/**
 * The words of tickets. What is written to a ticket, or to what it is named by, leaves a mark in the
 * same unit; the words of marked tickets are made anew soon after, some at a time. So a mark is never
 * lost, what people wait for is not held up by it, and tickets of an earlier schema come the same way.
 */
export function createTicketSearch(db: Database, dialect: SearchDialect): TicketSearch {
  return {
    async hasStale() {
      const row = await db.selectFrom("ticketStale").select("ticketId").limit(1).executeTakeFirst();
      return row !== undefined;
    },

    async indexStale(limit) {
      const stale = await db
        .selectFrom("ticketStale")
        .select("ticketId")
        .orderBy("ticketId", "desc")
        .limit(boundedLimit(limit))
        .execute();
      const ids = stale.map(({ ticketId }) => ticketId);
      if (ids.length === 0) return 0;
      await saveWords(db, dialect, await namesOf(db, ids));
      await db.deleteFrom("ticketStale").where(isIn("ticketId", ids)).execute();
      return ids.length;
    },
  };
}

/** How an engine keeps words and finds them again. */
export type SearchDialect = {
  /** Words, parted by single spaces, as the column takes them. */
  readonly kept: (words: string) => RawBuilder<unknown>;
  /** Whether a row of the table has all that is sought, of which there is something. */
  readonly hasAll: (table: string, sought: Sought) => RawBuilder<boolean>;
};

/** Finds the numbers of the tickets that a search means, as `found`. Of nothing but signs nothing is. */
export function numbersFound(
  dialect: SearchDialect,
  search: string,
): RawBuilder<{ found: number }> {
  const number = numberSought(search);
  if (number !== undefined)
    return sql`(select number as found from ticket where number = ${number})`;
  const sought = soughtIn(search);
  if (sought.whole.length === 0 && sought.beginning === undefined) {
    return sql`(select number as found from ticket where 1 = 0)`;
  }
  return sql`(select rowid as found from ticket_words where ${dialect.hasAll("ticket_words", sought)})`;
}

/** Marks a ticket whose words are no longer what they were. */
export function createStaleMark(db: Database): (ticketId: string) => Promise<void> {
  const mark = prepared<{ ticketId: string }, unknown>(db, (at) =>
    db
      .insertInto("ticketStale")
      .columns(["ticketId", "customerId"])
      .expression((from) =>
        from.selectFrom("ticket").select(["id", "customerId"]).where("id", "=", at.ticketId),
      )
      .onConflict((conflict) => conflict.doNothing()),
  );
  return async (ticketId) => void (await mark({ ticketId }));
}

/** Tables whose names are words of tickets, with the column by which a ticket has one of them. */
const NAMED_BY = {
  customer: "customer_id",
  site: "site_id",
  contact: "requester_id",
  machine: "machine_id",
  equipment: "equipment_id",
} as const;

type Named = { readonly id: string; readonly name: string };

/** Marks the tickets of what is about to be called something else. To be called before the rows change. */
export async function markRenamed(
  db: Database,
  table: keyof typeof NAMED_BY,
  rows: readonly Named[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = rows.map(({ id, name }) => sql`(${id}, ${name})`);
  const named = sql.table(table);
  await sql`
    with fresh (id, name) as (values ${sql.join(names)})
    insert into ticket_stale (ticket_id, customer_id)
    select ticket.id, ticket.customer_id
    from fresh join ${named} on ${named}.id = fresh.id and ${named}.name <> fresh.name
    join ticket on ticket.${sql.ref(NAMED_BY[table])} = ${named}.id
    where 1 = 1 on conflict do nothing`.execute(db);
}

/** Marks the tickets of a rule whose words are about to be others. */
export async function markRelabelled(
  db: Database,
  { id, words }: { readonly id: string; readonly words: string | null },
): Promise<void> {
  await sql`
    insert into ticket_stale (ticket_id, customer_id)
    select ticket.id, ticket.customer_id
    from rule join ticket on ticket.rule_id = rule.id
    where rule.id = ${id} and coalesce(rule.words, '') <> ${words ?? ""}
    on conflict do nothing`.execute(db);
}

/** Marks the tickets of a person who is about to be forgotten. */
export async function markForgotten(db: Database, contactId: string): Promise<void> {
  await sql`
    insert into ticket_stale (ticket_id, customer_id)
    select id, customer_id from ticket where requester_id = ${contactId}
    on conflict do nothing`.execute(db);
}

/** Forgets the words of tickets that are about to go. */
export async function dropWords(
  db: Database,
  numbers: Expression<{ number: number }>,
): Promise<void> {
  await sql`delete from ticket_words where rowid in ${numbers}`.execute(db);
}

type NamesRow = Awaited<ReturnType<typeof namesOf>>[number];

/** What tickets are called, and what they are about. */
async function namesOf(db: Database, ids: readonly string[]) {
  return db
    .selectFrom("ticket")
    .innerJoin("customer", "customer.id", "ticket.customerId")
    .leftJoin("site", "site.id", "ticket.siteId")
    .leftJoin("machine", "machine.id", "ticket.machineId")
    .leftJoin("equipment", "equipment.id", "ticket.equipmentId")
    .leftJoin("contact", "contact.id", "ticket.requesterId")
    .leftJoin("rule", "rule.id", "ticket.ruleId")
    .select(["ticket.id", "ticket.number", "ticket.title", "ticket.object"])
    .select(["customer.name as customer", "site.name as site", "machine.name as machine"])
    .select(["equipment.name as equipment", "contact.name as requester"])
    .select(["contact.email", "rule.key as ruleKey", "rule.words as ruleWords"])
    .where(isIn("ticket.id", ids))
    .execute();
}

async function saveWords(
  db: Database,
  { kept }: SearchDialect,
  tickets: readonly NamesRow[],
): Promise<void> {
  const ids = tickets.map(({ id }) => id);
  const tags = await tagsOf(db, ids);
  const texts = await textsOf(db, ids);
  const rows = tickets.map((ticket) => {
    const said = [...(tags.get(ticket.id) ?? []), ...(texts.get(ticket.id) ?? [])];
    return sql`(${ticket.number}, ${kept(wordsOf([...namesIn(ticket), ...said]).join(" "))})`;
  });
  const numbers = sql.join(tickets.map(({ number }) => number));
  await sql`delete from ticket_words where rowid in (${numbers})`.execute(db);
  await sql`insert into ticket_words (rowid, words) values ${sql.join(rows)}`.execute(db);
}

function namesIn({ id: _id, number, ruleKey, ruleWords, ...names }: NamesRow): string[] {
  const label = labelOf(ruleKey, ruleWords);
  const words = [String(number), ...Object.values(names), ruleKey, label?.en, label?.fr];
  return words.filter((word) => typeof word === "string");
}

const labels = new Map(DEFAULT_RULES.map(({ key, label }) => [key, label]));

/** Rules of one's own have words of their own. */
function labelOf(key: string | null, words: string | null): RuleWords["label"] | undefined {
  if (words === null) return key === null ? undefined : labels.get(key);
  const own: RuleWords = JSON.parse(words);
  return own.label;
}

async function tagsOf(db: Database, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom("ticketTag")
    .select(["ticketId", "tag"])
    .where(isIn("ticketId", ids))
    .execute();
  return byTicket(rows.map(({ ticketId, tag }) => [ticketId, tag]));
}

/** Characters of a ticket's history that are read, the newest: as much as a long book's chapter. */
const TEXT_LENGTH_MAX = 200_000;

/** What was said of tickets, the newest first. */
async function textsOf(db: Database, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ ticketId: string; text: string }>`
    select ticket_id, text from (
      select ticket_id, text, id,
        sum(length(text)) over (partition by ticket_id order by id desc) as length_so_far
      from ticket_transition where ${isIn("ticketId", ids)} and text is not null
    ) as said where length_so_far <= ${TEXT_LENGTH_MAX} order by ticket_id, id desc`.execute(db);
  return byTicket(rows.map(({ ticketId, text }) => [ticketId, text]));
}

function byTicket(pairs: readonly (readonly [ticketId: string, text: string])[]) {
  const found = new Map<string, string[]>();
  for (const [ticketId, text] of pairs) {
    const known = found.get(ticketId);
    if (known === undefined) found.set(ticketId, [text]);
    else known.push(text);
  }
  return found;
}
