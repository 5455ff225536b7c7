import type { VersionDocument } from "@vigie/shared/contract-version.ts";
import { describe, expect, test } from "vitest";
import { filledIn, useContracts } from "../../support/contract-calls.ts";

/** How long a contract goes on: notice, an early end, express renewals. */

const { call, read, create, putInForce } = useContracts();

/** Each act with what was seen just before. */
function actsOn(id: string) {
  return async (name: string, body: object) => {
    const { etag } = await call("GET", `/api/contracts/${id}`);
    return call("POST", `/api/contracts/${id}/${name}`, { body, ifMatch: etag });
  };
}

const kindsOf = async (id: string) => {
  const { items } = await read(`/api/contracts/${id}/events`);
  return items.map(({ kind }: { kind: string }) => kind);
};

/** In force from 1 January 2026, a year at a time, for as long as both sides renew it. */
async function startExpress(): Promise<string> {
  const id = await create();
  const path = `/api/contracts/${id}/versions/1`;
  const { body, etag } = await call("GET", path);
  const draft: VersionDocument = body;
  const { variables, ...filled } = filledIn({
    ...draft,
    clauses: { ...draft.clauses, term: { ...draft.clauses.term, renewal: "express" } },
  });
  const from2026 = variables.map((variable) =>
    variable.name === "start_date" ? { ...variable, value: "2026-01-01" } : variable,
  );
  const wish = { ...filled, variables: from2026, effectiveOn: "2026-01-01" };
  const edited = await call("PUT", path, { body: wish, ifMatch: etag });
  const answer = await call("POST", `${path}/in-force`, { body: {}, ifMatch: edited.etag });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return id;
}

test("notice, an early end and their withdrawal are noted, and each is an event", async () => {
  const id = await create();
  await putInForce(id, { startsOn: "2026-01-01" });
  const act = actsOn(id);

  const noticed = await act("notice", { givenOn: "2026-11-20" });
  // The notice came after 1 October: it ends the next term, not this one.
  expect(noticed.body.standing).toMatchObject({ state: "notice_given", endsOn: "2027-12-31" });
  const withdrawn = await act("notice", { givenOn: null });
  expect(withdrawn.body.standing).toMatchObject({ state: "in_force", endsOn: null });
  const ended = await act("early-end", { endsOn: "2026-11-22" });
  expect(ended.body).toMatchObject({ standing: { state: "ended" }, covered: { machines: 0 } });
  const late = await act("notice", { givenOn: "2026-11-23" });
  expect([late.status, late.body.code]).toEqual([422, "term_invalid"]);
  expect(late.body.detail).toMatch(/^givenOn: 2026-11-23 is after/);
  expect((await act("early-end", { endsOn: null })).body.covered).toEqual({
    machines: 3,
    equipment: 1,
  });
  const early = await act("early-end", { endsOn: "2025-12-31" });
  expect([early.status, early.body.detail]).toEqual([
    422,
    expect.stringMatching(/^endsOn: 2025-12-31 is before/),
  ]);

  expect(await kindsOf(id)).toEqual([
    "early_end_withdrawn",
    "ended",
    "ended_early",
    "notice_withdrawn",
    "notice_given",
    "took_effect",
    "in_force",
    "created",
  ]);
});

test("nothing of it is said of a draft", async () => {
  const { status, body } = await actsOn(await create())("notice", { givenOn: "2026-11-20" });
  expect([status, body.code]).toEqual([409, "contract_state"]);
});

test.for([
  ["notice", { givenOn: "2026-11-20" }],
  ["early-end", { endsOn: "2026-12-20" }],
  ["renewals", { on: "2026-11-20" }],
] as const)("%s is noted by whoever saw the contract last", async ([name, body]) => {
  const id = await startExpress();
  const path = `/api/contracts/${id}`;
  const { etag: ifMatch } = await call("GET", path);
  const blind = await call("POST", `${path}/${name}`, { body });
  expect([blind.status, blind.body.code]).toEqual([428, "version_required"]);
  const both = [1, 2].map(() => call("POST", `${path}/${name}`, { body, ifMatch }));
  const answers = await Promise.all(both);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  const done = answers.find(({ status }) => status === 200);
  expect(done?.etag, "the version is raised").not.toBe(ifMatch);
  expect((await call("GET", path)).etag, "and told by what is read").toBe(done?.etag);
});

describe("an express renewal", () => {
  test("is for one further term, once, and is taken back before that begins", async () => {
    const id = await startExpress();
    const act = actsOn(id);
    expect((await act("renewals", { on: "2026-11-20" })).body.standing.endsOn).toBe("2027-12-31");
    expect((await act("renewals", { on: "2026-11-20" })).body.standing.endsOn).toBe("2028-12-31");
    const undo = { on: "2026-11-20", undo: true };
    expect((await act("renewals", undo)).body.standing.endsOn).toBe("2027-12-31");
    expect((await act("renewals", undo)).body.standing.endsOn).toBe("2026-12-31");
    const again = await act("renewals", undo);
    expect([again.status, again.body.code]).toEqual([409, "contract_state"]);
    expect(again.body.detail).toBe("on: no renewal of 2026-11-20 is noted");
    expect((await kindsOf(id)).slice(0, 4)).toEqual([
      "renewal_withdrawn",
      "renewal_withdrawn",
      "renewed",
      "renewed",
    ]);
  });

  test("of a tacit contract is refused for the day that was asked for", async () => {
    const id = await create();
    await putInForce(id, { startsOn: "2026-01-01" });
    const { status, body } = await actsOn(id)("renewals", { on: "2026-11-23" });
    expect([status, body.code]).toEqual([422, "term_invalid"]);
    expect(body.detail).toMatch(/^on: 2026-11-23 is a day on which the term is not one that is/);
  });

  test("that stands in the way of a notice is named by its day", async () => {
    const act = actsOn(await startExpress());
    await act("renewals", { on: "2026-11-20" });
    const { body } = await act("notice", { givenOn: "2026-11-19" });
    expect(body.detail).toMatch(/^the renewal of 2026-11-20 is after the notice of 2026-11-19/);
  });
});
