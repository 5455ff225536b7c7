import { expect, test } from "vitest";
import { hasRoom, type Limited, type Request, slotKeyOf } from "../../../collector/domain/slot.ts";

const request: Request = {
  channel: "phone",
  coverage: "covered",
  customerId: "cus_1",
  siteId: "sit_1",
  parentId: null,
};

function limited(per: "contract" | "customer" | "site"): Limited {
  return { contractId: "con_1", clauses: { simultaneous: { limit: 2, per } } };
}

test.for([
  [{}, limited("contract"), "con_1", "all of a contract"],
  [{}, limited("customer"), "cus_1", "all of a customer, whichever contract"],
  [{}, limited("site"), "con_1 sit_1", "those of a site"],
  [{ siteId: null }, limited("site"), "con_1 -", "those of no site together"],
  [{ channel: "monitoring" }, limited("contract"), null, "nobody asked for it"],
  [{ coverage: "type_not_included" }, limited("contract"), null, "the contract owes nothing"],
  [{ parentId: "tic_1" }, limited("contract"), null, "the outage is worked on, not its parts"],
  [{}, { contractId: "con_1", clauses: { simultaneous: null } }, null, "no such clause"],
  [{}, undefined, null, "no contract"],
] as const)("%j of %j counts under %s: %s", ([change, contract, expected]) => {
  expect(slotKeyOf({ ...request, ...change }, contract)).toBe(expected);
});

test.for([
  [1, 2, true],
  [2, 2, false],
  [3, 2, false],
  [900, null, true],
] as const)("with %i taken of %s there is room: %s", ([taken, limit, expected]) => {
  expect(hasRoom(taken, limit === null ? null : { limit, per: "contract" })).toBe(expected);
});
