import type {
  AttachmentRow,
  StaffRow,
  TicketLinkRow,
  TimeEntryRow,
} from "../../../collector/registry/registry.ts";

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

export const link = (change: Partial<TicketLinkRow> = {}): TicketLinkRow => ({
  id: "lnk_1",
  ticketId: "tic_1",
  kind: "related",
  otherTicketId: null,
  machineId: null,
  alertId: null,
  atMs: 100,
  actor: "Ana",
  ...change,
});

export const attachment = (change: Partial<AttachmentRow> = {}): AttachmentRow => ({
  id: "att_1",
  ticketId: "tic_1",
  name: "écran.png",
  mediaType: "image/png",
  bytes: 1_234,
  sha256: "a".repeat(64),
  public: false,
  transitionId: null,
  actor: "Ana",
  atMs: 1_000,
  ...change,
});

export const timeEntry = (change: Partial<TimeEntryRow> = {}): TimeEntryRow => ({
  id: "tme_1",
  ticketId: "tic_1",
  person: "Zoé",
  kind: "work",
  startedAtMs: 60_000,
  endedAtMs: 120_000,
  outOfHoursMs: null,
  note: "",
  version: 1,
  ...change,
});
