import { useQuery } from "@tanstack/react-query";
import type { PreviewedTarget } from "@vigie/shared/sla.ts";
import { TARGET_KINDS } from "@vigie/shared/ticket.ts";
import { toPreviewWish } from "../contracts/due-question.ts";
import { toLocalTime } from "../contracts/local-time.ts";
import { clausesOf } from "../contracts/reading.ts";
import { type Parts, useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";

/** Until when the contract promises what, were the ticket opened now. */
export function Promised(props: { readonly contractId: string; readonly priority: number }) {
  const { contractId, priority } = props;
  const parts = useParts();
  const { words, formats } = useWords();
  const { data } = useQuery({
    queryKey: ["promised", contractId, priority],
    queryFn: ({ signal }) => readPromised({ contractId, priority }, parts, signal),
    refetchInterval: AGAIN_MS,
  });
  if (data === undefined) return null;
  if (data.length === 0) return <p className="small">{words.tickets.noTargets}</p>;
  const nowMs = parts.clock.now();
  return (
    <ul className="plain-list small figures">
      {data.map(({ kind, dueAt }) => (
        <li key={kind}>
          {words.opening.dueBy({
            kind: words.clock.kind[kind],
            moment: formats.moment(Date.parse(dueAt), zoneHere(), nowMs),
          })}
        </li>
      ))}
    </ul>
  );
}

/** A due time goes on with the clock. */
const AGAIN_MS = 60_000;

type Due = { readonly kind: (typeof TARGET_KINDS)[number]; readonly dueAt: string };

async function readPromised(
  { contractId, priority }: { readonly contractId: string; readonly priority: number },
  { api: { contracts }, clock }: Parts,
  signal: AbortSignal,
): Promise<Due[]> {
  const contract = await contracts.one(contractId, signal);
  const place = { contractId, number: contract.version.number };
  const { document: version } = await contracts.version(place, signal);
  const calendars = new Map(contract.calendars.map((calendar) => [calendar.id, calendar]));
  const reading = { contract, version, calendars, editing: undefined };
  const at = toLocalTime(clock.now(), clausesOf(reading).term.timeZone);
  const asked = toPreviewWish(reading, {
    priority,
    at,
    pausedFrom: undefined,
    pausedTo: undefined,
  });
  if (!("wish" in asked)) return [];
  const { document } = await contracts.preview(asked.wish, signal);
  return toDue(document.targets);
}

/** In the order in which a ticket goes. */
function toDue(targets: readonly PreviewedTarget[]): Due[] {
  return TARGET_KINDS.flatMap((kind) => {
    const dueAt = targets.find(({ name }) => name === kind)?.dueAt;
    return typeof dueAt === "string" ? [{ kind, dueAt }] : [];
  });
}
