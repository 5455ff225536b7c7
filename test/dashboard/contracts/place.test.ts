import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAddress, toContracts, toHref } from "../../../dashboard/address.ts";
import type { ContractsPlace } from "../../../dashboard/contracts/place.ts";

const ID = "con_01JD0000000000000000000001";

describe("a place among the contracts", () => {
  test.for([
    ["/contracts", "", { page: "list", cursor: undefined }, "the list"],
    ["/contracts/", "?search=marin&cursor=abc", { search: "marin", cursor: "abc" }, "further on"],
    ["/contracts/new", "", { page: "new" }, "a new one"],
    [`/contracts/${ID}`, "", { page: "contract", contractId: ID, number: undefined }, "one"],
    [`/contracts/${ID}/versions/3`, "", { page: "contract", number: 3 }, "one of its versions"],
    [`/contracts/${ID}`, "?from=1&to=2", { page: "diff", from: 1, to: 2 }, "what differs"],
    [`/contracts/${ID}`, "?from=1&to=x", { page: "contract" }, "half a difference is none"],
    [
      `/contracts/${ID}`,
      "?priority=1&at=2026-11-23T14:30&pausedFrom=2026-11-24T09:00",
      { due: { priority: 1, at: "2026-11-23T14:30", pausedFrom: "2026-11-24T09:00" } },
      "a question that was sent",
    ],
    [
      `/contracts/${ID}`,
      "?priority=1&at=2026-11-23T14:30&pausedTo=2026-11-24T09:00",
      { due: { pausedFrom: undefined, pausedTo: undefined } },
      "an end without a beginning is no pause",
    ],
    [`/contracts/${ID}`, "?priority=9&at=2026-11-23T14:30", { due: undefined }, "no such priority"],
    [`/contracts/${ID}`, "?priority=1&at=tomorrow", { due: undefined }, "no such time"],
  ] as const)("%s%s means %o: %s", ([path, query, expected]) => {
    expect(parseAddress(path, query).contracts).toMatchObject(expected);
  });

  test.for(["/", "/contracts/other", "/contractsx", `/contracts/${ID}/versions/none`])(
    "%s is none",
    (path) => {
      expect(parseAddress(path, "").contracts).toBeUndefined();
    },
  );

  const time = fc.constantFrom("2026-11-23T14:30", "2026-02-28T00:00");
  const places: fc.Arbitrary<ContractsPlace> = fc.oneof(
    fc.record({
      page: fc.constant("list" as const),
      search: fc.option(fc.string({ minLength: 1, maxLength: 100 }), { nil: undefined }),
      cursor: fc.option(fc.base64String({ minLength: 1 }), { nil: undefined }),
    }),
    fc.constant({ page: "new" as const }),
    fc.record({
      page: fc.constant("diff" as const),
      contractId: fc.constant(ID),
      from: fc.nat(9_999),
      to: fc.nat(9_999),
    }),
    fc.record({
      page: fc.constant("contract" as const),
      contractId: fc.constant(ID),
      number: fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: undefined }),
      due: fc.option(
        fc.record({
          priority: fc.integer({ min: 1, max: 4 }),
          at: time,
          pausedFrom: time,
          pausedTo: fc.option(time, { nil: undefined }),
        }),
        { nil: undefined },
      ),
    }),
  );

  test("is the same after it was a link", () => {
    fc.assert(
      fc.property(places, (place) => {
        const url = new URL(toHref(toContracts(place)), "http://localhost");
        expect(parseAddress(url.pathname, url.search).contracts).toEqual(place);
      }),
    );
  });
});
