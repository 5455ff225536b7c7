import type { ContractTemplate } from "./contract-template.ts";
import { BUSINESS_HOURS_TEMPLATE } from "./templates/business-hours.ts";
import { CRITICAL_SERVERS_TEMPLATE } from "./templates/critical-servers.ts";
import { MANAGED_SERVICES_TEMPLATE } from "./templates/managed-services.ts";
import { PER_INTERVENTION_TEMPLATE } from "./templates/per-intervention.ts";

/** Every contract to start from, in the order in which they are offered. */
export const CONTRACT_TEMPLATES: readonly ContractTemplate[] = [
  BUSINESS_HOURS_TEMPLATE,
  CRITICAL_SERVERS_TEMPLATE,
  MANAGED_SERVICES_TEMPLATE,
  PER_INTERVENTION_TEMPLATE,
];

export function templateNamed(key: string): ContractTemplate | undefined {
  return CONTRACT_TEMPLATES.find((template) => template.key === key);
}
