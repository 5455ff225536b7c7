import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import { strict } from "./fields.ts";
import { parseJson } from "./json.ts";
import { STRING_LENGTH_MAX } from "./limits.ts";
import type { Refusal } from "./problems.ts";

const Text = Type.String({ maxLength: STRING_LENGTH_MAX });

/** What an agent says when it connects or goes down in order. */
export const Birth = Type.Object(
  {
    v: Type.Literal(1),
    state: Type.Union([Type.Literal("up"), Type.Literal("going-down")]),
    agentVersion: Text,
    runtime: Text,
    platform: Text,
    arch: Text,
    hostname: Text,
    bootId: Text,
    epoch: Text,
    cadenceSeconds: Type.Integer({ minimum: 1, maximum: 86_400 }),
    /** What this machine lets itself be asked to do. "none" = it obeys no command at all. */
    commands: Type.Literal("none"),
  },
  strict,
);
export type Birth = Static<typeof Birth>;

/** The last will, published by the broker when the connection breaks without a word. */
export const Lost = Type.Object({ state: Type.Literal("lost") }, strict);
export type Lost = Static<typeof Lost>;

export const Hello = Type.Union([Birth, Lost]);
export type Hello = Static<typeof Hello>;

const hello = Compile(Hello);

/** Reads a hello from the bytes of a message, or says what is wrong with them. */
export function parseHello(payload: Uint8Array): { readonly hello: Hello } | Refusal {
  const outcome = parseJson(payload);
  if ("problem" in outcome) return outcome;
  if (hello.Check(outcome.value)) return { hello: outcome.value };
  return { problem: "hello_malformed", detail: "a hello needs the fields of shared/hello.ts" };
}
