import type { KeptCalendar } from "@vigie/shared/calendar.ts";
import { type ContractClauses, type Perimeter } from "@vigie/shared/contract.ts";
import type { ContractEvent } from "@vigie/shared/contract-acts.ts";
import type {
  ClauseChange,
  ContractDocument,
  ContractSummary,
  CoverageLine,
  CoveragePreview,
  VersionDocument,
  VersionSummary,
} from "@vigie/shared/contract-version.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { calendarIdsOf } from "../domain/clauses.ts";
import { shownVersion, standingAt } from "../domain/contract-course.ts";
import { diffClauses, diffTexts } from "../domain/contract-diff.ts";
import { missingOf } from "../domain/contract-review.ts";
import { createPerimeter, looksAtSoftware } from "../domain/perimeter.ts";
import { renderTexts } from "../domain/variables.ts";
import type {
  ContractListRow,
  Contracts,
  ContractVersionRow,
  CoveredCountRow,
  KeptContractEventRow,
  Tables,
  WordedVersionRow,
} from "../registry/registry.ts";
import { toKeptCalendar } from "./calendar-documents.ts";
import { wrongClauses } from "./contract-drafts.ts";
import { readCoverables } from "./coverage.ts";
import { toInstant } from "./documents.ts";

/** Contracts and their versions as the API says them. */

/** Machines and equipment that a contract's document names; it counts the others. */
const COVERED_LISTED_MAX = 1_000;

/** Lines of a preview: more than any customer has; it counts the others. */
const PREVIEW_LINES_MAX = 10_000;

/** The contracts of a page, as a list shows them. */
export async function toSummaries(
  { contracts }: Tables,
  rows: readonly ContractListRow[],
  nowMs: number,
): Promise<ContractSummary[]> {
  const ids = rows.map(({ id }) => id);
  const versions = Map.groupBy(await contracts.versionsOf(ids), ({ contractId }) => contractId);
  const counts = Map.groupBy(await contracts.coveredCounts(ids), ({ contractId }) => contractId);
  return rows.flatMap((row) => {
    const own = versions.get(row.id) ?? [];
    return toSummary({ row, versions: own, counts: counts.get(row.id) ?? [], nowMs }) ?? [];
  });
}

/** One contract by clause, as its version that holds today says it. Throws `not_found`. */
export async function readContract(
  { contracts }: Tables,
  contractId: string,
  nowMs: number,
): Promise<ContractDocument> {
  const row = await contracts.findContract(contractId);
  if (row === undefined) throw new ProblemError("not_found");
  const versions = await contracts.versionsOf([contractId]);
  const counts = await contracts.coveredCounts([contractId]);
  const summary = toSummary({ row, versions, counts, nowMs });
  if (summary === undefined) throw new ProblemError("not_found");
  const shown = await contracts.findVersion(contractId, summary.version.number);
  if (shown === undefined) throw new ProblemError("not_found");
  const covered = Map.groupBy(
    await contracts.covered(contractId, COVERED_LISTED_MAX),
    ({ what }) => what,
  );
  const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
  return {
    ...summary,
    versions: versions.toReversed().map(toVersionSummary),
    clauses: shown.clauses,
    texts: shown.texts,
    calendars: await calendarsOf(contracts, shown.clauses),
    machines: (covered.get("machine") ?? []).map(named),
    equipment: (covered.get("equipment") ?? []).map(named),
  };
}

/** One version with what it lacks. Throws `not_found`. */
export async function readVersion(
  { contracts }: Tables,
  contractId: string,
  number: number,
): Promise<{ readonly document: VersionDocument; readonly revision: number }> {
  const contract = await contracts.findContract(contractId);
  const version = await contracts.findVersion(contractId, number);
  if (contract === undefined || version === undefined) throw new ProblemError("not_found");
  const document = {
    ...toVersionSummary(version),
    contractId,
    clauses: version.clauses,
    texts: version.texts,
    variables: version.variables,
    reviewed: version.reviewed,
    wording: renderTexts(version, contract.language),
    missing: await missing(contracts, contract, version),
  };
  return { document, revision: version.revision };
}

/** What differs between two versions of a contract. Throws `not_found`. */
export async function readDiff(
  { contracts }: Tables,
  contractId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<ClauseChange[]> {
  const contract = await contracts.findContract(contractId);
  const before = await contracts.findVersion(contractId, from);
  const after = await contracts.findVersion(contractId, to);
  if (contract === undefined || before === undefined || after === undefined) {
    throw new ProblemError("not_found");
  }
  return [
    ...diffClauses(before.clauses, after.clauses),
    ...diffTexts(renderTexts(before, contract.language), renderTexts(after, contract.language)),
  ];
}

/** What a perimeter would cover of a customer, each thing with the rule that says so. */
export async function readCoverage(
  { contracts }: Tables,
  customerId: string,
  perimeter: Perimeter,
): Promise<CoveragePreview> {
  const withSoftware = looksAtSoftware(perimeter);
  const reasonFor = createPerimeter(perimeter);
  const things = await readCoverables(contracts, customerId, { withSoftware });
  const lines = things.map((thing): CoverageLine => {
    const { what, id, name, siteName } = thing;
    return { what, id, name, siteName, ...reasonFor(thing) };
  });
  const unknown = things.filter((thing) => thing.what === "machine" && !thing.software);
  return {
    covered: countsOf(lines.filter(({ covered }) => covered)),
    outside: countsOf(lines.filter(({ covered }) => !covered)),
    unknownSoftware: withSoftware ? unknown.length : 0,
    items: lines.slice(0, PREVIEW_LINES_MAX),
    omitted: Math.max(0, lines.length - PREVIEW_LINES_MAX),
  };
}

export function toContractEvent({
  id,
  kind,
  atMs,
  actor,
  parameters,
}: KeptContractEventRow): ContractEvent {
  return { id, kind, at: toInstant(atMs), actor, parameters };
}

function countsOf(lines: readonly CoverageLine[]): CoveragePreview["covered"] {
  const machines = lines.filter(({ what }) => what === "machine").length;
  return { machines, equipment: lines.length - machines };
}

function toSummary({
  row,
  versions,
  counts,
  nowMs,
}: {
  readonly row: ContractListRow;
  readonly versions: readonly ContractVersionRow[];
  readonly counts: readonly CoveredCountRow[];
  readonly nowMs: number;
}): ContractSummary | undefined {
  const version = shownVersion(versions, nowMs);
  const standing = standingAt(row, versions, nowMs);
  if (version === undefined || standing === undefined) return undefined;
  const { id, number, name, kind, language, customerId, customerName, sample } = row;
  const countOf = (wanted: CoveredCountRow["what"]): number =>
    counts.find(({ what }) => what === wanted)?.count ?? 0;
  return {
    id,
    number,
    name,
    kind,
    language,
    customer: { id: customerId, name: customerName },
    sample,
    version: toVersionSummary(version),
    standing,
    covered: { machines: countOf("machine"), equipment: countOf("equipment") },
  };
}

function toVersionSummary(row: ContractVersionRow): VersionSummary {
  const { id, number, state, effectiveOn, signedOn, createdAtMs } = row;
  return { id, number, state, effectiveOn, signedOn, createdAt: toInstant(createdAtMs) };
}

async function missing(
  contracts: Contracts,
  contract: ContractListRow,
  version: WordedVersionRow,
): Promise<VersionDocument["missing"]> {
  if (version.state === "in_force") {
    return { variables: [], clauses: [], effectiveOn: false, problem: null };
  }
  const before = (await contracts.versionsOf([contract.id])).findLast(
    ({ state, number }) => state === "in_force" && number < version.number,
  );
  const agreed = before && (await contracts.findVersion(contract.id, before.number));
  const refusal = await wrongClauses(contracts, contract, version.clauses);
  return { ...missingOf(version, agreed), problem: refusal?.detail ?? null };
}

/** The calendars that the clauses name, each in its newest version, and what those hang on. */
async function calendarsOf(
  contracts: Contracts,
  clauses: ContractClauses,
): Promise<KeptCalendar[]> {
  const found = new Map<string, KeptCalendar>();
  // A set that grows while it is walked gives what was added, too, each once.
  const wanted = new Set(calendarIdsOf(clauses));
  for (const id of wanted) {
    const row = await contracts.findCalendar(id);
    if (row === undefined) continue;
    found.set(id, toKeptCalendar(row));
    if (row.document.complementOf !== undefined) wanted.add(row.document.complementOf);
  }
  return [...found.values()];
}
