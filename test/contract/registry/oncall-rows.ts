import type {
  EscalationPolicyRow,
  RotaRow,
  WatchRow,
} from "../../../collector/registry/registry.ts";

/** Rotas, escalation policies and watches for the registry's suites: a test changes what it is about. */

export const rota = (change: Partial<RotaRow> = {}): RotaRow => ({
  id: "rta_1",
  name: "Nuits",
  active: true,
  calendarId: null,
  plans: [
    {
      // Monday 23 November 2026, 09:00 in Paris.
      beginsAtMs: 1_795_420_800_000,
      firstDay: "2026-11-23",
      timeZone: "Europe/Paris",
      handover: { every: "week", turn: 1, weekday: "mon", time: "09:00" },
      memberIds: ["stf_1", "stf_2"],
    },
  ],
  overrides: [],
  nextHandoverMs: null,
  toldId: null,
  version: 1,
  ...change,
});

export const policy = (change: Partial<EscalationPolicyRow> = {}): EscalationPolicyRow => ({
  id: "esc_1",
  key: null,
  name: "P1",
  enabled: true,
  customerIds: [],
  priorities: [1],
  steps: [{ afterMinutes: 15, to: { tells: "on_call" } }],
  repeats: 0,
  repeatAfterMinutes: 30,
  version: 1,
  ...change,
});

export const watch = (change: Partial<WatchRow> = {}): WatchRow => ({
  ticketId: "tic_1",
  policyId: "esc_1",
  sinceMs: 1_000,
  nextStep: 0,
  nextAtMs: 2_000,
  ...change,
});
