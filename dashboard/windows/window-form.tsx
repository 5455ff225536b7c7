import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { MachineClass } from "@vigie/shared/machine.ts";
import { GRACE_MINUTES_DEFAULT, type WindowWish } from "@vigie/shared/window.ts";
import { useState } from "react";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { toLocalTime } from "../contracts/local-time.ts";
import { Choice, TextField, toChoices } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { toWordList } from "../desk/words-list.ts";
import { ZoneChoice } from "../desk/zone-choice.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { REPETITIONS, type Repetition, toRule } from "./repetition.ts";
import { WindowScope } from "./window-scope.tsx";

/** A window as it is being planned. */
export type Filled = {
  readonly customer: CustomerDocument | undefined;
  readonly siteIds: readonly string[];
  readonly classes: readonly MachineClass[];
  readonly machineIds: readonly string[];
  /** Words with commas between them. */
  readonly tags: string;
  readonly reason: string;
  readonly timeZone: string;
  readonly startsAt: string;
  readonly minutes: string;
  readonly repetition: Repetition;
  readonly lastDay: string;
  /** A rule of one's own. */
  readonly rule: string;
  readonly grace: string;
};

/** The window as it is asked for; undefined while something is missing. */
export function toWindowWish(filled: Filled, by: string): WindowWish | undefined {
  const { customer, siteIds, classes, machineIds, reason, timeZone, startsAt, repetition } = filled;
  const durationMinutes = Number(filled.minutes);
  const tags = toWordList(filled.tags);
  const isSaid = reason.trim() !== "" && startsAt !== "" && durationMinutes > 0;
  if (customer === undefined || !isSaid) return undefined;
  const rrule = repetition === "own" ? filled.rule.trim() : toRule(repetition, filled);
  return {
    customerId: customer.id,
    by,
    scope: {
      ...(siteIds.length > 0 && { siteIds: [...siteIds] }),
      ...(classes.length > 0 && { classes: [...classes] }),
      ...(machineIds.length > 0 && { machineIds: [...machineIds] }),
      ...(tags.length > 0 && { tags }),
    },
    reason: reason.trim(),
    timeZone,
    startsAt,
    durationMinutes,
    rrule,
    graceMinutes: Number(filled.grace),
  };
}

export type Filling = { readonly filled: Filled; readonly fill: (change: Partial<Filled>) => void };

const MINUTES_FIRST = 120;

/** Two hours from now on all that the customer has, until somebody says otherwise. */
function firstFilled(nowMs: number): Filled {
  return {
    customer: undefined,
    siteIds: [],
    classes: [],
    machineIds: [],
    tags: "",
    reason: "",
    timeZone: zoneHere(),
    startsAt: toLocalTime(nowMs, zoneHere()),
    minutes: String(MINUTES_FIRST),
    repetition: "once",
    lastDay: "",
    rule: "",
    grace: String(GRACE_MINUTES_DEFAULT),
  };
}

/** When work is planned, on what, and how often. */
export function WindowForm({ onDone }: { readonly onDone: () => void }) {
  const { api, clock } = useParts();
  const { words } = useWords();
  const [isTried, setTried] = useState(false);
  const [filled, setFilled] = useState(() => firstFilled(clock.now()));
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const planning = useSigned({
    async work(_input, by) {
      const wish = toWindowWish(filled, by);
      if (wish !== undefined) await api.settings.planWindow(wish);
    },
    refreshes: ["windows"],
    onDone,
  });
  return (
    <form
      className="settings-form section"
      aria-labelledby="window-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (toWindowWish(filled, "") !== undefined) planning.run();
      }}
    >
      <h2 id="window-form">{words.windows.plan}</h2>
      <CustomerChoice
        chosen={filled.customer}
        problem={isTried && filled.customer === undefined && words.start.needed}
        onChoose={(customer) => fill({ customer, siteIds: [], machineIds: [] })}
      />
      <WindowScope {...{ filled, fill }} />
      <TextField
        label={words.windows.reason}
        value={filled.reason}
        maxLength={200}
        error={isTried && filled.reason.trim() === "" && words.start.needed}
        onText={(reason) => fill({ reason })}
      />
      <Times {...{ filled, fill }} />
      <Repeated {...{ filled, fill }} />
      <FormEnd of={planning} label={words.windows.planIt} onLeave={onDone} />
    </form>
  );
}

function Times({ filled, fill }: Filling) {
  const { words } = useWords();
  return (
    <>
      <TextField
        type="datetime-local"
        label={words.windows.startsAt}
        value={filled.startsAt}
        onText={(startsAt) => fill({ startsAt: startsAt.slice(0, 16) })}
      />
      <TextField
        type="number"
        min={1}
        label={words.windows.minutes}
        value={filled.minutes}
        onText={(minutes) => fill({ minutes })}
      />
      <TextField
        type="number"
        min={0}
        max={120}
        label={words.windows.grace}
        description={words.windows.graceHint}
        value={filled.grace}
        onText={(grace) => fill({ grace })}
      />
      <ZoneChoice
        label={words.staff.timeZone}
        zone={filled.timeZone}
        onChoose={(timeZone) => fill({ timeZone })}
      />
    </>
  );
}

function Repeated({ filled, fill }: Filling) {
  const { words } = useWords();
  const { repetition } = filled;
  return (
    <>
      <Choice
        label={words.windows.again}
        value={repetition}
        options={toChoices(REPETITIONS, words.windows.repetition)}
        onChoose={(chosen) => fill({ repetition: chosen })}
      />
      {repetition === "own" && (
        <TextField
          label={words.windows.rule}
          description={words.windows.ruleHint}
          value={filled.rule}
          maxLength={200}
          onText={(rule) => fill({ rule })}
        />
      )}
      {repetition !== "own" && repetition !== "once" && (
        <TextField
          type="date"
          label={words.windows.lastDay}
          value={filled.lastDay}
          onText={(lastDay) => fill({ lastDay })}
        />
      )}
    </>
  );
}
