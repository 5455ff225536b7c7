import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { CUSTOMER, idOf } from "../../support/office.ts";

/** Who is woken where nobody takes a ticket, as people write it. */

let server: ApiServer;
const { send, add, change } = jsonOf(() => server);

beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

describe("an escalation policy", () => {
  const POLICY = {
    name: "P1 de nuit",
    priorities: [1],
    customerIds: [CUSTOMER],
    steps: [
      { afterMinutes: 0, to: { tells: "on_call" } },
      { afterMinutes: 20, to: { tells: "team", teamId: idOf("tem", 1) } },
    ],
  };

  test("is written, read, changed by whoever saw it last, and removed", async () => {
    const added = await add("/api/escalation-policies", POLICY);
    expect(added).toMatchObject({ status: 201 });
    expect(added.body).toEqual({
      ...POLICY,
      id: expect.stringMatching(/^esc_/),
      key: null,
      enabled: true,
      repeats: 0,
      repeatAfterMinutes: 30,
      label: { en: "P1 de nuit", fr: "P1 de nuit" },
      version: 1,
    });
    const path = String(added.headers["location"]);
    expect((await change(path, { repeats: 3 })).body).toMatchObject({ repeats: 3, version: 2 });
    expect((await change(path, { repeats: 4 })).body.code).toBe("version_conflict");
    expect(await send("DELETE", path, { ifMatch: '"v2"' })).toMatchObject({ status: 204 });
    expect(await send("GET", path)).toMatchObject({ status: 404 });
  });

  test.for([
    [{ steps: [step(20), step(20)] }, /^steps\[1\]\.afterMinutes: 20/, "two at one time"],
    [{ customerIds: ["cus_x"] }, /^customerIds\[0\]/, "no such customer"],
    [{ steps: [step(1, { tells: "rota", rotaId: "x" })] }, /^steps\[0\]\.to\.rotaId/, "no rota"],
    [{ steps: [step(1, { tells: "staff", staffId: "x" })] }, /^steps\[0\]\.to\.staffId/, "nobody"],
    [{ steps: [step(1, { tells: "team", teamId: "x" })] }, /^steps\[0\]\.to\.teamId/, "no team"],
  ] as const)("with %o is refused: %s, %s", async ([wish, detail]) => {
    const { status, body } = await add("/api/escalation-policies", { ...POLICY, ...wish });
    expect({ status, code: body.code }).toEqual({ status: 422, code: "escalation_policy_invalid" });
    expect(body.detail).toMatch(detail);
  });
});

function step(afterMinutes: number, to: object = { tells: "on_call" }) {
  return { afterMinutes, to };
}
