import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLAUSES, type ContractClauses } from "@vigie/shared/contract.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { afterEach, beforeEach, expect } from "vitest";
import { type ContractKeeper, createContractKeeper } from "../../collector/flow/contract-keeper.ts";
import { sweepContracts } from "../../collector/flow/contract-sweep.ts";
import { newId } from "../../collector/ids.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { Registry } from "../../collector/registry/registry.ts";
import { startFlow } from "./journey-flow.ts";
import { addOffice, CUSTOMER } from "./office.ts";

/** Contracts of the office on a virtual clock: they begin, are amended and end as time passes. */

/** Stories begin on Monday, 23 November 2026, at 10:00 in Paris. */
const BEGINNING = "2026-11-23T09:00:00Z";

export type ContractStory = ReturnType<typeof createStory>;

type Flow = Awaited<ReturnType<typeof startFlow>>;
type Rules = ContractClauses["perimeter"]["include"];

/** What a contract says other than the plain defaults. */
export type Change = (clauses: ContractClauses) => Partial<ContractClauses>;

export const EVERYTHING: Rules = [{ by: "everything" }];

/** A term of a year from a day on, for what these rules include. */
export function yearFrom(startsOn: string, include: Rules = []): Change {
  return ({ term }) => ({ term: { ...term, startsOn }, perimeter: { include, exclude: [] } });
}

/** What was answered. Fails the test where it is a refusal. */
export function done<Answer extends object>(answer: Answer | Refusal): Answer {
  if ("problem" in answer) throw new Error(`${answer.problem}: ${answer.detail}`);
  return answer;
}

/** A story for each test of a file; call it at the top. */
export function useContractStory(): ContractStory {
  const story = createStory();
  beforeEach(story.begin);
  afterEach(story.end);
  return story;
}

function createStory() {
  let folder = "";
  let nowMs = 0;
  let registry: Registry;
  let flow: Flow;
  let keeper: ContractKeeper;

  const now = () => ({ wallMs: nowMs, monotonicMs: nowMs });

  async function begin(): Promise<void> {
    folder = mkdtempSync(join(tmpdir(), "vigie-contracts-"));
    registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
    await registry.commit(addOffice);
    setTime(BEGINNING);
    await restart();
  }

  async function restart(): Promise<void> {
    const onFailed = (error: unknown): void => {
      throw error;
    };
    flow = await startFlow(registry, { now, publish: () => {}, onFailed, mails: [] });
    keeper = createContractKeeper({ ledger: flow.ledger, newId, now });
  }

  async function end(): Promise<void> {
    await flow.recorder.close();
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  }

  function setTime(text: string): void {
    nowMs = Temporal.Instant.from(text).epochMilliseconds;
  }

  /** Time passes to here; then the sweep comes. */
  async function sweepAt(text: string): Promise<void> {
    setTime(text);
    await sweepContracts({ read: registry.read, stepper: flow.stepper }, { wallMs: nowMs });
  }

  /** Makes a contract of plain defaults with this change, in force from a day on. */
  async function start(number: string, effectiveOn: string, change: Change): Promise<string> {
    const wish = { customerId: CUSTOMER, number, name: number };
    const { contractId } = done(await keeper.create(wish));
    await putInForce({ contractId, number: 1 }, effectiveOn, change);
    return contractId;
  }

  /** Amends a contract from a day on. */
  async function amend(contractId: string, effectiveOn: string, change: Change): Promise<void> {
    const { number } = done(await keeper.amend(contractId));
    await putInForce({ contractId, number }, effectiveOn, change);
  }

  async function putInForce(
    of: { readonly contractId: string; readonly number: number },
    effectiveOn: string,
    change: Change,
  ): Promise<void> {
    const draft = await registry.read.contracts.findVersion(of.contractId, of.number);
    if (draft === undefined) throw new Error("there is no draft");
    const { clauses, texts, variables, revision } = draft;
    const changed = { ...clauses, ...change(clauses) };
    const wish = { clauses: changed, texts, variables, reviewed: [...CLAUSES] };
    done(await keeper.edit(of, wish, revision));
    done(await keeper.putInForce(of, { effectiveOn }, revision + 1));
  }

  /** Contract and version that cover a machine, as rows and memory both say; undefined = none. */
  async function coverOf(machineId: string): Promise<string | undefined> {
    const rows = await registry.read.contracts.coverage();
    const covering = rows.filter((row) => row.machineId === machineId);
    expect(covering.length, "one version covers a machine at a time").toBeLessThan(2);
    const [version] = await registry.read.contracts.versionsNamed(
      covering.map(({ contractVersionId }) => contractVersionId),
    );
    const known = flow.ledger.memory().machines.get(machineId)?.coverage;
    expect(known?.contractVersionId, "memory says what the rows say").toBe(version?.id);
    if (version === undefined) return undefined;
    const contract = await registry.read.contracts.findContract(version.contractId);
    return `${contract?.number} v${version.number}`;
  }

  /** What happened to a contract, newest first, such as "reminded 90 2026-07-03". */
  async function eventsOf(contractId: string): Promise<string[]> {
    const rows = await registry.read.contracts.events(contractId, { limit: 100 });
    return rows.map(({ kind, parameters: { version, daysBefore, term, on = "" } }) =>
      `${kind} ${version ?? daysBefore ?? term ?? ""} ${on}`.replaceAll(/ +/g, " ").trim(),
    );
  }

  return {
    begin,
    restart,
    end,
    setTime,
    sweepAt,
    start,
    amend,
    coverOf,
    eventsOf,
    now,
    contracts: () => registry.read.contracts,
    read: () => registry.read,
    flow: () => flow,
    keeper: () => keeper,
  };
}
