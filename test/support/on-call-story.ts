import type { EscalationPolicyWish } from "@vigie/shared/escalation-policy.ts";
import type { RotaWish } from "@vigie/shared/rota.ts";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { DEFAULT_ESCALATION_POLICIES } from "../../collector/domain/default-escalation-policies.ts";
import { createEscalationPolicyKeeper } from "../../collector/flow/escalation-policy-keeper.ts";
import { createNotifier } from "../../collector/flow/notifier.ts";
import { createRotaKeeper } from "../../collector/flow/rota-keeper.ts";
import { newId } from "../../collector/ids.ts";
import type { StaffRow } from "../../collector/registry/registry.ts";
import { person } from "../contract/registry/desk-rows.ts";
import type { Story } from "./journey.ts";

/** Stories of who is woken: Nadia dispatches, Ada administers, Karim and Lou are technicians. */

const of = (name: string, role: StaffRow["role"]) =>
  person({ id: newId("stf"), name, email: `${name.toLowerCase()}@provider.example`, role });

export const NADIA = of("Nadia", "dispatcher");
export const ADA = of("Ada", "administrator");
export const KARIM = of("Karim", "technician");
export const LOU = of("Lou", "technician");

/** The people, and the policies that come with Vigie. */
export async function addPeople(story: Story): Promise<void> {
  const policies = DEFAULT_ESCALATION_POLICIES.map(({ label: _label, ...policy }) => ({
    ...policy,
    id: newId("esc"),
    name: null,
    version: 1,
  }));
  await story.write(async ({ unit }) => {
    for (const row of [NADIA, ADA, KARIM, LOU]) await unit.staff.addStaff(row);
    await unit.onCall.addMissingPolicies(policies);
  });
}

const toolsOf = (story: Story) => ({
  ledger: { write: story.write, memory: story.memory },
  notifier: createNotifier({ newId, hasMail: true }),
  newId,
  now: () => ({ wallMs: story.now().epochMilliseconds }),
});
export const rotasOf = (story: Story) => createRotaKeeper(toolsOf(story));
export const policiesOf = (story: Story) => createEscalationPolicyKeeper(toolsOf(story));

/** Karim, then Lou, week by week from Monday, 23 November, 09:00 in Paris. */
const WEEKLY: RotaWish = {
  name: "Nuits",
  timeZone: "Europe/Paris",
  handover: { every: "week", turn: 1, weekday: "mon", time: "09:00" },
  memberIds: [KARIM.id, LOU.id],
  from: "2026-11-23",
};

/** The id of a rota like that one. */
export async function addRota(story: Story, change: Partial<RotaWish> = {}): Promise<string> {
  const added = await rotasOf(story).add({ ...WEEKLY, ...change });
  if ("problem" in added) throw new Error(added.detail);
  return added.id;
}

export async function addPolicy(story: Story, wish: EscalationPolicyWish): Promise<string> {
  const added = await policiesOf(story).add(wish);
  if ("problem" in added) throw new Error(added.detail);
  return added.id;
}

/** Who was sent what, and when in Paris. */
export async function sentOf(story: Story): Promise<string[]> {
  return (await story.mails()).map(({ to, at, mail }) => {
    const moment = Temporal.Instant.from(at).toZonedDateTimeISO("Europe/Paris");
    const time = moment.toPlainTime().toString({ smallestUnit: "second" });
    const mark = /\(([^)]*)\)$/.exec(mail.subject ?? "")?.[1] ?? mail.subject ?? "";
    return `${to.split("@")[0]} ${time} ${mark}`;
  });
}

/** What the subject of a mail says that wakes somebody. */
export const WOKEN = "personne ne le prend";

/** The newest ticket of a machine. */
export async function ticketOf(story: Story, name: string): Promise<TicketDetail> {
  const ticket = (await story.tickets(name)).at(-1);
  if (ticket === undefined) throw new Error(`${name} has no ticket`);
  return ticket;
}

/** What the history of its ticket says of steps: when in Paris, which one, and whom it told. */
export async function stepsOf(story: Story, name: string): Promise<string[]> {
  const { transitions } = await ticketOf(story, name);
  return transitions
    .filter(({ kind, parameters }) => kind === "escalated" && "told" in parameters)
    .map(({ effectiveAt, parameters: { step, round, told } }) => {
      const at = Temporal.Instant.from(effectiveAt).toZonedDateTimeISO("Europe/Paris");
      const time = at.toPlainTime().toString({ smallestUnit: "second" });
      return `${time} ${step}/${round} ${told}`;
    });
}

/** The policy that came with Vigie. */
export async function shippedOf(story: Story) {
  const policies = await story.read().onCall.policies();
  const policy = policies.find(({ key }) => key !== null);
  if (policy === undefined) throw new Error("no policy came with it");
  return policy;
}

/** The server says a word at 10:00 and is silent from 10:01 on: it is missed at 10:06:15, as a P1. */
export async function serverFalls(story: Story): Promise<void> {
  await story.agent("server").greets();
  await story.reportsFor(1, "server", { memory_used_percent: 40 });
}
