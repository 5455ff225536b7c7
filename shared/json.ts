import { PACKET_BYTES_MAX } from "./limits.ts";
import type { Refusal } from "./problems.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads JSON from the bytes of a message: at most `PACKET_BYTES_MAX`, UTF-8 without a fault. What
 * it holds is not checked here.
 */
export function parseJson(payload: Uint8Array): { readonly value: unknown } | Refusal {
  if (payload.byteLength > PACKET_BYTES_MAX) {
    return {
      problem: "message_too_large",
      detail: `${payload.byteLength} bytes, at most ${PACKET_BYTES_MAX}`,
    };
  }
  let text: string;
  try {
    text = decoder.decode(payload);
  } catch {
    return { problem: "message_not_utf8", detail: "the bytes are not UTF-8" };
  }
  try {
    return { value: JSON.parse(withoutNul(text)) };
  } catch {
    return { problem: "message_not_json", detail: "the text is not JSON" };
  }
}

/** An escaped backslash, which is passed over, or the escape of U+0000. */
const ESCAPES = /\\(?:\\|u0000)/g;

/**
 * No engine keeps U+0000 in text alike, and nobody names anything so: it is read as U+FFFD, here,
 * so that what is in memory is what is in rows.
 */
function withoutNul(text: string): string {
  if (!text.includes("\\u0000")) return text;
  return text.replaceAll(ESCAPES, (escape) => (escape === "\\u0000" ? "\\ufffd" : escape));
}
