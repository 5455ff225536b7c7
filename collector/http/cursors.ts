import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { ProblemError } from "@vigie/shared/problems.ts";
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

/** Where a page of a list ended: what sorted the last row, and its id. */
export const Position = Type.Object(
  { key: Type.Union([Type.String(), Type.Number()]), id: Type.String() },
  { additionalProperties: false },
);
export type Position = Static<typeof Position>;

/** A cursor in a query. Nothing in it is meant to be read. */
export const Cursor = Type.String({ maxLength: 2_048 });

/**
 * Cursors of lists: opaque, sealed for the very list that gave them. A cursor is good until the
 * collector starts again; then the list begins anew.
 */
export type Cursors = {
  /** `list` names the list with its order and filters. */
  readonly seal: (list: string, position: Position) => string;
  /** Throws `cursor_invalid` when it was not given for this list. */
  readonly open: (list: string, cursor: string) => Position;
};

const SEAL_BYTES = 12;
const position = Compile(Position);

export function createCursors(): Cursors {
  const key = randomBytes(32);

  function sealOf(list: string, text: string): Buffer {
    return createHmac("sha256", key).update(`${list}\n${text}`).digest().subarray(0, SEAL_BYTES);
  }

  return {
    seal(list, at) {
      const text = JSON.stringify({ key: at.key, id: at.id });
      return Buffer.concat([sealOf(list, text), Buffer.from(text)]).toString("base64url");
    },

    open(list, cursor) {
      const bytes = Buffer.from(cursor, "base64url");
      const text = bytes.subarray(SEAL_BYTES).toString();
      const seal = bytes.subarray(0, SEAL_BYTES);
      const isOurs =
        bytes.toString("base64url") === cursor &&
        seal.byteLength === SEAL_BYTES &&
        timingSafeEqual(seal, sealOf(list, text));
      if (!isOurs) throw new ProblemError("cursor_invalid");
      const at: unknown = JSON.parse(text);
      if (!position.Check(at)) throw new ProblemError("cursor_invalid");
      return at;
    },
  };
}
