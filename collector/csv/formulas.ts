/**
 * Programs for tables take a value that begins like a formula for one, and would carry it out. So it is
 * written with an apostrophe before it, and read without. A value that has apostrophes there of its own
 * gets one more, so that what is read is what was written.
 */

const WOULD_RUN = /^'*[=+\-@\t\r]/;
const WRITTEN_SO = /^'+[=+\-@\t\r]/;

export function guarded(value: string): string {
  return WOULD_RUN.test(value) ? `'${value}` : value;
}

export function unguarded(value: string): string {
  return WRITTEN_SO.test(value) ? value.slice(1) : value;
}
