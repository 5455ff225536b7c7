import { describe, expect, test } from "vitest";
import { partitionOf } from "../../../collector/broker/partition.ts";
import { done, EVERYTHING, useContractStory, yearFrom } from "../../support/contract-story.ts";
import { createStoryAgent } from "../../support/journey-agent.ts";
import { idOf } from "../../support/office.ts";

/** Which contract covers what, whatever it was that changed. */

const story = useContractStory();
const OTHER = idOf("mac", 2);

describe("two contracts", () => {
  test("the one that began last has what both hold, and an amendment of the other changes nothing", async () => {
    const general = await story.start("G", "2026-01-01", yearFrom("2026-01-01", EVERYTHING));
    await story.start(
      "S",
      "2026-06-01",
      yearFrom("2026-06-01", [{ by: "machine", machineId: OTHER }]),
    );
    expect([await story.coverOf(OTHER), await story.coverOf(idOf("mac", 3))]).toEqual([
      "S v1",
      "G v1",
    ]);
    await story.amend(general, "2026-11-01", () => ({
      types: ["corrective"],
    }));
    expect([await story.coverOf(OTHER), await story.coverOf(idOf("mac", 3))]).toEqual([
      "S v1",
      "G v2",
    ]);
  });
});

test("equipment is covered like machines", async () => {
  const rules = [{ by: "equipment", equipmentId: idOf("eqp", 1) }] as const;
  const id = await story.start("A", "2026-11-01", yearFrom("2026-11-01", [...rules]));
  const contracts = story.contracts();
  expect(await contracts.coveredCounts([id])).toEqual([
    { contractId: id, what: "equipment", count: 1 },
  ]);
  done(await story.keeper().endEarly(id, { endsOn: "2026-11-22" }, 1));
  expect(await contracts.coveredCounts([id])).toEqual([]);
});

/** The agent of OTHER; what it sends arrives as bytes. */
function agentOfOther() {
  const agentId = idOf("agt", 2);
  const settled = { agentId, machineId: OTHER, secret: "", partition: partitionOf(agentId) };
  return createStoryAgent(settled, {
    now: story.now,
    receive: (topic, payload) => story.flow().intake.receive(topic, payload),
    flush: () => story.flow().recorder.flush(),
    published: [],
  });
}

test("what fires already when a contract comes to cover a machine opens its ticket then", async () => {
  const agent = agentOfOther();
  const full = { objects: { volume: { "/": { used_percent: 92, free_bytes: 4_000_000_000 } } } };
  for (const minute of ["00", "05", "10", "15"]) {
    story.setTime(`2026-11-23T09:${minute}:00Z`);
    await agent.reports(full);
  }
  const tickets = () => story.read().tickets.list({ machineId: OTHER, limit: 10 });
  const alerts = async () =>
    (await story.read().alerts.active()).filter(({ machineId }) => machineId === OTHER);
  const [alert] = await alerts();
  expect(await tickets(), "nothing covers the machine").toEqual([]);

  story.setTime("2026-11-23T10:00:00Z");
  await story.restart();
  await story.start("A", "2026-11-23", yearFrom("2026-11-23", EVERYTHING));
  const opened = await tickets();
  expect(opened).toMatchObject([
    { state: "new", contractName: "A", openedAtMs: story.now().wallMs, object: "/" },
  ]);
  expect(opened[0]?.eventAtMs, "the event has its own time").toBe(alert?.sinceMs);
  expect(await alerts()).toMatchObject([
    { state: "firing", ticketId: opened[0]?.id, noTicket: null },
  ]);
  await story.amend(opened[0]?.contractId ?? "", "2026-11-23", () => ({ types: ["corrective"] }));
  expect(await tickets(), "an amendment covers it no more than before").toHaveLength(1);
});

describe("what an agent says of its machine", () => {
  async function tells(hash: string, document: object): Promise<void> {
    await agentOfOther().reports({ facts: { inventory: { hash, document } } });
  }

  test("makes a server of it, and the contract for servers covers it at once", async () => {
    await story.start(
      "A",
      "2026-11-01",
      yearFrom("2026-11-01", [{ by: "class", class: "server" }]),
    );
    expect(await story.coverOf(OTHER)).toBeUndefined();
    await tells("h1", { chassis: { type: "Rack Mount Chassis" } });
    expect(await story.coverOf(OTHER)).toBe("A v1");
    await tells("h2", { chassis: { type: "Notebook" } });
    expect(await story.coverOf(OTHER)).toBeUndefined();
  });

  test("names its software, and the contract for that software covers it", async () => {
    await story.start(
      "A",
      "2026-11-01",
      yearFrom("2026-11-01", [{ by: "software", name: "sage" }]),
    );
    await tells("h1", { software: [{ name: "Sage 100" }] });
    expect(await story.coverOf(OTHER)).toBe("A v1");
    await story.restart();
    await tells("h2", { software: [] });
    expect(await story.coverOf(OTHER)).toBeUndefined();
  });
});

test("a machine that is retired is covered by nothing", async () => {
  await story.start("A", "2026-11-01", yearFrom("2026-11-01", EVERYTHING));
  const machine = await story.read().estate.machineRows({ ids: [OTHER], sort: "id", limit: 1 });
  done(await story.flow().machines.change(OTHER, { retired: true }, machine[0]?.version ?? 0));
  expect(await story.coverOf(OTHER)).toBeUndefined();
});
