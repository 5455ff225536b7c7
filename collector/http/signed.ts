import { Line } from "@vigie/shared/fields.ts";
import { Type } from "typebox";

/** What people sign, and what they say. */

/** A name as people sign with: one line, not blank. */
export const By = Line(120);

/** What somebody says of a ticket: not blank. */
export const Text = Type.String({ minLength: 1, maxLength: 10_000, pattern: "\\S" });
