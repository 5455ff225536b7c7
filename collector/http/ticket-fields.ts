import { Line, MarkdownText } from "@vigie/shared/fields.ts";

/** What every act on a ticket takes: who signs it, and what they say. */

/** A name as people sign with: one line, not blank. */
export const By = Line(120);

/** What somebody says of a ticket: not blank. */
export const Text = MarkdownText;
