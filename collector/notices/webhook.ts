import { createHmac } from "node:crypto";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { type Failure, type Handover, toDetail } from "./far-end.ts";
import {
  type Address,
  type Checked,
  checkAddress,
  type Network,
  type Resolve,
} from "./webhook-address.ts";

/**
 * Hands an event over to a program by HTTP. Who gets it can tell that it comes from here (the signature),
 * when it was sent (in what is signed) and whether it had it before (Idempotency-Key).
 */

export type Delivery = {
  readonly url: string;
  readonly body: string;
  /** The same for each repetition. */
  readonly idempotencyKey: string;
  readonly secret: string;
  /** Seconds since 1970. */
  readonly atSeconds: number;
};

export type WebhookTools = {
  /** Private networks that are allowed. */
  readonly allowed: readonly Network[];
  readonly userAgent: string;
  readonly resolve?: Resolve;
  /** PEM; undefined = those that this machine trusts. */
  readonly ca?: string;
  readonly limitMs?: number;
};

/** How it went, with the status where there was one. */
export type Answered = { readonly handover: Handover; readonly status: number | null };

/** From the name to the answer. */
const LIMIT_MS = 5_000;

/** What is read of an answer; nobody looks at it. */
const ANSWER_BYTES_MAX = 64 * 1024;

/** Refusals that time may mend, among those that are for good. */
const NOT_NOW: ReadonlySet<number> = new Set([408, 425, 429]);

/** What `X-Vigie-Signature` says of a body sent at a time. */
export function signatureOf({
  secret,
  atSeconds,
  body,
}: Omit<Delivery, "url" | "idempotencyKey">): string {
  const signature = createHmac("sha256", secret).update(`${atSeconds}.${body}`).digest("hex");
  return `t=${atSeconds},v1=${signature}`;
}

export async function deliver(delivery: Delivery, tools: WebhookTools): Promise<Answered> {
  const url = URL.parse(delivery.url);
  if (url === null) return { handover: refused("it is no address of the web"), status: null };
  const late = AbortSignal.timeout(tools.limitMs ?? LIMIT_MS);
  const found = await Promise.race([checkAddress(url, tools), abortionOf(late)]);
  if ("addresses" in found) return post(url, delivery, { ...tools, found, late });
  return { handover: toFailure(found), status: null };
}

type Late = { readonly late: true };

function toFailure(found: Exclude<Checked, { addresses: readonly Address[] }> | Late): Failure {
  if ("late" in found) return failure("webhook_timed_out", "its name took too long to resolve");
  if ("unknown" in found) return failure("webhook_unreachable", found.unknown);
  return refused(found.refused);
}

type Posting = WebhookTools & {
  readonly found: { readonly addresses: readonly Address[] };
  readonly late: AbortSignal;
};

function post(
  url: URL,
  delivery: Delivery,
  { found, late, ca, userAgent }: Posting,
): Promise<Answered> {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const body = Buffer.from(delivery.body);
  return new Promise((resolve) => {
    const request = send(url, {
      method: "POST",
      agent: false,
      signal: late,
      lookup: answering(found.addresses),
      ...(ca !== undefined && { ca }),
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-length": body.byteLength,
        "user-agent": userAgent,
        "idempotency-key": delivery.idempotencyKey,
        "x-vigie-signature": signatureOf(delivery),
      },
    });
    // A connection that breaks after the status was said changes nothing of it.
    let isAnswered = false;
    request.on("error", (error) => {
      if (!isAnswered) resolve({ handover: failureOf(error, late), status: null });
    });
    // Whoever wants another protocol answers so without a response; nobody else says that it is over.
    request.on("upgrade", ({ statusCode: status = 0 }, socket) => {
      isAnswered = true;
      socket.destroy();
      resolve({ handover: handoverOf(status), status });
    });
    request.on("response", (response) => {
      isAnswered = true;
      const status = response.statusCode ?? 0;
      let bytes = 0;
      // The status is the answer; the rest is read only so far that the far end is not cut off.
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > ANSWER_BYTES_MAX) request.destroy();
      });
      response.on("error", () => {});
      response.once("close", () => resolve({ handover: handoverOf(status), status }));
    });
    request.end(body);
  });
}

/** The connection goes to an address that was checked, whatever the name would say now. */
function answering(addresses: readonly Address[]): LookupFunction {
  return (_host, options, done) => {
    const [first] = addresses;
    if (options.all === true)
      done(
        null,
        addresses.map((one) => ({ ...one })),
      );
    else done(null, first?.address ?? "", first?.family);
  };
}

function handoverOf(status: number): Handover {
  if (status >= 200 && status < 300) return { done: true };
  if (status >= 300 && status < 400)
    return refused(`it answers ${status}: give the address it leads to`);
  if (status >= 500 || NOT_NOW.has(status))
    return failure("webhook_deferred", `it answers ${status}`);
  const detail = `it answers ${status}`;
  return { done: false, code: "webhook_refused", detail, isFinal: true, isOfServer: false };
}

function refused(detail: string): Failure {
  return { done: false, code: "webhook_address_refused", detail, isFinal: true, isOfServer: false };
}

function failureOf(error: unknown, late: AbortSignal): Failure {
  const text = error instanceof Error ? error.message : String(error);
  if (late.aborted) return failure("webhook_timed_out", "no answer in time");
  return failure("webhook_unreachable", text);
}

function failure(code: Failure["code"], detail: string): Failure {
  return { done: false, code, detail: toDetail(detail), isFinal: false, isOfServer: true };
}

function abortionOf(signal: AbortSignal): Promise<Late> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve({ late: true });
    else signal.addEventListener("abort", () => resolve({ late: true }), { once: true });
  });
}
