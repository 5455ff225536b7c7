import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { completeClauses } from "../../collector/domain/default-clauses.ts";
import type { MailListRow, Unit } from "../../collector/registry/registry.ts";
import { calendar, customer, version } from "../contract/registry/rows.ts";
import { startApiServer } from "./api-server.ts";
import { personsMail, type Said } from "./mails.ts";
import { idOf } from "./office.ts";

/**
 * A provider with two customers who write mails: the bakery, whose contract takes requests by mail, and the
 * garage, whose contract does not. Nina is of the staff.
 */
export const BAKERY = idOf("cus", 1);
export const GARAGE = idOf("cus", 2);
export const MARIE = idOf("ctc", 1);
const PAUL = idOf("ctc", 2);
export const GASTON = idOf("ctc", 3);
const NINA = idOf("stf", 1);

export const FROM_MARIE = "Marie <marie@bakery.example>";
export const FROM_PAUL = "Paul <paul@bakery.example>";
export const FROM_GASTON = "Gaston <gaston@garage.example>";
export const FROM_NINA = "Nina <nina@provider.example>";

export async function addCorrespondents(unit: Unit): Promise<void> {
  const { estate, staff, contracts } = unit;
  await estate.addCustomer(customer({ id: BAKERY, name: "Boulangerie" }));
  await estate.addCustomer(customer({ id: GARAGE, name: "Garage" }));
  const contacts = [
    { id: MARIE, customerId: BAKERY, name: "Marie Dupont", email: "Marie@Bakery.example" },
    { id: PAUL, customerId: BAKERY, name: "Paul Dupont", email: "paul@bakery.example" },
    { id: GASTON, customerId: GARAGE, name: "Gaston", email: "gaston@garage.example" },
    { id: idOf("ctc", 4), customerId: BAKERY, name: "Comptable", email: "count@ant.example" },
    { id: idOf("ctc", 5), customerId: GARAGE, name: "Comptable", email: "count@ant.example" },
  ];
  for (const contact of contacts) await estate.addContact(contact);
  await staff.addStaff({
    id: NINA,
    name: "Nina",
    email: "nina@provider.example",
    phone: null,
    language: "fr",
    role: "technician",
    timeZone: "Europe/Paris",
    active: true,
    version: 1,
  });
  const calendarId = idOf("cal", 1);
  await contracts.addCalendarVersion(calendar({ id: idOf("clv", 1), calendarId }));
  const promise = {
    kind: "resolution",
    budgetSeconds: 14_400,
    calendarId,
    pausable: true,
  } as const;
  const levels = [{ priority: 3, targets: [promise] }];
  const phone = { channel: "phone", ticket: "optional" } as const;
  const clauses = [completeClauses(levels), completeClauses(levels, { channels: [phone] })];
  for (const [place, customerId] of [BAKERY, GARAGE].entries()) {
    const contractId = idOf("con", place + 1);
    await contracts.addContract({
      id: contractId,
      customerId,
      number: `C-${place + 1}`,
      name: `Maintenance ${place + 1}`,
      kind: "maintenance",
    });
    const own = clauses[place] ?? completeClauses(levels);
    await contracts.addVersion(version({ id: idOf("cov", place + 1), contractId, clauses: own }));
  }
}

export type MailStory = Awaited<ReturnType<typeof startMailStory>>;

export async function startMailStory() {
  const server = await startApiServer({ seed: addCorrespondents });
  const { registry, support } = server;
  let uid = 0;

  /** It lies in the mailbox, and is taken in. */
  async function arrives(source: Uint8Array): Promise<MailListRow> {
    uid += 1;
    const place = { mailbox: "support@mx/INBOX", validity: 1, uid };
    const receivedAtMs = server.clock.now.epochMilliseconds;
    const bytes = source.byteLength;
    await support.take({ place, receivedAtMs, bytes, source, partial: undefined });
    const [row] = await registry.read.mail.list({ limit: 1 });
    if (row === undefined) throw new Error("no mail was kept");
    return row;
  }

  async function tickets(customerId = BAKERY): Promise<TicketDetail[]> {
    const rows = await registry.read.tickets.list({ customerId, order: "asc", limit: 100 });
    const { tickets: reader } = server.options.parts;
    const found = await Promise.all(rows.map(({ id }) => reader.find(id)));
    return found.filter((ticket) => ticket !== undefined);
  }

  return {
    server,
    read: registry.read,
    arrives,
    writes: (said: Said = {}) => arrives(personsMail(said)),
    tickets,
    async ticket(): Promise<TicketDetail> {
      const [only, ...others] = await tickets();
      if (only === undefined || others.length > 0) throw new Error("there is not one ticket");
      return only;
    },
    mails: () => registry.read.mail.list({ limit: 1_000 }),
    /** Time passes; nobody sweeps. */
    pass(duration: Temporal.DurationLike): void {
      server.clock.now = server.clock.now.add(duration);
    },
    addressFor: support.addressFor,
    desk: server.options.parts.desk,
    close: () => server.close(),
  };
}

/** What was said on a ticket, without what Vigie says by itself: who, how and what. */
export function saidOn({ transitions }: TicketDetail): string[] {
  return transitions
    .filter(({ actor }) => actor !== "vigie")
    .map(({ actor, kind, text }) => `${actor} ${kind}: ${text ?? ""}`.trim());
}
