import { Button } from "@mantine/core";
import { ACKNOWLEDGED_DAYS_MAX } from "@vigie/shared/alert.ts";
import type { AlertDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { navigate, toTicket } from "../address.ts";
import { toInstantMs, toLocalTime } from "../contracts/local-time.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { TextField } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { SignerChoice } from "../desk/signer-choice.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

type Of = { readonly alert: AlertDocument; readonly zone: string };

/** What can be done with an alert that fires: put it aside for a while, or propose to see to it. */
export function AlertActs({ alert, zone }: Of) {
  const { words } = useWords();
  const [asked, setAsked] = useState<"put_aside" | "propose">();
  const leave = () => setAsked(undefined);
  if (asked === "put_aside") return <PutAside {...{ alert, zone }} onDone={leave} />;
  if (asked === "propose") return <Propose alert={alert} onLeave={leave} />;
  return (
    <p className="alert-acts">
      {alert.acknowledged === null ? (
        <button type="button" className="text-button" onClick={() => setAsked("put_aside")}>
          {words.alertActs.putAside}
        </button>
      ) : (
        <TakeBack alert={alert} />
      )}
      {canPropose(alert) && (
        <button type="button" className="text-button" onClick={() => setAsked("propose")}>
          {words.alertActs.propose}
        </button>
      )}
    </p>
  );
}

/** Where no ticket opens by itself because nobody pays for it yet. */
export function canPropose({ noTicket, ticketId }: AlertDocument): boolean {
  return ticketId === null && (noTicket === "not_covered" || noTicket === "type_not_included");
}

const DAY_MS = 86_400_000;
const DAYS_FIRST = 7;
const TEXT_LENGTH_MAX = 500;
const ALERT_KEYS = ["alerts", "tickets", "ticket"] as const;

/** Until when, and why. */
function PutAside({ alert, zone, onDone }: Of & { readonly onDone: () => void }) {
  const { api, clock } = useParts();
  const { words } = useWords();
  const [until, setUntil] = useState(() => toLocalTime(clock.now() + DAYS_FIRST * DAY_MS, zone));
  const [text, setText] = useState("");
  const untilMs = toInstantMs(until, zone);
  const putting = useSigned({
    async work(_input, by) {
      if (untilMs === undefined) return;
      const said = text.trim() === "" ? {} : { text: text.trim() };
      await api.putAside(alert.id, { by, until: new Date(untilMs).toISOString(), ...said });
    },
    refreshes: ALERT_KEYS,
    onDone,
  });
  return (
    <form
      className="ask"
      onSubmit={(submit) => {
        submit.preventDefault();
        putting.run();
      }}
    >
      <SignerChoice />
      <TextField
        size="xs"
        type="datetime-local"
        label={words.alertActs.until}
        description={words.alertActs.untilMax({ n: ACKNOWLEDGED_DAYS_MAX })}
        value={until}
        onText={(chosen) => setUntil(chosen.slice(0, 16))}
      />
      <TextField
        size="xs"
        label={words.alertActs.why}
        value={text}
        maxLength={TEXT_LENGTH_MAX}
        onText={setText}
      />
      <FormEnd of={putting} label={words.alertActs.putAsideNow} onLeave={onDone} />
    </form>
  );
}

function TakeBack({ alert }: Pick<Of, "alert">) {
  const { api } = useParts();
  const { words } = useWords();
  const taking = useSaving({
    work: () => api.takeBack(alert.id),
    refreshes: ALERT_KEYS,
  });
  return (
    <>
      <button
        type="button"
        className="text-button"
        disabled={taking.isBusy}
        onClick={() => taking.run()}
      >
        {words.alertActs.takeBack}
      </button>
      <ActProblem error={taking.error} />
    </>
  );
}

/** Opens a ticket that is paid by the intervention. */
function Propose({ alert, onLeave }: Pick<Of, "alert"> & { readonly onLeave: () => void }) {
  const { desk } = useParts().api;
  const { words } = useWords();
  const proposing = useSigned({
    async work(_input, by) {
      const { document } = await desk.propose(alert.id, { by });
      navigate(toTicket(document.id));
    },
    refreshes: ALERT_KEYS,
  });
  return (
    <div className="ask">
      <p className="small">{words.alertActs.proposeSays}</p>
      <SignerChoice />
      <div className="buttons">
        <Button size="xs" loading={proposing.isBusy} onClick={() => proposing.run()}>
          {words.alertActs.propose}
        </Button>
        <Button size="xs" variant="default" onClick={onLeave}>
          {words.desk.leave}
        </Button>
      </div>
      <ActProblem error={proposing.error} />
    </div>
  );
}
