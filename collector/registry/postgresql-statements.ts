/**
 * Which statements a connection keeps prepared, and under which names. Texts of one length are few, and
 * are asked again and again. A list of ids or of rows has another text for every length that it has:
 * such a text is prepared for the once, or it would take a place that it never gives back.
 */
export type StatementNames = (text: string) => string | undefined;

/** Far above the texts of one length that there are. */
const STATEMENTS_KEPT = 512;

/** The names of one connection: undefined = the text is not kept. */
export function createStatementNames(): StatementNames {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= STATEMENTS_KEPT || isOfManyLengths(text)) return known;
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  };
}

/** `in ($1, $2 ...` or `values (...), (...`; lists of one are asked most, and have one length. */
function isOfManyLengths(text: string): boolean {
  return /\bin \(\$\d+, \$/.test(text) || /\bvalues \(.*\), \(/s.test(text);
}
