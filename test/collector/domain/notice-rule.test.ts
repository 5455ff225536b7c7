import { describe, expect, test } from "vitest";
import { DEFAULT_NOTICE_RULES, labelOf } from "../../../collector/domain/default-notice-rules.ts";
import { checkNoticeRule } from "../../../collector/domain/notice-rule.ts";
import { noticeRule } from "../../contract/registry/notice-rows.ts";

type Change = Parameters<typeof noticeRule>[0];

describe("a rule that cannot hold", () => {
  test.for<[string, Change, string]>([["hours that never open", { hours: {} }, "hours: "]])(
    "%s",
    ([, change, detail]) => {
      const refusal = checkNoticeRule(noticeRule(change));
      expect(refusal).toMatchObject({ problem: "notice_rule_invalid" });
      expect(refusal?.detail.startsWith(detail)).toBe(true);
    },
  );
});

describe("the rules that come with Vigie", () => {
  test.for(DEFAULT_NOTICE_RULES.map((rule) => [rule.key, rule] as const))(
    "%s holds",
    ([, rule]) => {
      expect(checkNoticeRule({ ...noticeRule(), ...rule })).toBeUndefined();
      expect(labelOf({ key: rule.key, name: null })).toEqual(rule.label);
    },
  );

  test("have keys of their own", () => {
    const keys = DEFAULT_NOTICE_RULES.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("a name that a person gave is used instead", () => {
    expect(labelOf({ key: "new", name: "Nuit" })).toEqual({ en: "Nuit", fr: "Nuit" });
  });
});
