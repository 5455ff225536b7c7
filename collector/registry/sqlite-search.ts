import { sql } from "kysely";
import type { SearchDialect } from "./ticket-search.ts";

/** Words in an FTS5 table. Each stands in quotes: what is sought is never read as a formula. */
export const SQLITE_SEARCH: SearchDialect = {
  kept: (words) => sql`${words}`,
  hasAll: (table, { whole, beginning }) => {
    const words = whole.map((word) => `"${word}"`);
    if (beginning !== undefined) words.push(`"${beginning}"*`);
    return sql<boolean>`${sql.ref(table)} match ${words.join(" ")}`;
  },
};
