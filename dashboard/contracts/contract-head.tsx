import type { ContractDocument, VersionSummary } from "@vigie/shared/contract-version.ts";
import { toContracts } from "../address.ts";
import { Link } from "../link.tsx";
import { useWords } from "../words/words.tsx";
import type { Reader } from "./promise-words.ts";
import type { ContractReading } from "./reading.ts";
import { StandingMark } from "./standing-mark.tsx";
import { nextReminder, noticeNearIn, toSpanText, toStanding } from "./term-words.ts";

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
        <StandingMark standing={toStanding(contract)} />
        <span className="muted figures">{toVersionText(version, reader)}</span>
      </p>
      {isOther && (
        <p className="headline-note">
          <Link
            to={toContracts({
              page: "contract",
              contractId: contract.id,
              number: undefined,
              due: undefined,
            })}
          >
            {words.contract.notToday({ number: contract.version.number })}
          </Link>
        </p>
      )}
      {contract.version.state === "in_force" && <Days contract={contract} />}
    </div>
  );
}

/** Version 2, en vigueur depuis le 1 janv. 2026; Version 3, brouillon. */
export function toVersionText(version: VersionSummary, { words, formats }: Reader): string {
  const { number, state, effectiveOn, signedOn } = version;
  const parts = [words.contract.version({ number })];
  if (state === "draft") parts.push(words.contract.draft);
  if (effectiveOn !== null) parts.push(words.contract.from({ date: formats.date(effectiveOn) }));
  if (signedOn !== null) parts.push(words.contract.signed({ date: formats.date(signedOn) }));
  return parts.join(", ");
}

/** The days that count: of the current term, and the last on which notice still ends it. */
function Days({ contract }: { readonly contract: ContractDocument }) {
  const reader = useWords();
  const { words, formats } = reader;
  const { standing } = contract;
  const { current, endsOn } = standing;
  const reminder = nextReminder(standing);
  const near = noticeNearIn(contract);
  const dateOr = (date: string | null | undefined) =>
    date === null || date === undefined ? words.contract.none : formats.date(date);
  return (
    <dl className="days figures">
      <div>
        <dt>{words.contract.term}</dt>
        <dd>{current === null ? words.contract.noTerm : toSpanText(current, reader)}</dd>
      </div>
      <div>
        <dt>{words.contract.anniversary}</dt>
        <dd>{dateOr(current?.anniversaryOn)}</dd>
      </div>
      <div>
        <dt>{words.contract.lastNotice}</dt>
        <dd className={near === undefined ? undefined : "word-attention"}>
          {near !== undefined && <span className="shape shape-attention" />}
          {dateOr(current?.lastNoticeOn)}
          {near !== undefined && ` · ${toInDaysText(near, reader)}`}
        </dd>
      </div>
      <div>
        <dt>{words.contract.reminder}</dt>
        <dd>{dateOr(reminder?.on)}</dd>
      </div>
      {endsOn !== null && (
        <div>
          <dt>{words.contract.lastDay}</dt>
          <dd>{formats.date(endsOn)}</dd>
        </div>
      )}
    </dl>
  );
}

/** dans 12 jours; aujourd'hui. */
export function toInDaysText(days: number, { words }: Reader): string {
  return days === 0 ? words.contracts.today : words.contracts.inDays({ n: days });
}
