import { Type } from "typebox";

/** The id in a path. Whether there is such a thing is the route's to say, with `not_found`. */
export const IdPath = Type.Object({ id: Type.String({ maxLength: 64 }) });
