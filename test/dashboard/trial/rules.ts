import type { RuleDocument } from "@vigie/shared/rule.ts";

/** The rule of the trial, before, during and after. */

export const SHIPPED_CONDITION = {
  kind: "threshold",
  metric: "memory_used_percent",
  direction: "above",
  fireAt: 92,
  clearAt: 88,
} as const;

export const SHIPPED: RuleDocument = {
  id: "rul_1",
  key: "memory_pressure",
  enabled: true,
  condition: SHIPPED_CONDITION,
  holdForSeconds: 600,
  severity: "warning",
  opensTicket: true,
  resolvesTicket: true,
  reason: { en: "", fr: "" },
  label: { en: "Memory short", fr: "Mémoire insuffisante" },
  shipped: { condition: SHIPPED_CONDITION, holdForSeconds: 600 },
  version: 4,
};

export const LOWERED: RuleDocument = {
  ...SHIPPED,
  condition: { ...SHIPPED_CONDITION, fireAt: 51, clearAt: 49 },
  holdForSeconds: 0,
  version: 5,
};

export const PUT_BACK: RuleDocument = { ...SHIPPED, version: 6 };
