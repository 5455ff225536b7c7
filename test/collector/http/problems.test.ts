import { PROBLEMS, type ProblemCode } from "@vigie/shared/problems.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { languageOf } from "../../../collector/http/problems.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { MACHINE, RULE, TICKET } from "../../support/office.ts";
import { type Answer, ask, sendBytes } from "../../support/raw-http.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

type Request = Parameters<typeof ask>[1];

const json = { "content-type": "application/json" };
const act = (name: string, body: unknown, headers: Record<string, string> = {}): Request => ({
  method: "POST",
  path: `/api/tickets/${TICKET}/${name}`,
  headers: { ...json, ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const rule = (body: unknown, headers: Record<string, string> = {}): Request => ({
  method: "PATCH",
  path: `/api/rules/${RULE}`,
  headers: { ...json, ...headers },
  body: JSON.stringify(body),
});
const series = (query: string): Request => ({ path: `/api/machines/${MACHINE}/series?${query}` });

const AT = "from=2026-11-23T09:00:00Z&to=2026-11-23T10:00:00Z";

/** What is asked, the code that answers, a part of its detail, and why. */
const REFUSALS: readonly (readonly [Request, ProblemCode, string, string])[] = [
  [{ path: "/api/nothing" }, "not_found", "", "an address of nothing"],
  [{ path: `/api/machines/${TICKET}` }, "not_found", "", "an id of another kind"],
  [{ method: "PUT", path: "/api/rules" }, "method_not_allowed", "GET, HEAD", "a method"],
  [{ method: "DELETE", path: `/api/tickets/${TICKET}` }, "method_not_allowed", "PATCH", "a method"],
  [{ path: "/api/live" }, "upgrade_required", "", "a WebSocket asked as a page"],
  [{ path: "/api/machines?limit=0" }, "request_malformed", "query/limit", "a field of the query"],
  [{ path: "/api/machines?limit=201" }, "request_malformed", "query/limit", "more than a page"],
  [{ path: "/api/machines?limit=1e1x" }, "request_malformed", "query/limit", "not a number"],
  [{ path: "/api/machines?sort=__proto__" }, "request_malformed", "name, customer", "no such sort"],
  [{ path: "/api/machines?colour=red" }, "request_malformed", "colour", "an unknown field"],
  [{ path: "/api/tickets?state=lost" }, "request_malformed", "query/state", "no such state"],
  [{ path: "/api/machines?cursor=abc" }, "cursor_invalid", "", "a cursor never given"],
  [series("metric=cpu_busy_percent"), "request_malformed", "from", "a field is missing"],
  [series(`metric=cpu&${AT}`), "request_malformed", "query/metric", "no such metric"],
  [
    series(`metric=volume_used_percent&${AT}`),
    "request_malformed",
    "query/object",
    "of which volume",
  ],
  [
    series(`metric=cpu_busy_percent&object=/&${AT}`),
    "request_malformed",
    "query/object",
    "of no volume",
  ],
  [
    series("metric=cpu_busy_percent&from=yesterday&to=today"),
    "request_malformed",
    "query/from",
    "no instant",
  ],
  [
    series("metric=cpu_busy_percent&from=2026-11-23T09:00:00Z&to=2026-11-23T09:00:00Z"),
    "request_malformed",
    "query/to",
    "no span",
  ],
  [
    series("metric=cpu_busy_percent&from=2025-01-01T00:00:00Z&to=2026-11-23T09:00:00Z"),
    "series_too_long",
    "692 days",
    "too much",
  ],
  [
    act("comments", { by: "Ana" }),
    "request_malformed",
    "body must have required properties text",
    "a field is missing",
  ],
  [act("comments", { by: "", text: "x" }), "request_malformed", "body/by", "an empty name"],
  [act("comments", { by: " \t", text: "x" }), "request_malformed", "body/by", "a blank name"],
  [
    act("comments", { by: "Ana\nBob", text: "x" }),
    "request_malformed",
    "body/by",
    "a name of two lines",
  ],
  [act("comments", { by: "Ana", text: " \n" }), "request_malformed", "body/text", "nothing said"],
  [
    act("comments", { by: 7, text: "x" }),
    "request_malformed",
    "body/by",
    "a body is not converted",
  ],
  [
    act("comments", { by: "Ana", text: "x", admin: true }),
    "request_malformed",
    "admin",
    "an unknown field",
  ],
  [act("comments", "{"), "request_malformed", "", "not JSON"],
  [act("comments", ""), "request_malformed", "", "no body"],
  [
    act("comments", '{"by":"Ana","text":"x","__proto__":{}}'),
    "request_malformed",
    "may not be named __proto__",
    "a poisoned object",
  ],
  [
    {
      ...act("comments", "by=Ana"),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    },
    "media_type_unsupported",
    "",
    "a form",
  ],
  [
    { ...act("comments", "{}"), headers: { "content-type": "text/plain" } },
    "media_type_unsupported",
    "",
    "what a foreign form may send unasked",
  ],
  [
    act("comments", { by: "Ana", text: "x".repeat(1024 * 1024) }),
    "body_too_large",
    "",
    "more than 1 MiB",
  ],
  [act("acknowledge", { by: "Ana" }), "version_required", "", "no If-Match"],
  [
    act("acknowledge", { by: "Ana" }, { "if-match": "*" }),
    "version_required",
    "",
    "any version is none",
  ],
  [
    act("acknowledge", { by: "Ana" }, { "if-match": 'W/"v1"' }),
    "version_conflict",
    "",
    "a weak tag",
  ],
  [
    act("acknowledge", { by: "Ana" }, { "if-match": '"v2"' }),
    "version_conflict",
    "",
    "another version",
  ],
  [rule({}, { "if-match": '"v1"' }), "request_malformed", "body", "no change"],
  [rule({ enabled: false }), "version_required", "", "no If-Match"],
  [rule({ enabled: false }, { "if-match": '"v9"' }), "version_conflict", "", "another version"],
  [
    rule(
      {
        condition: {
          kind: "threshold",
          metric: "volume_used_percent",
          direction: "above",
          fireAt: 80,
          clearAt: 90,
        },
      },
      { "if-match": '"v1"' },
    ),
    "rule_invalid",
    "",
    "it would clear above where it fires",
  ],
];

describe("every refusal is a problem with its code", () => {
  test.for(REFUSALS.map(([request, code, detail, reason]) => ({ request, code, detail, reason })))(
    "$code: $reason",
    async ({ request, code, detail }) => {
      const answer = await ask(server.port, request);
      expect(problemOf(answer)).toMatchObject({ code, status: PROBLEMS[code].status });
      expect(problemOf(answer).detail).toContain(detail);
    },
  );

  test("a method that is not allowed says which are", async () => {
    const answer = await ask(server.port, { method: "DELETE", path: `/api/tickets/${TICKET}` });
    expect(answer.headers["allow"]).toBe("GET, HEAD, PATCH");
  });
});

describe("what is not even a request", () => {
  test.for([
    ["NONSENSE\r\n\r\n", 400, "request_malformed", "not HTTP"],
    [
      `GET / HTTP/1.1\r\nX: ${"x".repeat(17 * 1024)}\r\n\r\n`,
      431,
      "headers_too_large",
      "17 KiB of headers",
    ],
    [
      "GET /% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      400,
      "request_malformed",
      "no path",
    ],
  ] as const)("%#. is answered %i %s: %s", async ([bytes, status, code]) => {
    const text = await sendBytes(server.port, bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toContain("application/problem+json");
    expect(text).toContain(`"code":"${code}"`);
  });
});

describe("a mistake of ours", () => {
  test("tells the client a reference, and the log the rest", async () => {
    await using broken = await startBroken();
    const answer = await ask(broken.port, {
      path: "/api/health",
      headers: { "accept-language": "fr" },
    });
    const { code, status, title, parameters } = problemOf(answer);
    expect({ code, status }).toEqual({ code: "internal", status: 500 });
    const reference = String(parameters["reference"]);
    expect(title).toBe(
      `Quelque chose a échoué dans Vigie. Le journal en garde la raison sous ${reference}.`,
    );
    expect(answer.text).not.toContain("spooler");
    expect(answer.text).not.toContain(".ts");
    const line = broken.logged.find((text) => text.includes(reference));
    expect(line).toContain("TypeError");
    expect(line).toContain("health.ts");
  });

  async function startBroken() {
    const broken = await startApiServer();
    Reflect.deleteProperty(broken.figures, "now");
    return Object.assign(broken, { [Symbol.asyncDispose]: broken.close });
  }
});

describe("languages", () => {
  test.for([
    [undefined, "en", "nothing said"],
    ["fr", "fr", "one language"],
    ["fr-CA, en;q=0.9", "fr", "a region of it"],
    ["en;q=0.5, fr;q=0.9", "fr", "the best, not the first"],
    ["de, fr;q=0.2", "fr", "what we have of what is wished"],
    ["fr;q=0, en", "en", "French is refused"],
    ["*", "en", "anything"],
    ["FR", "fr", "no case"],
    [";;;q=x,,", "en", "nonsense"],
  ] as const)("Accept-Language %s is read in %s: %s", ([wished, language]) => {
    expect(languageOf({ headers: wished === undefined ? {} : { "accept-language": wished } })).toBe(
      language,
    );
  });

  test("the title is in the reader's language, and says which", async () => {
    const french = await ask(server.port, {
      path: "/api/nothing",
      headers: { "accept-language": "fr-FR" },
    });
    expect(problemOf(french)).toMatchObject({
      type: "urn:vigie:problem:not_found",
      title: "Cela n'existe pas ici.",
    });
    expect(french.headers).toMatchObject({ "content-language": "fr", vary: "accept-language" });
  });
});

type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly parameters: Readonly<Record<string, string | number>>;
};

/** The problem of an answer that is one in every way. */
function problemOf({ status, headers, text }: Answer): Problem {
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers, "its route may have read a version, a problem has none").not.toHaveProperty(
    "etag",
  );
  const problem: Problem = JSON.parse(text);
  expect(problem.status).toBe(status);
  expect(problem.type).toBe(`urn:vigie:problem:${problem.code}`);
  expect(problem.title).not.toMatch(/[{}]/);
  return problem;
}
