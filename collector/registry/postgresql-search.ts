import { sql } from "kysely";
import type { SearchDialect } from "./ticket-search.ts";

/**
 * Words in a tsvector. The words are ours already, so no parser or dictionary of the server has a say
 * in them, whatever language its database was made for; quoted, none is read as an operator.
 */
export const POSTGRESQL_SEARCH: SearchDialect = {
  kept: (words) => sql`array_to_tsvector(string_to_array(${words}, ' '))`,
  hasAll: (_table, { whole, beginning }) => {
    const words = whole.map((word) => `'${word}'`);
    if (beginning !== undefined) words.push(`'${beginning}':*`);
    return sql<boolean>`words @@ cast(${words.join(" & ")} as tsquery)`;
  },
};
