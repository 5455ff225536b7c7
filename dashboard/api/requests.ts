import type { Language } from "@vigie/shared/problems.ts";
import { ApiProblem, toProblem } from "./problem.ts";

/**
 * One request to the collector's API. Answers come from the server that served the page and are of
 * the types that both share, so they are not checked a second time.
 */

/** A document and the version under which it may be changed. */
export type Versioned<T> = { readonly document: T; readonly etag: string | undefined };

export type Wish = {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A document, or files as a form. */
  readonly body?: object;
  readonly etag?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type Ask = <T>(path: string, wish?: Wish) => Promise<Versioned<T>>;

/** Reads a document whose version nobody needs. */
export function createGet(ask: Ask) {
  return async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await ask<T>(path, { signal })).document;
}

/** The ETag of a version that a document says of itself. */
export function toEtag(version: number): string {
  return `"v${version}"`;
}

/** An answer that takes longer is no answer. */
const ANSWER_MS_MAX = 30_000;
/** Files take as long as the line of whoever sends them. */
const UPLOAD_MS_MAX = 600_000;

/** Rejects with an ApiProblem: the collector's own "no", or that nobody answered. */
export function createAsk(parts: {
  readonly language: () => Language;
  /** Is told the server's time of each answer. */
  readonly onServerTime: (ms: number) => void;
}): Ask {
  return async <T>(path: string, wish: Wish = {}) => {
    const { response, text } = await send(path, wish, parts.language());
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) parts.onServerTime(date);
    if (!response.ok) throw toProblem(response.status, readJson(text), parts.language());
    const document: T = text === "" ? undefined : JSON.parse(text);
    return { document, etag: response.headers.get("etag") ?? undefined };
  };
}

type Answer = { readonly response: Response; readonly text: string };

/** The answer with its whole body: one that is cut off on the way is none. */
async function send(path: string, wish: Wish, language: Language): Promise<Answer> {
  const { method = "GET", body, etag, signal } = wish;
  const limit = AbortSignal.timeout(body instanceof FormData ? UPLOAD_MS_MAX : ANSWER_MS_MAX);
  const request = {
    method,
    headers: {
      accept: "application/json",
      "accept-language": language,
      ...(isDocument(body) && { "content-type": "application/json" }),
      ...(etag !== undefined && { "if-match": etag }),
    },
    body: toBody(body),
    signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
  };
  try {
    const response = await fetch(`/api${path}`, request);
    return { response, text: await response.text() };
  } catch (cause) {
    // Who gave the request up is told so; everybody else had no answer.
    if (signal?.aborted === true) throw cause;
    throw new ApiProblem({ code: "no_answer", status: 0, title: "" });
  }
}

/** A form says by itself of what type it is, and where its files begin. */
function isDocument(body: Wish["body"]): boolean {
  return body !== undefined && !(body instanceof FormData);
}

function toBody(body: Wish["body"]): FormData | string | null {
  if (body === undefined || body instanceof FormData) return body ?? null;
  return JSON.stringify(body);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
