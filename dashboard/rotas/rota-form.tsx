import { WEEKDAYS } from "@vigie/shared/calendar.ts";
import { type RotaDocument, TURN_MAX } from "@vigie/shared/rota.ts";
import { useState } from "react";
import { toLocalTime } from "../contracts/local-time.ts";
import { useCalendars } from "../contracts/questions.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check } from "../desk/checks.tsx";
import { Choice, TextField, toChoices, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useStaff } from "../desk/questions.ts";
import { Removal } from "../desk/removal.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { ZoneChoice } from "../desk/zone-choice.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import {
  type Filled,
  firstFilled,
  isWhole,
  toFilled,
  toRotaChange,
  toRotaWish,
} from "./rota-filled.ts";
import { TurnOrder } from "./turn-order.tsx";

type Filling = { readonly filled: Filled; readonly fill: (change: Partial<Filled>) => void };

/** A new rota, or what changes of one and from when on. */
export function RotaForm(props: {
  readonly rota: RotaDocument | undefined;
  readonly onDone: () => void;
}) {
  const { rota, onDone } = props;
  const { clock } = useParts();
  const { words } = useWords();
  const staff = useStaff();
  const [isTried, setTried] = useState(false);
  const [first] = useState(() =>
    rota === undefined
      ? firstFilled(zoneHere(), toLocalTime(clock.now(), zoneHere()).slice(0, 10))
      : toFilled(rota),
  );
  const [filled, setFilled] = useState(first);
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const saving = useRotaSaving(rota, { first, filled, onDone });
  const needsName = isTried && filled.name.trim() === "";
  const needsMember = isTried && filled.memberIds.length === 0;
  return (
    <form
      className="settings-form section"
      aria-labelledby="rota-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (isWhole(filled)) saving.run();
      }}
    >
      <h2 id="rota-form">{rota?.name ?? words.rotas.new}</h2>
      <TextField
        label={words.rotas.name}
        value={filled.name}
        maxLength={120}
        error={needsName && words.start.needed}
        onText={(name) => fill({ name })}
      />
      <TurnOrder
        memberIds={filled.memberIds}
        staff={staff.data?.items ?? []}
        problem={needsMember && words.rotas.membersNeeded}
        onOrder={(memberIds) => fill({ memberIds })}
      />
      <HandoverFields {...{ filled, fill }} />
      <Validity {...{ filled, fill, isNew: rota === undefined }} />
      <FormEnd of={saving} onLeave={onDone} />
      {rota !== undefined && <Taking {...{ rota, onDone }} />}
    </form>
  );
}

/** Nothing is sent where nothing is otherwise than before. */
function useRotaSaving(
  rota: RotaDocument | undefined,
  parts: { readonly first: Filled; readonly filled: Filled; readonly onDone: () => void },
) {
  const { onCall } = useParts().api;
  const { first, filled, onDone } = parts;
  return useSaving({
    async work() {
      if (rota === undefined) {
        const wish = toRotaWish(filled);
        if (wish !== undefined) await onCall.addRota(wish);
        return;
      }
      const change = toRotaChange(first, filled);
      if (change !== undefined) await onCall.changeRota(rota, change);
    },
    refreshes: ["rotas"],
    onDone,
  });
}

function HandoverFields({ filled, fill }: Filling) {
  const { words } = useWords();
  const { every } = filled;
  return (
    <>
      <div className="field-row">
        <Choice
          label={words.rotas.every}
          value={every}
          options={toChoices(["day", "week"] as const, words.rotas.units)}
          onChoose={(chosen) => fill({ every: chosen })}
        />
        <TextField
          type="number"
          min={1}
          max={TURN_MAX}
          required
          label={words.rotas.turn[every]}
          value={filled.turn}
          onText={(turn) => fill({ turn })}
        />
      </div>
      <div className="field-row">
        {every === "week" && (
          <Choice
            label={words.rotas.weekday}
            value={filled.weekday}
            options={toChoices(WEEKDAYS, words.rotas.weekdays)}
            onChoose={(weekday) => fill({ weekday })}
          />
        )}
        <TextField
          type="time"
          required
          label={words.rotas.time}
          value={filled.time}
          onText={(time) => fill({ time: time.slice(0, 5) })}
        />
      </div>
      <ZoneChoice
        label={words.staff.timeZone}
        zone={filled.timeZone}
        onChoose={(timeZone) => fill({ timeZone })}
      />
    </>
  );
}

/** From which day on, in which hours, and whether at all. */
function Validity({ filled, fill, isNew }: Filling & { readonly isNew: boolean }) {
  const { words } = useWords();
  const calendars = useCalendars();
  return (
    <>
      <TextField
        type="date"
        required={isNew}
        label={isNew ? words.rotas.startsOn : words.rotas.holdsFrom}
        description={isNew ? undefined : words.rotas.holdsFromHint}
        value={filled.from}
        onText={(from) => fill({ from })}
      />
      <Choice
        label={words.rotas.hours}
        value={filled.calendarId}
        options={withNone(words.rotas.always, toOptions(calendars.data?.items ?? []))}
        onChoose={(calendarId) => fill({ calendarId })}
      />
      {!isNew && (
        <Check
          label={words.rotas.active}
          checked={filled.active}
          onChange={(active) => fill({ active })}
        />
      )}
    </>
  );
}

function Taking(props: { readonly rota: RotaDocument; readonly onDone: () => void }) {
  const { rota, onDone } = props;
  const { onCall } = useParts().api;
  const { words } = useWords();
  const removing = useSaving({
    work: () => onCall.removeRota(rota),
    refreshes: ["rotas"],
    onDone,
  });
  return (
    <>
      <p className="alert-acts">
        <Removal of={removing} label={words.rotas.remove} name={rota.name} />
      </p>
      <ActProblem error={removing.error} />
    </>
  );
}
