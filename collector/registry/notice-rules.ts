import type { Database } from "./database.ts";
import { createPresetRows } from "./preset-rows.ts";
import type { NoticeRuleRow, Notices } from "./registry.ts";

/** Who gets what. */
export function createNoticeRules(
  db: Database,
): Pick<
  Notices,
  "addMissingRules" | "addRule" | "rules" | "findRule" | "changeRule" | "removeRule"
> {
  const rules = createPresetRows<NoticeRuleRow>(db, "noticeRule");
  return {
    addMissingRules: rules.addMissing,
    addRule: rules.add,
    rules: rules.all,
    findRule: rules.find,
    changeRule: rules.change,
    removeRule: rules.remove,
  };
}
