import type { NoticeAudience } from "@vigie/shared/notice-rule.ts";
import { describe, expect, test } from "vitest";
import {
  addresseesOf,
  type Person,
  type Rule,
  type Told,
} from "../../../collector/domain/notice-audience.ts";

const person = (id: string, change: Partial<Person> = {}): Person => ({
  id,
  name: id,
  role: "technician",
  teamIds: [],
  timeZone: "Europe/Paris",
  email: `${id}@provider.example`,
  ...change,
});
const STAFF = [
  person("ana", { role: "dispatcher", name: "Ana Élise" }),
  person("bob", { teamIds: ["network"] }),
  person("cem", { email: null }),
];

const rule = (to: NoticeAudience, change: Partial<Rule> = {}): Rule => ({
  id: "ntr_1",
  key: null,
  name: "rule",
  enabled: true,
  to,
  kinds: ["ticket_opened"],
  channels: ["screen", "mail"],
  customerIds: [],
  priorities: [],
  hours: null,
  breakThrough: [],
  version: 1,
  ...change,
});
const told = (change: Partial<Told> = {}): Told => ({
  kind: "ticket_opened",
  actor: "vigie",
  customerId: "cus_1",
  priority: 2,
  assigneeId: null,
  teamId: null,
  watcherIds: [],
  ...change,
});

const reached = (one: Told, ...rules: Rule[]) =>
  addresseesOf(one, { rules, staff: STAFF }).map(
    ({ channel, person: { id } }) => `${channel} ${id}`,
  );

const dispatchers = rule({ audience: "role", role: "dispatcher" });
const both = ["screen ana", "mail ana"];

describe("who is told", () => {
  test.for<[string, Told, Rule, string[]]>([
    ["those of a role", told(), dispatchers, both],
    ["not by a rule that is switched off", told(), { ...dispatchers, enabled: false }, []],
    ["not of another kind", told({ kind: "breached" }), dispatchers, []],
    ["of one customer", told(), { ...dispatchers, customerIds: ["cus_1"] }, both],
    ["not of another", told(), { ...dispatchers, customerIds: ["cus_2"] }, []],
    ["of one priority", told(), { ...dispatchers, priorities: [1, 2] }, both],
    ["not of another", told(), { ...dispatchers, priorities: [1] }, []],
    [
      "what is about nothing has no priority that a rule could name",
      told({ priority: null }),
      { ...dispatchers, priorities: [1] },
      [],
    ],
    ["a team", told(), rule({ audience: "team", teamId: "network" }), ["screen bob", "mail bob"]],
    [
      "who has no address on screen only",
      told(),
      rule({ audience: "staff", staffId: "cem" }),
      ["screen cem"],
    ],
    ["nobody who is not there", told(), rule({ audience: "staff", staffId: "dan" }), []],
    [
      "who has the ticket",
      told({ assigneeId: "bob" }),
      rule({ audience: "assignee" }),
      ["screen bob", "mail bob"],
    ],
    [
      "who watches it",
      told({ watcherIds: ["cem"] }),
      rule({ audience: "watchers" }),
      ["screen cem"],
    ],
    [
      "in charge: who has it",
      told({ assigneeId: "bob" }),
      rule({ audience: "responsible" }),
      ["screen bob", "mail bob"],
    ],
    [
      "else its team",
      told({ teamId: "network" }),
      rule({ audience: "responsible" }),
      ["screen bob", "mail bob"],
    ],
    [
      "else, of an empty team too, the dispatchers",
      told({ teamId: "x" }),
      rule({ audience: "responsible" }),
      both,
    ],
    [
      "nobody of what they did themselves, however it is written",
      told({ actor: "ANA Elise " }),
      dispatchers,
      [],
    ],
  ])("%s", ([, one, by, expected]) => {
    expect(reached(one, by)).toEqual(expected);
  });

  test("once a way, whatever rules say so, and by all of them", () => {
    const mine = rule({ audience: "staff", staffId: "ana" }, { channels: ["mail"] });
    const [screen, mail, ...others] = addresseesOf(told(), {
      rules: [dispatchers, mine],
      staff: STAFF,
    });
    expect(others).toEqual([]);
    expect(screen?.rules).toEqual([dispatchers]);
    expect(mail?.rules).toEqual([dispatchers, mine]);
  });
});
