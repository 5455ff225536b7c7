import type { ParsedEnvelope } from "@vigie/shared/envelope.ts";
import type { Hello } from "@vigie/shared/hello.ts";
import type { Refusal } from "@vigie/shared/problems.ts";

/** One message of an agent, read and checked, on its way into a batch. */
export type Arrival = {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Our wall clock when it came in, epoch milliseconds. */
  readonly receivedMs: number;
  /** Our monotonic clock when it came in, milliseconds. */
  readonly receivedAt: number;
  /** Whose it is, by its topic and credential; undefined where that is not known. */
  readonly agentId: string | undefined;
  readonly content:
    | { readonly kind: "hello"; readonly hello: Hello }
    | { readonly kind: "reports"; readonly parsed: ParsedEnvelope }
    /** Kept among the dead letters with its reason. */
    | { readonly kind: "refused"; readonly refusal: Refusal };
};
