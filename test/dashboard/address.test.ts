import { describe, expect, test } from "vitest";
import { isTicketId, parseAddress, toHref } from "../../dashboard/address.ts";

const MACHINE = "mac_01JD0000000000000000000001";
const TICKET = "tic_01JD0000000000000000000001";

describe("an address", () => {
  test.for([
    ["/", "", { machineId: undefined, range: "1h", ticketId: undefined }, "as one arrives"],
    [`/machines/${MACHINE}`, "?range=7d", { machineId: MACHINE, range: "7d" }, "a week of one"],
    [`/machines/${MACHINE}/`, "", { machineId: MACHINE }, "a slash at the end"],
    ["/", `?ticket=${TICKET}`, { ticketId: TICKET }, "a ticket that was sent"],
    ["/", "?range=99y&ticket=", { range: "1h", ticketId: undefined }, "what is not understood"],
    ["/", "?ticket=../x", { ticketId: "../x" }, "a ticket that is none, to be said so"],
    ["/", `?ticket=${"x".repeat(65)}`, { ticketId: "x".repeat(64) }, "and never without end"],
    ["/machines/other", "", { machineId: undefined }, "no such id"],
  ] as const)("%s%s means %o: %s", ([path, query, expected]) => {
    expect(parseAddress(path, query)).toMatchObject(expected);
  });

  test("is the same after it was a link", () => {
    const address = { machineId: MACHINE, range: "24h", ticketId: TICKET } as const;
    const url = new URL(toHref(address), "http://localhost");
    expect(parseAddress(url.pathname, url.search)).toEqual(address);
  });

  test.for([
    [TICKET, true],
    ["../x", false],
    [MACHINE, false],
    [`${TICKET}0`, false],
  ] as const)("%s can be a ticket: %s", ([text, expected]) => {
    expect(isTicketId(text)).toBe(expected);
  });

  test("says nothing of what is as by default", () => {
    expect(toHref({ machineId: undefined, range: "1h", ticketId: undefined })).toBe("/");
  });
});
