import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { NoticeRuleChange, NoticeRuleWish } from "@vigie/shared/notice-rule.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { checkNoticeRule } from "../domain/notice-rule.ts";
import type { NoticeRuleRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";
import { unknownCustomer } from "./notice-customers.ts";

/**
 * Who gets what, as people write it. Refuses with `not_found`, `version_conflict` or
 * `notice_rule_invalid`.
 */
export interface NoticeRuleKeeper {
  add(wish: NoticeRuleWish): Promise<{ readonly id: string } | Refusal>;
  change(id: string, change: NoticeRuleChange, version: number): Promise<Outcome>;
  remove(id: string, version: number): Promise<Outcome>;
}

/** Each line of a ticket is held against all of them. */
const RULES_MAX = 200;

type Tools = { readonly ledger: Ledger; readonly newId: (prefix: IdPrefix) => string };

export function createNoticeRuleKeeper({ ledger, newId }: Tools): NoticeRuleKeeper {
  return {
    add: (wish) =>
      ledger.write(async ({ unit }) => {
        if ((await unit.notices.rules()).length >= RULES_MAX) {
          return invalid(`there are ${RULES_MAX} rules already; change one of them`);
        }
        const row: NoticeRuleRow = { ...EMPTY, ...wish, id: newId("ntr"), key: null, version: 1 };
        const refusal = await refusalOf(unit, row);
        if (refusal !== undefined) return refusal;
        await unit.notices.addRule(row);
        return { id: row.id };
      }),

    change: (id, change, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const before = await unit.notices.findRule(id);
        if (before === undefined) return notFound(id);
        if (before.version !== version) return conflict(before.version);
        const row: NoticeRuleRow = { ...before, ...change };
        const refusal = await refusalOf(unit, row);
        if (refusal !== undefined) return refusal;
        return (await unit.notices.changeRule(row)) ? { done: true } : conflict(version);
      }),

    remove: (id, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const before = await unit.notices.findRule(id);
        if (before === undefined) return notFound(id);
        return (await unit.notices.removeRule(id, version))
          ? { done: true }
          : conflict(before.version);
      }),
  };
}

const EMPTY = { enabled: true, customerIds: [], priorities: [], hours: null, breakThrough: [] };

async function refusalOf(unit: Unit, row: NoticeRuleRow): Promise<Refusal | undefined> {
  const detail = (await unknownAudience(unit, row)) ?? (await unknownCustomer(unit, row));
  return detail === undefined ? checkNoticeRule(row) : invalid(detail);
}

async function unknownAudience(
  { staff }: Unit,
  { to }: NoticeRuleRow,
): Promise<string | undefined> {
  if (to.audience === "staff") {
    const [person] = await staff.staff({ ids: [to.staffId], limit: 1 });
    return person === undefined ? `to.staffId: there is no person ${to.staffId}` : undefined;
  }
  if (to.audience !== "team") return undefined;
  const [team] = await staff.teams({ ids: [to.teamId], limit: 1 });
  return team === undefined ? `to.teamId: there is no team ${to.teamId}` : undefined;
}

function invalid(detail: string): Refusal {
  return { problem: "notice_rule_invalid", detail };
}
