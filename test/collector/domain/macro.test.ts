import { MACRO_STATES, MACRO_VARIABLES, type MacroActs } from "@vigie/shared/macro.ts";
import { OPEN_TICKET_STATES, TICKET_STATES } from "@vigie/shared/ticket.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkMacro, fillIn, type MacroStep, planMacro } from "../../../collector/domain/macro.ts";
import { decide, type Ticket } from "../../../collector/domain/ticket.ts";
import {
  closedByLea,
  resolvedByLea,
  untouched,
  waiting,
  worked,
} from "../../support/ticket-acts.ts";

const by = "tom";
const values = { "ticket.number": "12", "customer.name": "Boulangerie [Émile]" };

function plan(acts: MacroActs, ticket: Ticket) {
  return planMacro(acts, { ticket: { ...ticket, priority: 2 }, by, values });
}

describe("the texts of a macro", () => {
  test.for([
    ["Bonjour {{requester.name}},", undefined, "a variable"],
    ["{{ ticket.number }}", undefined, "blanks within"],
    ["no variable } here {", undefined, "single brackets"],
    ["{{ticket.title}}", /acts\.reply: \{\{ticket\.title\}\} is no variable/, "an unknown one"],
    ["{{Ticket.Number}}", /is no variable/, "another case"],
    ["{{}}", /\{\{\}\} is no variable/, "none"],
    ["{{constructor}}", /is no variable/, "what every object has"],
    ["{{ticket.number}}".repeat(20), undefined, "as many as there may be"],
    ["{{ticket.number}}".repeat(21), /21 variables, at most 20/, "one more"],
  ] as const)("%j: %s (%s)", ([reply, mistake]) => {
    const refusal = checkMacro({ reply });
    if (mistake === undefined) expect(refusal).toBeUndefined();
    else expect(refusal?.detail).toMatch(mistake);
  });

  test("a mistake says in which text it is, and what there is to choose from", () => {
    const refusal = checkMacro({ note: "{{x}}", reply: "{{y}}" });
    expect(refusal).toMatchObject({ problem: "macro_invalid" });
    expect(refusal?.detail).toContain("acts.note: {{x}}");
    for (const name of MACRO_VARIABLES) expect(refusal?.detail).toContain(name);
  });

  test("are filled with names as plain words, and with nothing where there is no name", () => {
    const text = "{{customer.name}} (#{{ ticket.number }}), {{machine.name}}!";
    expect(fillIn(text, values)).toBe("Boulangerie \\[Émile\\] (#12), !");
  });

  test("nothing in a name is a variable or Markdown", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const filled = fillIn("{{machine.name}}", {
          ...values,
          "machine.name": `{{ticket.number}}${name}`,
        });
        expect(filled).toContain("{{ticket.number}}");
        expect(filled).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]<>&~|]/);
      }),
    );
  });
});

const kindsOf = (steps: readonly MacroStep[]) => steps.map(({ act }) => act.kind);

describe("a macro on a ticket", () => {
  test.for<[acts: MacroActs, ticket: Ticket, wanted: string[], why: string]>([
    [{ note: "seen" }, worked, ["comment"], "a note"],
    [
      { priority: 1, note: "n", reply: "r" },
      worked,
      ["set_priority", "comment", "reply"],
      "in order",
    ],
    [{ priority: 2, note: "n" }, worked, ["comment"], "the priority that it has already"],
    [{ state: "acknowledged" }, untouched, ["acknowledge"], "taken"],
    [{ reply: "r", state: "acknowledged" }, untouched, ["reply"], "a reply takes it by itself"],
    [{ state: "in_progress" }, worked, [], "where it is already"],
    [{ state: "in_progress" }, waiting, ["go_on"], "a wait that ends"],
    [{ reply: "r", state: "waiting_customer" }, worked, ["reply"], "one act: replied, and waits"],
    [{ reply: "r", state: "waiting_customer" }, waiting, ["reply"], "which waits already"],
    [{ state: "waiting_third_party" }, waiting, ["wait"], "for somebody else"],
    [{ reply: "r", state: "resolved" }, worked, ["reply", "resolve"], "a last word"],
    [{ state: "closed" }, resolvedByLea, ["close"], "closed"],
    [{ state: "cancelled" }, untouched, ["cancel"], "cancelled"],
  ])("%j on one that is %o: %j (%s)", ([acts, ticket, wanted]) => {
    const steps = plan(acts, ticket);
    expect("problem" in steps ? steps : kindsOf(steps)).toEqual(wanted);
  });

  test.for<[acts: MacroActs, ticket: Ticket, state: string, why: string]>([
    [{ state: "closed" }, worked, "in_progress", "only what is resolved is closed"],
    [{ note: "n", state: "resolved" }, closedByLea, "closed", "a note, too, comes too late"],
    [{ state: "acknowledged" }, worked, "in_progress", "it was taken long ago"],
    [{ priority: 1 }, resolvedByLea, "resolved", "its terms are over"],
  ])("%j on one that is %o is refused as %s: %s", ([acts, ticket, state]) => {
    expect(plan(acts, ticket)).toEqual({ problem: "ticket_state", detail: state });
  });

  test("a reply says with itself for whom the ticket waits", () => {
    expect(plan({ reply: "{{ticket.number}}?", state: "waiting_customer" }, worked)).toEqual([
      { act: { kind: "reply", by, waits: "customer" }, text: "12?" },
    ]);
  });

  test("what is planned can be done, and ends in the state that was wished", () => {
    const acts = fc.record(
      {
        priority: fc.integer({ min: 1, max: 4 }),
        note: fc.constant("n"),
        reply: fc.constant("r"),
        state: fc.constantFrom(...MACRO_STATES),
      },
      { requiredKeys: [] },
    );
    const tickets = fc.record({
      state: fc.constantFrom(...TICKET_STATES),
      takenBy: fc.constantFrom(null, "lea"),
    });
    fc.assert(
      fc.property(acts, tickets, (wished, ticket) => {
        const steps = plan(wished, ticket);
        if ("problem" in steps) {
          expect(steps.problem).toBe("ticket_state");
          return;
        }
        let now: Ticket = ticket;
        for (const { act } of steps) {
          const decision = decide(now, act);
          if ("problem" in decision) throw new Error(`${act.kind} was planned and is refused`);
          now = decision;
        }
        if (wished.state !== undefined) expect(now.state).toBe(wished.state);
      }),
    );
  });

  test.for(OPEN_TICKET_STATES)("one that is %s can be resolved with a reply", (state) => {
    const steps = plan({ reply: "done", state: "resolved" }, { state, takenBy: null });
    expect("problem" in steps ? steps : kindsOf(steps)).toEqual(["reply", "resolve"]);
  });
});
