import type { NoticeAudience, NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import { describe, expect, test } from "vitest";
import { type RuleFilled, toRuleFilled, toRuleWish } from "../../../dashboard/told/rule-filled.ts";

const rule: NoticeRuleDocument = {
  id: "ntr_1",
  key: null,
  name: "P1 pour Nadia",
  label: { en: "", fr: "" },
  enabled: true,
  to: { audience: "staff", staffId: "stf_1" },
  kinds: ["ticket_opened"],
  channels: ["mail"],
  customerIds: ["cus_1", "cus_2"],
  priorities: [1],
  hours: null,
  breakThrough: [],
  version: 1,
};

const OFFICE = [["09:00", "18:00"]] satisfies [string, string][];
const WEEK = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE };

describe("a rule of who is told", () => {
  test.for([
    [{ audience: "role", role: "dispatcher" }],
    [{ audience: "team", teamId: "tem_1" }],
    [{ audience: "staff", staffId: "stf_1" }],
    [{ audience: "assignee" }],
    [{ audience: "responsible" }],
    [{ audience: "watchers" }],
  ] as const satisfies [NoticeAudience][])("tells %o after it was filled in", ([to]) => {
    expect(toRuleWish(toRuleFilled({ ...rule, to }, "P1"))?.to).toEqual(to);
  });

  test.for([
    [null, "always", "no hours are all hours"],
    [WEEK, "workdays", "the same on each workday"],
    [{ ...WEEK, sat: OFFICE }, "kept", "a Saturday has no field here"],
    [{ ...WEEK, mon: [...OFFICE, ["20:00", "21:00"]] }, "kept", "nor has an evening"],
    [{ ...WEEK, fri: [["09:00", "16:00"]] }, "kept", "nor a shorter Friday"],
  ] satisfies [object | null, string, string][])(
    "%o is %s, and stays as it is: %s",
    ([hours, expected]) => {
      const filled = toRuleFilled({ ...rule, hours: toHours(hours) }, "P1");
      expect(filled.hours).toBe(expected);
      expect(toRuleWish(filled)?.hours).toEqual(hours);
    },
  );

  test("customers that another program chose stay", () => {
    expect(toRuleWish(toRuleFilled(rule, "P1"))?.customerIds).toEqual(["cus_1", "cus_2"]);
  });

  test.for([
    [{ name: " " }, "it has no name"],
    [{ kinds: [] }, "of nothing"],
    [{ ways: [] }, "by no way"],
    [{ to: "nobody" }, "nobody is told"],
  ] satisfies [Partial<RuleFilled>, string][])("%o is not kept: %s", ([change]) => {
    expect(toRuleWish({ ...toRuleFilled(rule, "P1"), ...change })).toBeUndefined();
  });
});

/** As the API gives them, where nothing is read-only. */
function toHours(hours: object | null): NoticeRuleDocument["hours"] {
  return JSON.parse(JSON.stringify(hours));
}
