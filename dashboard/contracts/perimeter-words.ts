import type { PerimeterRule } from "@vigie/shared/contract.ts";
import type { Reader } from "./promise-words.ts";

export type NameOf = (id: string) => string;

/** What a rule finds, in words: site Rennes; serveurs; étiquette « compta ». */
export function toRuleText(rule: PerimeterRule, nameOf: NameOf, { words }: Reader): string {
  const { perimeter } = words;
  switch (rule.by) {
    case "everything":
      return perimeter.everything;
    case "site":
      return perimeter.site({ name: nameOf(rule.siteId) });
    case "machine":
      return perimeter.machine({ name: nameOf(rule.machineId) });
    case "equipment":
      return perimeter.equipment({ name: nameOf(rule.equipmentId) });
    case "class":
      return perimeter.class[rule.class];
    case "equipment_kind":
      return perimeter.equipmentKind[rule.kind];
    case "tag":
      return perimeter.tag({ name: rule.tag });
    case "software":
      return perimeter.software({ name: rule.name });
  }
}
