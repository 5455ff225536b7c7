import type { RotaDocument, RotaOverrideWish } from "@vigie/shared/rota.ts";
import { useState } from "react";
import { toInstantMs, toLocalTime } from "../contracts/local-time.ts";
import { Choice, TextField, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useStaff } from "../desk/questions.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneOf } from "./rota-words.ts";

/** A stand-in as it is filled in; its times are local ones of the rota. */
export type FilledOverride = {
  readonly staffId: string;
  readonly begins: string;
  readonly ends: string;
  readonly reason: string;
};

/** What is asked for; undefined while something is missing, or ends before it begins. */
export function toOverrideWish(
  { staffId, begins, ends, reason }: FilledOverride,
  zone: string,
): RotaOverrideWish | undefined {
  const [fromMs, toMs] = [toInstantMs(begins, zone), toInstantMs(ends, zone)];
  if (staffId === "" || reason.trim() === "" || fromMs === undefined || toMs === undefined) {
    return undefined;
  }
  if (toMs <= fromMs) return undefined;
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  return { staffId, from, to, reason: reason.trim() };
}

const DAY_MS = 86_400_000;

/** Somebody stands in for a time, whoever's turn it is. */
export function OverrideForm(props: { readonly rota: RotaDocument; readonly onDone: () => void }) {
  const { rota, onDone } = props;
  const { api, clock } = useParts();
  const { words } = useWords();
  const zone = zoneOf(rota);
  const [isTried, setTried] = useState(false);
  const [filled, setFilled] = useState<FilledOverride>(() => ({
    staffId: "",
    begins: toLocalTime(clock.now(), zone),
    ends: toLocalTime(clock.now() + DAY_MS, zone),
    reason: "",
  }));
  const adding = useSaving<RotaOverrideWish>({
    work: (wish) => api.onCall.addOverride(rota, wish),
    refreshes: ["rotas"],
    onDone,
  });
  return (
    <form
      className="settings-form section"
      aria-labelledby="override-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        const wish = toOverrideWish(filled, zone);
        if (wish !== undefined) adding.run(wish);
      }}
    >
      <h2 id="override-form">{words.rotas.overrideOf({ rota: rota.name })}</h2>
      <Fields {...{ filled, isTried }} fill={(change) => setFilled({ ...filled, ...change })} />
      <p className="small muted">{words.hours.zone({ zone })}</p>
      <FormEnd of={adding} label={words.rotas.addOverride} onLeave={onDone} />
    </form>
  );
}

function Fields(props: {
  readonly filled: FilledOverride;
  /** What is missing is said once somebody tried to keep it. */
  readonly isTried: boolean;
  readonly fill: (change: Partial<FilledOverride>) => void;
}) {
  const { filled, isTried, fill } = props;
  const { words } = useWords();
  const staff = useStaff();
  const people = staff.data?.items.filter(({ active }) => active) ?? [];
  const needed = (text: string) => isTried && text.trim() === "" && words.start.needed;
  return (
    <>
      <Choice
        label={words.rotas.person}
        value={filled.staffId}
        options={withNone(words.desk.choose, toOptions(people))}
        error={needed(filled.staffId)}
        onChoose={(staffId) => fill({ staffId })}
      />
      <TextField
        type="datetime-local"
        label={words.rotas.begins}
        value={filled.begins}
        error={needed(filled.begins)}
        onText={(begins) => fill({ begins: begins.slice(0, 16) })}
      />
      <TextField
        type="datetime-local"
        label={words.rotas.ends}
        value={filled.ends}
        error={isTried && filled.ends <= filled.begins && words.rotas.endsBefore}
        onText={(ends) => fill({ ends: ends.slice(0, 16) })}
      />
      <TextField
        label={words.rotas.reason}
        value={filled.reason}
        maxLength={200}
        error={needed(filled.reason)}
        onText={(reason) => fill({ reason })}
      />
    </>
  );
}
