import { CLAUSES } from "@vigie/shared/contract.ts";
import type { VersionDocument } from "@vigie/shared/contract-version.ts";
import { afterEach, beforeEach, expect } from "vitest";
import { type ApiServer, startApiServer } from "./api-server.ts";
import { CUSTOMER } from "./office.ts";
import { ask } from "./raw-http.ts";

/** Contracts by the API: what somebody sends who starts one, fills it in and puts it in force. */

export const WISH = {
  customerId: CUSTOMER,
  number: "C-2026-2",
  name: "Heures ouvrées",
  template: "business_hours",
  language: "fr",
};

export const ANSWERS: Readonly<Record<string, string | number>> = {
  provider_name: "Informatique du Port",
  customer_address: "1 rue du Four, Le Havre",
  start_date: "2026-12-01",
  workstations: 2,
  servers: 1,
  monthly_fee: 45_000,
  hourly_rate: 8_000,
};

/** The draft with its blanks filled in and every clause reviewed, as `PUT` takes it. */
export function filledIn({ clauses, texts, variables }: VersionDocument) {
  return {
    clauses,
    texts,
    reviewed: [...CLAUSES],
    variables: variables.map((variable) => ({
      ...variable,
      value: ANSWERS[variable.name] ?? variable.value,
    })),
  };
}

type Call = { readonly body?: unknown; readonly ifMatch?: string };
type Days = { readonly startsOn?: string; readonly effectiveOn?: string };

/** A server with the office in it for each test of a file, and the calls to it; call it at the top. */
export function useContracts() {
  let running: ApiServer | undefined;
  beforeEach(async () => {
    running = await startApiServer();
  });
  afterEach(() => running?.close());

  function server(): ApiServer {
    if (running === undefined) throw new Error("the server is started before each test");
    return running;
  }

  async function call(method: string, path: string, { body, ifMatch }: Call = {}) {
    const { status, headers, text } = await ask(server().port, {
      method,
      path,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(ifMatch !== undefined && { "if-match": ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status, etag: String(headers["etag"]), body: text === "" ? null : JSON.parse(text) };
  }
  async function read(path: string) {
    return (await call("GET", path)).body;
  }

  async function create(change: object = {}): Promise<string> {
    const { status, body } = await call("POST", "/api/contracts", { body: { ...WISH, ...change } });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id;
  }

  /** Fills in a draft; answers what `PUT` answered. */
  async function fill(path: string, change: object = {}) {
    const { body, etag } = await call("GET", path);
    return call("PUT", path, { body: { ...filledIn(body), ...change }, ifMatch: etag });
  }

  /** Fills in the first draft and puts it in force, from its first day on if nothing else is said. */
  async function putInForce(id: string, { startsOn = "2026-12-01", effectiveOn }: Days) {
    const path = `/api/contracts/${id}/versions/1`;
    const { body, etag } = await call("GET", path);
    const filled = filledIn(body);
    const variables = filled.variables.map((variable) =>
      variable.name === "start_date" ? { ...variable, value: startsOn } : variable,
    );
    const edited = await call("PUT", path, { body: { ...filled, variables }, ifMatch: etag });
    expect(edited.status, JSON.stringify(edited.body)).toBe(200);
    const answer = await call("POST", `${path}/in-force`, {
      body: { effectiveOn: effectiveOn ?? startsOn },
      ifMatch: edited.etag,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer;
  }

  return { server, call, read, create, fill, putInForce };
}
