/**
 * Ids: a prefix that says what the id names, and a ULID (26 letters of Crockford's base 32). They
 * hold no dot, slash, space, `+` or `#`, so that they are safe in topics, paths and URLs.
 */

const ULID = "[0-9A-HJKMNP-TV-Z]{26}";

/** The pattern of a bare ULID, such as an agent's epoch. */
export const ULID_PATTERN = `^${ULID}$`;

/** Every prefix in use, with what it names. */
export const ID_PREFIXES = {
  agt: "agent",
  alr: "alert",
  att: "attachment",
  cal: "calendar",
  clv: "calendar version",
  cll: "call",
  con: "contract",
  cov: "contract version",
  ctc: "contact",
  cus: "customer",
  dep: "dependency",
  dlt: "dead letter",
  eml: "mail message",
  eqp: "equipment",
  esc: "escalation policy",
  lnk: "ticket link",
  mac: "machine",
  mcr: "macro",
  mtw: "maintenance window",
  ntc: "notice",
  ntr: "notice rule",
  otg: "outage",
  rta: "rota",
  rto: "stand-in of a rota",
  rul: "rule",
  sit: "site",
  stf: "staff member",
  tem: "team",
  tgt: "ticket target",
  tic: "ticket",
  tme: "time entry",
  vew: "saved view",
  whk: "webhook",
} as const;

export type IdPrefix = keyof typeof ID_PREFIXES;

/** The pattern of an id with this prefix, as a regular expression's source. */
export function idPattern(prefix: IdPrefix): string {
  return `^${prefix}_${ULID}$`;
}

const AGENT_ID = new RegExp(idPattern("agt"));

export function isAgentId(text: string): boolean {
  return AGENT_ID.test(text);
}
