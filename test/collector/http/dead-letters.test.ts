import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { DEAD_BYTES, DEAD_TEXT } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

async function read(path: string, language = "en") {
  const headers = { "accept-language": language };
  return JSON.parse((await ask(server.port, { path: `/api/dead-letters${path}`, headers })).text);
}

test("the list says of each what it was and why it was refused, without its bytes", async () => {
  expect(await read("")).toEqual({
    items: [
      {
        id: DEAD_BYTES,
        receivedAt: "2026-11-23T09:00:00.000Z",
        topic: "vigie/v1/up/00/agt_1/report",
        agentId: null,
        seq: 12,
        code: "report_malformed",
        message: "The report does not have the agreed form: at is missing.",
        detail: "at is missing",
        bytes: 3,
      },
      expect.objectContaining({ id: DEAD_TEXT, bytes: 7 }),
    ],
    nextCursor: null,
  });
});

test.for([
  ["en", "The report does not have the agreed form: at is missing."],
  ["fr", "Le rapport n'a pas la forme convenue : at is missing."],
] as const)("the reason is told in %s", async ([language, message]) => {
  expect(await read(`/${DEAD_TEXT}`, language)).toMatchObject({ message });
});

test.for([
  [DEAD_TEXT, "eyJ2IjoyfQ==", '{"v":2}', "text is given as text too"],
  [DEAD_BYTES, "ewD/", null, "what is not UTF-8 is given as bytes alone"],
] as const)("%s is kept to the last byte: %s is %j, %s", async ([id, payload, text]) => {
  expect(await read(`/${id}`)).toMatchObject({ payload, text });
});
