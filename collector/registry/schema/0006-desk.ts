import { type Kysely, type RawBuilder, sql } from "kysely";
import { conversation } from "./desk/conversation.ts";
import { mailbox } from "./desk/mailbox.ts";
import { noise } from "./desk/noise.ts";
import { notices } from "./desk/notices.ts";
import { rota } from "./desk/rota.ts";
import { rules } from "./desk/rules.ts";
import { search } from "./desk/search.ts";
import { tickets } from "./desk/tickets.ts";
import type { DialectWords } from "./dialect.ts";

/**
 * What the desk finds and keeps. A contract's number is searched as names are: folded, in a column of
 * its own. The folding is this step's own: it never changes.
 */
export async function desk(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  for (const statement of growContract()) await statement.execute(db);
  await foldNumbers(db);
  for (const part of [rules, conversation, tickets, noise, notices, rota, mailbox, search]) {
    await part(db, words);
    // A table of which rows were changed is altered by the next part, too.
    for (const statement of words.settle) await statement.execute(db);
  }
}

type Statements = readonly RawBuilder<unknown>[];

function growContract(): Statements {
  return [sql`alter table contract add column number_folded text not null default ''`];
}

/** Contracts taken at a time: their numbers are held in memory meanwhile. */
const CONTRACTS_AT_ONCE = 500;

async function foldNumbers(db: Kysely<unknown>): Promise<void> {
  for (let after = ""; ; ) {
    const { rows } = await sql<{ id: string; number: string }>`
      select id, number from contract where id > ${after}
      order by id limit ${CONTRACTS_AT_ONCE}`.execute(db);
    for (const { id, number } of rows) {
      const folded = number.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
      await sql`update contract set number_folded = ${folded} where id = ${id}`.execute(db);
    }
    const last = rows.at(-1)?.id;
    if (last === undefined) return;
    after = last;
  }
}
