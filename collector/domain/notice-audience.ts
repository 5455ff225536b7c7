import type { NoticeKind } from "@vigie/shared/notice.ts";
import type { NoticeAudience, NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import type { StaffRole } from "@vigie/shared/staff.ts";

/** Who is told of something, on which ways, by the rules that people wrote. */

/** Somebody of the staff, as far as notices go. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly teamIds: readonly string[];
  /** IANA. */
  readonly timeZone: string;
  readonly email: string | null;
};

/** What happened, and who has to do with it. */
export type Told = {
  readonly kind: NoticeKind;
  /** Who did it, in their own words: nobody is told of what they did themselves. */
  readonly actor: string;
  readonly customerId: string | null;
  /** null = it is about no ticket. */
  readonly priority: number | null;
  readonly assigneeId: string | null;
  readonly teamId: string | null;
  readonly watcherIds: readonly string[];
};

export type Rule = Omit<NoticeRuleDocument, "label">;

/** Somebody who is told on a way, and the rules that say so: the most generous hours of them hold. */
export type Addressee = {
  readonly person: Person;
  readonly channel: "screen" | "mail";
  readonly rules: readonly Rule[];
};

/** Each person once a way, in the order of the rules. */
export function addresseesOf(
  told: Told,
  { rules, staff }: { readonly rules: readonly Rule[]; readonly staff: readonly Person[] },
): Addressee[] {
  const found = new Map<string, Addressee>();
  for (const rule of rules.filter((one) => matches(one, told))) {
    for (const addressee of reached(rule, told, staff)) {
      const key = `${addressee.channel} ${addressee.person.id}`;
      const before = found.get(key);
      found.set(key, { ...addressee, rules: [...(before?.rules ?? []), rule] });
    }
  }
  return [...found.values()];
}

/** Whether a rule or a webhook wants to hear of it. */
export function matches(
  wanted: Pick<Rule, "enabled" | "kinds" | "customerIds" | "priorities">,
  { kind, customerId, priority }: Pick<Told, "kind" | "customerId" | "priority">,
): boolean {
  return (
    wanted.enabled &&
    wanted.kinds.includes(kind) &&
    isAmong(wanted.customerIds, customerId) &&
    isAmong(wanted.priorities, priority)
  );
}

/** An empty list means all; what is about nothing in particular is among all only. */
function isAmong<T>(list: readonly T[], value: T | null): boolean {
  return list.length === 0 || (value !== null && list.includes(value));
}

function reached(rule: Rule, told: Told, staff: readonly Person[]): Addressee[] {
  return audience(rule.to, told, staff)
    .filter(({ name }) => fold(name) !== fold(told.actor))
    .flatMap((person) =>
      rule.channels
        .filter((channel) => channel === "screen" || person.email !== null)
        .map((channel) => ({ person, channel, rules: [] })),
    );
}

function audience(to: NoticeAudience, told: Told, staff: readonly Person[]): readonly Person[] {
  switch (to.audience) {
    case "role":
      return staff.filter(({ role }) => role === to.role);
    case "team":
      return ofTeam(staff, to.teamId);
    case "staff":
      return staff.filter(({ id }) => id === to.staffId);
    case "assignee":
      return staff.filter(({ id }) => id === told.assigneeId);
    case "watchers":
      return staff.filter(({ id }) => told.watcherIds.includes(id));
    case "responsible":
      return responsible(told, staff);
  }
}

/** Somebody always is: a customer who wrote again must not be overheard. */
function responsible({ assigneeId, teamId }: Told, staff: readonly Person[]): readonly Person[] {
  const assignee = staff.filter(({ id }) => id === assigneeId);
  if (assignee.length > 0) return assignee;
  const team = teamId === null ? [] : ofTeam(staff, teamId);
  return team.length > 0 ? team : staff.filter(({ role }) => role === "dispatcher");
}

function ofTeam(staff: readonly Person[], teamId: string): readonly Person[] {
  return staff.filter(({ teamIds }) => teamIds.includes(teamId));
}

function fold(name: string): string {
  return name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
}
