import type { ContractDocument, VersionSummary } from "@vigie/shared/contract-version.ts";
import type { ReactNode } from "react";
import { toContract } from "../address.ts";
import { Link } from "../link.tsx";
import { useWords } from "../words/words.tsx";
import type { Reader } from "./promise-words.ts";
import type { ContractReading } from "./reading.ts";
import { StandingMark } from "./standing-mark.tsx";
import {
  anniversaryOf,
  lastNoticeOf,
  nextReminder,
  noticeNearIn,
  toSpanText,
} from "./term-words.ts";

/** Which contract it is, whose, in which version, and by when something must be decided. */
export function ContractHead({ reading }: { readonly reading: ContractReading }) {
  const reader = useWords();
  const { words } = reader;
  const { contract, version } = reading;
  const isOther = version.number !== contract.version.number;
  return (
    <div className="headline">
      <h1>{contract.name}</h1>
      <p className="headline-where figures">
        {contract.number}
        {" · "}
        {contract.customer.name}
        {" · "}
        {words.contracts.kind[contract.kind]}
        {contract.sample && <span className="tag">{words.machine.sample}</span>}
      </p>
      <p className="headline-state">
        {version.state === "in_force" && !isOther && <StandingMark contract={contract} />}
        <span className="muted figures">
          {version.state === "draft" && <span className="shape shape-pending" />}
          {toVersionText(version, reader)}
        </span>
      </p>
      {isOther && (
        <p className="headline-note">
          <Link to={toContract(contract.id)}>
            {words.contract.notToday({ number: contract.version.number })}
          </Link>
        </p>
      )}
      {contract.version.state === "in_force" && <Days contract={contract} />}
    </div>
  );
}

/** Version 2, en vigueur le 1er janv. 2026; Version 3, brouillon, prévue pour le 1er févr. 2027. */
export function toVersionText(version: VersionSummary, { words, formats }: Reader): string {
  const { number, state, effectiveOn, signedOn } = version;
  const { contract } = words;
  const parts = [contract.version({ number })];
  if (state === "draft") parts.push(contract.draft);
  if (effectiveOn !== null) {
    const begins = state === "draft" ? contract.planned : contract.from;
    parts.push(begins({ date: formats.date(effectiveOn) }));
  }
  if (signedOn !== null) parts.push(words.contract.signed({ date: formats.date(signedOn) }));
  return parts.join(", ");
}

/** The days that count; once its end is known, notice and anniversary have nothing left to say. */
function Days({ contract }: { readonly contract: ContractDocument }) {
  const reader = useWords();
  const { words, formats } = reader;
  const { current, endsOn } = contract.standing;
  return (
    <dl className="days figures">
      <Day name={words.contract.term}>
        {current === null ? words.contract.noTerm : toSpanText(current, reader)}
      </Day>
      <NextDays contract={contract} />
      {endsOn !== null && <Day name={words.contract.lastDay}>{formats.date(endsOn)}</Day>}
    </dl>
  );
}

function NextDays({ contract }: { readonly contract: ContractDocument }) {
  const reader = useWords();
  const { words, formats } = reader;
  const { standing } = contract;
  const near = noticeNearIn(contract);
  const days = [
    { name: words.contract.anniversary, on: anniversaryOf(standing), near: undefined },
    { name: words.contract.lastNotice, on: lastNoticeOf(standing), near },
    { name: words.contract.reminder, on: nextReminder(standing)?.on, near: undefined },
  ];
  return days
    .filter(({ on }) => on !== undefined || standing.endsOn === null)
    .map((day) => (
      <Day key={day.name} name={day.name} isNear={day.near !== undefined}>
        {day.on === undefined ? words.contract.none : formats.date(day.on)}
        {day.near !== undefined && ` · ${toInDaysText(day.near, reader)}`}
      </Day>
    ));
}

function Day(props: {
  readonly name: string;
  /** Needs a hand soon. */
  readonly isNear?: boolean;
  readonly children: ReactNode;
}) {
  const { name, isNear = false, children } = props;
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isNear ? "word-attention" : undefined}>
        {isNear && <span className="shape shape-attention" />}
        {children}
      </dd>
    </div>
  );
}

/** dans 12 jours; aujourd’hui. */
export function toInDaysText(days: number, { words }: Reader): string {
  return days === 0 ? words.contracts.today : words.contracts.inDays({ n: days });
}
