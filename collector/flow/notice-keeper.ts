import type { NoticesRead } from "@vigie/shared/notice.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { NoticeRow, Unit } from "../registry/registry.ts";
import { notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";

/** What people do with notices: read those on their screen, and look after those that were given up. */
export interface NoticeKeeper {
  /** Lets it be tried anew. Refuses with `not_found` or `notice_state`. */
  sendAgain(id: string): Promise<Outcome>;
  /** Nobody is to be told of it after all. Refuses likewise. */
  drop(id: string): Promise<Outcome>;
  /** How many were new. Refuses with `not_found` for a person who is not there. */
  markRead(read: NoticesRead): Promise<{ readonly read: number } | Refusal>;
}

type Tools = {
  readonly ledger: Ledger;
  readonly now: () => { readonly wallMs: number };
};

export function createNoticeKeeper({ ledger, now }: Tools): NoticeKeeper {
  return {
    sendAgain: (id) =>
      ledger.write(async ({ unit, draft }) => {
        const refusal = notGivenUp(await find(unit, id), id);
        if (refusal !== undefined) return refusal;
        await unit.notices.sendAgain(id, now().wallMs);
        draft.notices += 1;
        return { done: true };
      }),

    drop: (id) =>
      ledger.write(async ({ unit }) => {
        const refusal = notGivenUp(await find(unit, id), id);
        if (refusal !== undefined) return refusal;
        await unit.notices.drop(id);
        return { done: true };
      }),

    markRead: ({ staffId, ids }) =>
      ledger.write(async ({ unit }) => {
        const [person] = await unit.staff.staff({ ids: [staffId], limit: 1 });
        if (person === undefined) return notFound(staffId);
        const read = { nowMs: now().wallMs, ...(ids !== undefined && { ids }) };
        return { read: await unit.notices.markRead(staffId, read) };
      }),
  };
}

async function find({ notices }: Unit, id: string): Promise<NoticeRow | undefined> {
  const [found] = await notices.list({ ids: [id], limit: 1 });
  return found;
}

function notGivenUp(found: NoticeRow | undefined, id: string): Refusal | undefined {
  if (found === undefined) return notFound(id);
  if (found.state === "dead") return undefined;
  return {
    problem: "notice_state",
    detail: `it is ${found.state}; only a dead one is looked after`,
  };
}
