import { DEFAULT_ESCALATION_POLICIES } from "./domain/default-escalation-policies.ts";
import { DEFAULT_NOTICE_RULES } from "./domain/default-notice-rules.ts";
import { DEFAULT_RULES } from "./domain/default-rules.ts";
import { newId } from "./ids.ts";
import type { Registry } from "./registry/registry.ts";

/** The rules that come with Vigie, where they are not there yet: what to watch, who is told what, and who is woken. */
export async function addDefaultRules(registry: Registry): Promise<void> {
  await addDefaultNoticeRules(registry);
  await registry.commit(({ onCall }) =>
    onCall.addMissingPolicies(
      DEFAULT_ESCALATION_POLICIES.map(({ label: _label, ...policy }) => ({
        ...policy,
        id: newId("esc"),
        name: null,
        version: 1,
      })),
    ),
  );
  await registry.commit(({ rules }) =>
    rules.addMissing(
      DEFAULT_RULES.map(({ label: _label, reason: _reason, ...rule }) => ({
        ...rule,
        id: newId("rul"),
        enabled: true,
        version: 1,
      })),
    ),
  );
}

export async function addDefaultNoticeRules(registry: Registry): Promise<void> {
  await registry.commit(({ notices }) =>
    notices.addMissingRules(
      DEFAULT_NOTICE_RULES.map(({ label: _label, ...rule }) => ({
        ...rule,
        id: newId("ntr"),
        name: null,
        version: 1,
      })),
    ),
  );
}
