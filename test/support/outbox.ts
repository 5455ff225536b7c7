import { afterEach, beforeEach } from "vitest";
import { createNotifier } from "../../collector/flow/notifier.ts";
import { newId } from "../../collector/ids.ts";
import type { Courier } from "../../collector/notices/courier.ts";
import type { Failure, Handover } from "../../collector/notices/far-end.ts";
import { createSender, type Sender } from "../../collector/notices/sender.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { NoticeListRow, NoticeRow, Registry } from "../../collector/registry/registry.ts";
import { person } from "../contract/registry/desk-rows.ts";
import { notice, noticeRule } from "../contract/registry/notice-rows.ts";
import { freshFolder } from "./fresh-folder.ts";

/** An outbox on a real registry, its sender, and a far end that answers what a test wants. */
export function useOutbox() {
  const outbox = {
    clock: 0,
    /** What the far end was given, by id. */
    given: new Array<string>(),
    failures: new Array<unknown>(),
    answer: (_row: NoticeRow): Handover | Promise<Handover> => ({ done: true }),
  };
  let folder: ReturnType<typeof freshFolder>;
  let registry: Registry;
  let sender: Sender;

  beforeEach(async () => {
    folder = freshFolder();
    outbox.clock = 1_000;
    outbox.given = [];
    outbox.failures = [];
    outbox.answer = () => ({ done: true });
    registry = await openRegistry({ path: `${folder.path}/registry.sqlite`, log: () => {} });
    await registry.commit(async ({ staff, notices }) => {
      await staff.addStaff(person({ id: "stf_1", name: "Nadia", email: "nadia@provider.example" }));
      await staff.addStaff(person({ id: "stf_2", name: "Karim", email: "karim@provider.example" }));
      await staff.addStaff(
        person({ id: "stf_3", name: "Léo", email: null, role: "administrator" }),
      );
      const to = { audience: "role", role: "administrator" } as const;
      const always = { hours: null, priorities: [] };
      await notices.addRule(
        noticeRule({ to, kinds: ["undelivered"], channels: ["screen"], ...always }),
      );
    });
    sender = senderOf(registry, courierOf("mail"));
  });
  afterEach(async () => {
    await sender.close();
    await registry.close();
    folder[Symbol.dispose]();
  });

  function courierOf(channel: Courier["channel"]): Courier {
    return {
      channel,
      atOnce: 2,
      givenUpAfterMs: 72 * 3_600_000,
      isOneServer: channel === "mail",
      async deliver(row) {
        outbox.given.push(row.id);
        const handover = await outbox.answer(row);
        return { rows: [row], dropped: [], handover, messageId: `<${row.id}@provider.example>` };
      },
    };
  }

  function senderOf(of: Registry, courier: Courier, now = () => outbox.clock): Sender {
    return createSender({
      registry: of,
      notifier: createNotifier({ newId, hasMail: true }),
      couriers: [courier],
      now,
      chance: () => 0.5,
      onFailed: (error) => void outbox.failures.push(error),
      onGivenUp: () => {},
    });
  }

  return Object.assign(outbox, {
    courierOf,
    senderOf,
    registry: () => registry,
    sender: () => sender,
    add: (...rows: NoticeRow[]) => registry.commit(({ notices }) => notices.add(rows)),
    async find(id: string): Promise<NoticeListRow | undefined> {
      const [row] = await registry.read.notices.list({ ids: [id], limit: 1 });
      return row;
    },
  });
}

export function failed(change: Partial<Failure>): Failure {
  return {
    done: false,
    code: "mail_deferred",
    detail: "450 later",
    isFinal: false,
    isOfServer: false,
    ...change,
  };
}

/** A notice that leaves with no other. */
export function own(id: string, change: Partial<NoticeRow> = {}): NoticeRow {
  return notice({ id, thread: id, ...change });
}
