import type { StaffRow } from "../../../collector/registry/registry.ts";

/** Rows of the desk for the registry's suites, sound until a test changes them. */

export const person = (change: Partial<StaffRow> = {}): StaffRow => ({
  id: "stf_1",
  name: "Ana",
  email: "ana@example.fr",
  phone: null,
  language: "fr",
  role: "technician",
  timeZone: "Europe/Paris",
  active: true,
  version: 1,
  ...change,
});
