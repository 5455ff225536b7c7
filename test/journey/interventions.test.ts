import { describe, expect, test } from "vitest";
import { agreeOn } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { FULL, linesOf, WELL } from "../support/journey-reading.ts";
import { paris } from "../support/ticket-story.ts";

/** A disk fills on a machine that no contract covers; somebody proposes an intervention. */

const story = useJourney({ m1: {}, loose: { covered: false, class: "laptop" } });

async function fills(name = "loose"): Promise<string> {
  await story.agent(name).greets();
  await story.reportsFor(6, name, FULL);
  const [alert] = (await story.alerts(name)).filter(({ state }) => state === "firing");
  if (alert === undefined) throw new Error("nothing fires");
  return alert.id;
}

const propose = (alertId: string) => story.requests().propose(alertId, "Nadia");

test("no ticket opens by itself; the alert says why", async () => {
  await fills();
  expect(await story.alerts("loose")).toMatchObject([{ ticketId: null, noTicket: "not_covered" }]);
  expect(await story.tickets("loose")).toEqual([]);
});

describe("proposed by a person", () => {
  test("a ticket opens for it, off the clocks, signed by who wished it", async () => {
    const opened = await propose(await fills());
    const [ticket] = await story.tickets("loose");
    expect(opened).toEqual({ id: ticket?.id });
    expect(ticket).toMatchObject({
      title: null,
      channel: "monitoring",
      rule: { key: "volume_almost_full" },
      value: 92,
      coverage: "outside_perimeter",
      coverageReason: { code: "machine_left_out", consequence: "intervention" },
      contract: null,
      targets: [],
      breaksAt: null,
      transitions: [{ kind: "opened", actor: "Nadia" }],
    });
    expect(await story.alerts("loose")).toMatchObject([{ ticketId: ticket?.id, noTicket: null }]);
  });

  test("what it costs stands in its first line", async () => {
    const alertId = await fills();
    await agreeOn(story, {
      pricing: {
        currency: "EUR",
        vatBasisPoints: 2_000,
        roundingMinutes: 15,
        perIntervention: { callOutCents: 5_000, hourlyCents: 9_000, minimumMinutes: 30 },
      },
    });
    await propose(alertId);
    const [ticket] = await story.tickets("loose");
    expect(ticket?.transitions[0]?.parameters).toMatchObject({
      atLeastCents: 9_500,
      currency: "EUR",
    });
  });

  test("it hears of its alert like any other, after a restart too", async () => {
    await propose(await fills());
    await story.collectorRestarts();
    await story.reportsFor(6, "loose", WELL);
    const [ticket] = await story.tickets("loose");
    expect(ticket && linesOf(ticket)).toEqual(["opened", "recovered", "resolved"]);
  });

  test("once: while it is open there is no second one", async () => {
    const alertId = await fills();
    await propose(alertId);
    expect(await propose(alertId)).toEqual({ problem: "ticket_duplicate", detail: "1" });
  });
});

describe("where it is not needed", () => {
  test("the contract covers the machine: its ticket opened by itself", async () => {
    const alertId = await fills("m1");
    expect(await propose(alertId)).toEqual({ problem: "ticket_duplicate", detail: "1" });
    const [{ id, version } = { id: "", version: 0 }] = await story.tickets("m1");
    await story.hands().act(id, { kind: "resolve", by: "Nadia" }, { version });
    expect(await propose(alertId)).toEqual({
      problem: "intervention_needless",
      detail: "the contract covers the machine, and opens its tickets by itself",
    });
  });

  test("it is over", async () => {
    const alertId = await fills();
    await story.reportsFor(6, "loose", WELL);
    expect(await propose(alertId)).toEqual({
      problem: "intervention_needless",
      detail: "the alert does not fire any more",
    });
  });

  test("there is no such alert", async () => {
    expect(await propose("alr_x")).toMatchObject({ problem: "not_found" });
  });
});

test("a contract that repairs nothing opens nothing, and one that comes to repair opens it then", async () => {
  await agreeOn(story, { types: ["monitoring"] });
  await fills("m1");
  expect(await story.alerts("m1")).toMatchObject([
    { ticketId: null, noTicket: "type_not_included" },
  ]);
  await story.at(paris("23T12:00"));
  await agreeOn(story, { types: ["corrective"] });
  const [ticket] = await story.tickets("m1");
  expect(ticket).toMatchObject({ coverage: "covered", openedAt: "2026-11-23T11:00:00.000Z" });
});
