import type { Option } from "./fields.tsx";

/** Priorities as boxes to tick. */
export const PRIORITY_OPTIONS: readonly Option<string>[] = ["1", "2", "3", "4"].map((value) => ({
  value,
  label: `P${value}`,
}));
