import { describe, expect, test } from "vitest";
import { parseAddress, toDesk, toHref, toTicket } from "../../../dashboard/address.ts";
import { parseDeskPlace } from "../../../dashboard/desk/place.ts";
import { BREAKING_NEXT } from "../../../dashboard/queue/queue-wish.ts";

const TICKET = "tic_01JD0000000000000000000001";
const RULE = "rul_01JD0000000000000000000001";
const MACHINE = "mac_01JD0000000000000000000001";

describe("a place at the desk", () => {
  test.for([
    ["/tickets", "", { page: "queue", wish: BREAKING_NEXT }, "the queue"],
    ["/tickets/", "", { page: "queue", wish: BREAKING_NEXT }, "a slash at the end"],
    [`/tickets/${TICKET}`, "", { page: "ticket", ticketId: TICKET }, "one ticket"],
    ["/tickets/12", "", { page: "ticket", ticketId: "12" }, "one that is none, to be said so"],
    ["/tickets/new", "", { page: "new", subject: {} }, "a new one"],
    [
      "/tickets/new",
      `?machine=${MACHINE}&customer=x`,
      { page: "new", subject: { machineId: MACHINE } },
      "about a machine; no customer has such an id",
    ],
    ["/windows", "", { page: "windows" }, "a page of its own"],
    ["/rotas", "", { page: "rotas" }, "so is who is on call"],
    ["/escalations", "", { page: "escalations" }, "and who is woken"],
    ["/outages", "", { page: "outages" }, "one more"],
    ["/rules", `?id=${RULE}`, { page: "rules", chosenId: RULE }, "a rule beside the others"],
    ["/mail", "?id=../x", { page: "mail" }, "no mail has such an id"],
    ["/machines", "", undefined, "none of ours"],
    ["/", "", undefined, "the machines"],
    ["/tickets/a/b", "", undefined, "nothing is there"],
  ] as const)("%s%s: %s", ([path, query, expected]) => {
    const place = parseDeskPlace(path, new URLSearchParams(query));
    if (expected === undefined) expect(place).toBeUndefined();
    else expect(place).toMatchObject(expected);
  });

  test.for([
    toTicket(TICKET),
    toDesk({ page: "queue", wish: { ...BREAKING_NEXT, sort: "number", order: "desc" } }),
    toDesk({ page: "new", subject: { customerId: undefined, machineId: MACHINE } }),
    toDesk({ page: "notices" }),
    toDesk({ page: "mail" }),
    toDesk({ page: "rules", chosenId: RULE }),
  ])("%o is the same after it was a link", (address) => {
    const url = new URL(toHref(address), "http://localhost");
    expect(parseAddress(url.pathname, url.search)).toEqual(address);
  });
});
