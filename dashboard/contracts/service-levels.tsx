import type { EscalationStep, ServiceLevel, TargetPromise } from "@vigie/shared/contract.ts";
import { TARGET_KINDS } from "@vigie/shared/ticket.ts";
import { useWords } from "../words/words.tsx";
import { BudgetField } from "./budget-field.tsx";
import { Clause } from "./clause.tsx";
import { type Reader, toBudgetText, toStepText } from "./promise-words.ts";
import { type ContractReading, calendarName, clausesOf } from "./reading.ts";

type Kind = TargetPromise["kind"];

/** What is promised for each priority: what holds for a whole column is said once, under its name. */
export function ServiceLevels({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  const { levels } = clausesOf(reading);
  const kinds = kindsOf(levels);
  return (
    <Clause of="levels" reading={reading}>
      {/* Wider than a phone: who has no finger scrolls it by the keys. */}
      <div className="scroll" role="group" aria-label={words.clauses.name.levels} tabIndex={0}>
        <table className="grid grid-levels">
          <thead>
            <tr>
              <th scope="col">{words.clauses.priorityColumn}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {words.clock.kind[kind]}
                  <Common {...{ kind, reading }} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...levels]
              .sort((a, b) => a.priority - b.priority)
              .map((level) => (
                <tr key={level.priority}>
                  <th scope="row">{words.clauses.priority({ priority: level.priority })}</th>
                  {kinds.map((kind) => (
                    <td key={kind} className="figures" data-label={words.clock.kind[kind]}>
                      <Cell {...{ level, kind, reading }} />
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      <Escalations levels={levels} />
    </Clause>
  );
}

/** The kinds that any level promises, in their usual order. */
function kindsOf(levels: readonly ServiceLevel[]): Kind[] {
  const promised = new Set(levels.flatMap(({ targets }) => targets.map(({ kind }) => kind)));
  return TARGET_KINDS.filter((kind) => promised.has(kind));
}

function promisesOf(levels: readonly ServiceLevel[], kind: Kind): TargetPromise[] {
  return levels.flatMap(({ targets }) => targets.filter((target) => target.kind === kind));
}

/** The value that all promises of a kind share; undefined where they differ. */
function common<T>(promises: readonly TargetPromise[], of: (promise: TargetPromise) => T) {
  const values = new Set(promises.map(of));
  const [first] = values;
  return values.size === 1 ? first : undefined;
}

function Common({ kind, reading }: { readonly kind: Kind; readonly reading: ContractReading }) {
  const reader = useWords();
  const promises = promisesOf(clausesOf(reading).levels, kind);
  const calendarId = common(promises, (promise) => promise.calendarId);
  const pausable = common(promises, (promise) => promise.pausable);
  return (
    <span className="column-note">
      {calendarId !== undefined && <span>{calendarName(reading, calendarId)}</span>}
      {pausable !== undefined && <span>{pauseText(pausable, reader)}</span>}
    </span>
  );
}

function Cell(props: {
  readonly level: ServiceLevel;
  readonly kind: Kind;
  readonly reading: ContractReading;
}) {
  const { level, kind, reading } = props;
  const reader = useWords();
  const place = level.targets.findIndex((target) => target.kind === kind);
  const promise = level.targets[place];
  if (promise === undefined) {
    return <span className="muted">{reader.words.clauses.notPromised}</span>;
  }
  const all = promisesOf(clausesOf(reading).levels, kind);
  const isOwnCalendar = common(all, ({ calendarId }) => calendarId) === undefined;
  const isOwnPause = common(all, ({ pausable }) => pausable) === undefined;
  return (
    <>
      {reading.editing === undefined ? (
        toBudgetText(promise, reader)
      ) : (
        <BudgetField editing={reading.editing} priority={level.priority} promise={promise} />
      )}
      <span className="column-note">
        {isOwnCalendar && <span>{calendarName(reading, promise.calendarId)}</span>}
        {isOwnPause && <span>{pauseText(promise.pausable, reader)}</span>}
      </span>
    </>
  );
}

function pauseText(pausable: boolean, { words }: Reader): string {
  return pausable ? words.clauses.pausable : words.clauses.notPausable;
}

/** One sentence where all promises escalate alike, else a line for each that does. */
function Escalations({ levels }: { readonly levels: readonly ServiceLevel[] }) {
  const reader = useWords();
  const { words, formats } = reader;
  const all = levels.flatMap(({ priority, targets }) =>
    targets.map(({ kind, escalations = [] }) => ({
      which: `${words.clock.kind[kind]} ${words.clauses.priority({ priority })}`,
      steps: stepsText(escalations, reader),
    })),
  );
  const texts = new Set(all.map(({ steps }) => steps));
  const [only] = texts;
  if (texts.size === 1) {
    if (only === undefined || only === "") return null;
    return <p className="small muted">{words.clauses.escalatesAll({ steps: only })}</p>;
  }
  return (
    <details className="fold">
      <summary>{words.clauses.escalations}</summary>
      <ul className="plain-list small">
        {[...texts]
          .filter((steps) => steps !== "")
          .map((steps) => {
            const which = all.filter((line) => line.steps === steps).map((line) => line.which);
            return (
              <li key={steps}>
                {words.clauses.escalatesOf({ which: formats.list(which), steps })}
              </li>
            );
          })}
      </ul>
    </details>
  );
}

function stepsText(steps: readonly EscalationStep[], reader: Reader): string {
  return reader.formats.list(steps.map((step) => toStepText(step, reader)));
}
