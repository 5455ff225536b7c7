import type { ConnectionOptions } from "node:tls";
import { ProblemError } from "@vigie/shared/problems.ts";
import {
  Client,
  type ClientBase,
  type ClientConfig,
  type CustomTypesConfig,
  Pool,
  type QueryResult,
  types,
} from "pg";
import { toBound } from "./bound.ts";
import { toStorageError } from "./postgresql-failures.ts";
import { createStatementNames, type StatementNames } from "./postgresql-statements.ts";

/** Connections to PostgreSQL: how they are set, what they ask and what comes back. */

export type PostgresqlSettings = {
  /** A name, an address, or the absolute path of a socket's folder. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Given when the server asks for one; "" = there is none. */
  readonly secret: string;
  readonly tls: false | ConnectionOptions;
};

/** Everything of ours is in a schema of its own, so that the database may hold other things. */
export const SCHEMA = "vigie";

/** How long a connection may take to come about, or to become free. */
const CONNECT_MS = 10_000;

/** A statement of a running collector that takes longer will not end well. */
const STATEMENT_MS = 60_000;

/** By then the server has said that a statement took too long; one that is silent is gone. */
const ANSWER_MS = STATEMENT_MS + 15_000;

/** Connections that only read. */
const READERS_MAX = 4;
const READER_IDLE_MS = 60_000;

/**
 * What a session needs, whatever the server, the database and the user are set to: text and bytes as
 * they are read here, a commit that is on the disk when it returns, no end for being idle. The server
 * notices within a minute that a client has vanished without a word, and frees its lock.
 */
const SESSION = [
  `-c search_path=${SCHEMA},pg_temp`,
  "-c client_encoding=UTF8 -c standard_conforming_strings=on -c bytea_output=hex",
  "-c extra_float_digits=1 -c synchronous_commit=on -c jit=off",
  "-c idle_session_timeout=0 -c statement_timeout=0",
  "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
].join(" ");

const READING = `${SESSION} -c default_transaction_read_only=on -c statement_timeout=${STATEMENT_MS}`;

/** Says everything itself, so that no variable of the environment has a say. */
function toClientConfig(settings: PostgresqlSettings, options: string): ClientConfig {
  const { host, port, user, database, secret, tls } = settings;
  return {
    host,
    port,
    user,
    database,
    options,
    ssl: tls,
    sslnegotiation: "postgres",
    // A function is called when the server asks, and is never printed.
    password: () => secret,
    application_name: "vigie",
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: TYPES,
  };
}

/** Asks the server; rejects with the failure's name. */
export type Ask = (text: string, parameters?: readonly unknown[]) => Promise<QueryResult>;

/** One connection of one's own. */
export type Session = {
  /** One statement after the other, in the order in which they were asked. */
  readonly ask: Ask;
  /**
   * From now on a statement that takes longer than `statementMs` fails, and a server that says nothing
   * for `answerMs` is given up.
   */
  readonly limit: (limits?: {
    readonly statementMs: number;
    readonly answerMs: number;
  }) => Promise<void>;
  readonly isLost: () => boolean;
  readonly end: () => Promise<void>;
};

/** Opens a connection that may write. What ends it unasked is told to `onLost`, once. */
export async function openSession(
  settings: PostgresqlSettings,
  onLost: (reason: string) => void,
): Promise<Session> {
  const client = new Client(toClientConfig(settings, SESSION));
  let isLost = false;
  let answerMs = 0;
  let last: Promise<unknown> = Promise.resolve();

  function lose(reason: string): void {
    if (!isLost) onLost(reason);
    isLost = true;
  }
  async function askNow(text: string, parameters: readonly unknown[]): Promise<QueryResult> {
    try {
      return await query(client, { text, parameters, answerMs });
    } catch (error) {
      if (isSilence(error)) {
        lose("the server does not answer");
        void client.end();
      }
      throw toStorageError(error);
    }
  }
  const ask: Ask = (text, parameters = []) => {
    const answer = last.then(() => askNow(text, parameters));
    last = answer.catch(() => {});
    return answer;
  };

  try {
    await client.connect();
  } catch (error) {
    client.on("error", () => {});
    void client.end();
    throw toStorageError(error);
  }
  client.on("error", (error) => lose(error.message));
  return {
    ask,
    isLost: () => isLost,
    async limit(limits = { statementMs: STATEMENT_MS, answerMs: ANSWER_MS }) {
      await ask(`set statement_timeout = ${limits.statementMs}`);
      ({ answerMs } = limits);
    },
    async end() {
      isLost = true;
      await client.end();
    },
  };
}

/** Connections that see what was committed last, and cannot write. */
export function openReaders(settings: PostgresqlSettings): {
  readonly ask: Ask;
  readonly end: () => Promise<void>;
} {
  const pool = new Pool({
    ...toClientConfig(settings, READING),
    max: READERS_MAX,
    idleTimeoutMillis: READER_IDLE_MS,
  });
  // A reader that is lost is replaced when the next question comes; who asked is told by it.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  async function ask(text: string, parameters: readonly unknown[] = []): Promise<QueryResult> {
    if (pool.ending) throw new Error("The registry is closed.");
    const client = await pool.connect().catch((error: unknown) => {
      throw toStorageError(error);
    });
    try {
      const answer = await query(client, { text, parameters, answerMs: ANSWER_MS });
      client.release();
      return answer;
    } catch (error) {
      const named = toStorageError(error);
      client.release(named instanceof ProblemError);
      throw named;
    }
  }

  return { ask, end: async () => void (pool.ending || (await pool.end())) };
}

/** What each connection calls what it has prepared. */
const namesOf = new WeakMap<ClientBase, StatementNames>();

type Question = {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** 0 = however long it takes. */
  readonly answerMs: number;
};

async function query(client: ClientBase, { text, parameters, answerMs }: Question) {
  const values = parameters.map(toParameter);
  const question = { text, values, query_timeout: answerMs };
  // What is asked without parameters is asked seldom.
  const name = values.length === 0 ? undefined : nameOf(client, text);
  return client.query(name === undefined ? question : { ...question, name });
}

/** Beside what every engine binds: the arrays of a batch, and the truths of Kysely's migrations. */
function toParameter(value: unknown): unknown {
  if (typeof value === "boolean") return value;
  return Array.isArray(value) ? value.map(toBound) : toBound(value);
}

function nameOf(client: ClientBase, text: string): string | undefined {
  const names = namesOf.get(client) ?? createStatementNames();
  namesOf.set(client, names);
  return names(text);
}

/** pg gives up waiting for an answer with these words, and no code. */
function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === "Query read timeout";
}

/** Object identifiers of types: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [16, (text) => (text === "t" ? 1 : 0)],
  [17, (text) => new Uint8Array(Buffer.from(text.slice(2), "hex"))],
  [20, toExactNumber],
  [1700, toExactNumber],
]);

/** Numbers, truths and bytes as every engine gives them; the parsers of these connections alone. */
const TYPES: CustomTypesConfig = {
  getTypeParser: (id, format) => PARSERS.get(id) ?? types.getTypeParser(id, format),
};

/** A 64-bit integer or a sum of them. Throws a RangeError for what a number cannot hold exactly. */
function toExactNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) || text.includes(".")) return number;
  throw new RangeError(`${text} is beyond what a number holds exactly`);
}
