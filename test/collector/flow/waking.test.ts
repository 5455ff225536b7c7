import { afterEach, beforeEach, expect, test } from "vitest";
import { createNotifier } from "../../../collector/flow/notifier.ts";
import { newId } from "../../../collector/ids.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { NoticeRow, Registry } from "../../../collector/registry/registry.ts";
import { person } from "../../contract/registry/desk-rows.ts";
import { notice } from "../../contract/registry/notice-rows.ts";
import { customer, ticket } from "../../contract/registry/rows.ts";
import { freshFolder } from "../../support/fresh-folder.ts";

/** Who is woken for a ticket, and who knows of it already. */

const MINUTE_MS = 60_000;
const NOW_MS = 100 * MINUTE_MS;

const PANNE = ticket({
  id: "tic_1",
  title: "Panne",
  object: "",
  machineId: null,
  ruleId: null,
  alertId: null,
  contractVersionId: null,
});

let folder: ReturnType<typeof freshFolder>;
let registry: Registry;

beforeEach(async () => {
  folder = freshFolder();
  registry = await openRegistry({ path: `${folder.path}/registry.sqlite`, log: () => {} });
  await registry.commit(async ({ estate, staff, tickets }) => {
    await estate.addCustomer(customer());
    await staff.addStaff(person({ id: "stf_1", name: "Nadia", email: "nadia@provider.example" }));
    await tickets.add(PANNE, []);
  });
});
afterEach(async () => {
  await registry.close();
  folder[Symbol.dispose]();
});

/** A mail about the ticket, so many minutes ago. */
function mail(state: "sent" | "waiting", minutes: number): Partial<NoticeRow> {
  const atMs = NOW_MS - minutes * MINUTE_MS;
  const sentAtMs = state === "sent" ? atMs : null;
  return { state, sentAtMs, createdAtMs: atMs, dueAtMs: atMs, nextAtMs: atMs };
}

test.for<[string, Partial<NoticeRow>, { readonly hasMail?: boolean }, readonly string[]]>([
  ["a mail that left a moment ago woke them", mail("sent", 9), {}, []],
  ["one that left long ago did not keep them awake", mail("sent", 11), {}, ["Nadia"]],
  ["one that leaves at this moment wakes them", mail("waiting", 0), {}, []],
  ["one that cannot leave since long does not", mail("waiting", 11), {}, ["Nadia"]],
  [
    "one that waits for the morning does not",
    { ...mail("waiting", 5), dueAtMs: NOW_MS + 60 * MINUTE_MS },
    {},
    ["Nadia"],
  ],
  [
    "what stands on a screen wakes nobody who has an address",
    { ...mail("sent", 1), channel: "screen" },
    {},
    ["Nadia"],
  ],
  [
    "but where no mail leaves there is nothing else",
    { ...mail("sent", 1), channel: "screen" },
    { hasMail: false },
    [],
  ],
])("%s", async ([, told, { hasMail = true }, asleep]) => {
  const notifier = createNotifier({ newId, hasMail });
  const of = { id: "ntc_1", key: "k", recipientId: "stf_1", thread: "tic_1", ticketId: "tic_1" };
  const found = await registry.commit(async (unit) => {
    await unit.notices.add([notice({ channel: "mail", ...of, ...told })]);
    const people = (await unit.staff.staff({ limit: 9 })).map((row) => ({ ...row, teamIds: [] }));
    return notifier.whoSleeps(unit, { ticket: PANNE, people }, NOW_MS);
  });
  expect(found.map(({ name }) => name)).toEqual(asleep);
});
