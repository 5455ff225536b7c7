import type { RotaDocument, ShiftDocument } from "@vigie/shared/rota.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { Overrides } from "./overrides.tsx";
import { useShifts } from "./questions.ts";
import { joined, nextShift, toTurnsText, turnAt, zoneOf } from "./rota-words.ts";
import type { Filling } from "./rotas-page.tsx";
import { Shifts } from "./shifts.tsx";

/** One rota: who is on call by it now and next, how the turns go, and the next four weeks. */
export function Rota(props: {
  readonly rota: RotaDocument;
  readonly onFill: (filling: Filling) => void;
}) {
  const { rota, onFill } = props;
  const { words } = useWords();
  const shifts = useShifts(rota.id);
  const zone = zoneOf(rota);
  const rows = joined(shifts.data?.items ?? []);
  const titleId = `rota-${rota.id}`;
  return (
    <section className="section rota" aria-labelledby={titleId}>
      <h2 id={titleId}>
        {rota.name}
        {!rota.active && <span className="tag">{words.rotas.off}</span>}
      </h2>
      <Turns rota={rota} shifts={rows} />
      <p className="alert-acts">
        {(["rota", "override", "calendar"] as const).map((what) => (
          <button
            key={what}
            type="button"
            className="text-button"
            onClick={() => onFill({ what, rota })}
          >
            {toActText(what, words)}
            <span className="unseen">{rota.name}</span>
          </button>
        ))}
      </p>
      {shifts.error !== null && <ProblemNotice error={shifts.error} />}
      {rota.active && shifts.isSuccess && <Shifts {...{ shifts: rows, zone }} />}
      <Overrides rota={rota} />
    </section>
  );
}

function toActText(what: Filling["what"], words: ReturnType<typeof useWords>["words"]): string {
  if (what === "rota") return words.desk.edit;
  return what === "override" ? words.rotas.addOverride : words.rotas.calendar;
}

function Turns(props: { readonly rota: RotaDocument; readonly shifts: readonly ShiftDocument[] }) {
  const { rota, shifts } = props;
  const { clock } = useParts();
  const reader = useWords();
  const { words, formats } = reader;
  const now = useClock(clock, (ms) => ms - (ms % MINUTE_MS));
  const moment = (at: string) => formats.dayAndTime(Date.parse(at), zoneOf(rota), now);
  return (
    <dl className="facts">
      {rota.active && <OnCall onCall={rota.onCall} {...{ shifts, now, moment }} />}
      {rota.plans.map((plan, at) => (
        <div key={plan.from}>
          <dt>
            {at === 0 ? words.rotas.turns : words.rotas.turnsFrom({ moment: moment(plan.from) })}
          </dt>
          <dd className="figures">{toTurnsText(plan, reader)}</dd>
        </div>
      ))}
      <div>
        <dt>{words.rotas.hours}</dt>
        <dd>{rota.calendar?.name ?? words.rotas.always}</dd>
      </div>
    </dl>
  );
}

const MINUTE_MS = 60_000;

function OnCall(props: {
  readonly onCall: RotaDocument["onCall"];
  readonly shifts: readonly ShiftDocument[];
  readonly now: number;
  readonly moment: (at: string) => string;
}) {
  const { onCall, shifts, now, moment } = props;
  const { words } = useWords();
  const next = nextShift(shifts, now);
  return (
    <>
      <div>
        <dt>{words.rotas.now}</dt>
        <dd className="figures">
          {onCall === null
            ? toNobodyText(turnAt(shifts, now), words)
            : words.rotas.until({ name: onCall.person.name, moment: moment(onCall.to) })}
        </dd>
      </div>
      {next !== undefined && (
        <div>
          <dt>{words.rotas.next}</dt>
          <dd className="figures">
            {words.rotas.from({ name: next.person.name, moment: moment(next.from) })}
          </dd>
        </div>
      )}
    </>
  );
}

/** That nobody is on call, and whose turn it is all the same: the rota leaves this hour out. */
function toNobodyText(
  turn: ShiftDocument | undefined,
  { rotas }: ReturnType<typeof useWords>["words"],
): string {
  return turn === undefined ? rotas.nobody : rotas.nobodyNow({ name: turn.person.name });
}
