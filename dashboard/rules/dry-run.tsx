import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { DryRun as DryRunDocument, DryRunWish } from "@vigie/shared/dry-run.ts";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { measureOf } from "./condition-words.ts";

/** What the rule, as it is being filled in, would have said of the last days. */
export function DryRun(props: { readonly rule: RuleDocument; readonly wish: DryRunWish }) {
  const { rule, wish } = props;
  const { settings } = useParts().api;
  const { words } = useWords();
  const trying = useMutation({ mutationFn: () => settings.dryRun(rule.id, wish) });
  return (
    <div className="side-fields" aria-live="polite">
      <div className="buttons">
        <Button
          size="xs"
          variant="default"
          loading={trying.isPending}
          onClick={() => trying.mutate()}
        >
          {words.rules.tryIt}
        </Button>
      </div>
      {trying.data !== undefined && <Result rule={rule} run={trying.data.document} />}
      <ActProblem error={trying.error} />
    </div>
  );
}

/** Episodes that are listed; the count says them all. */
const EPISODES_SHOWN = 10;

function Result({ rule, run }: { readonly rule: RuleDocument; readonly run: DryRunDocument }) {
  const { words, formats } = useWords();
  const { fired, machines, measuredSince, objectsLeftOut, episodes } = run;
  if (measuredSince === null) return <p className="small">{words.rules.noMeasure}</p>;
  const since = formats.day(Date.parse(measuredSince), zoneHere());
  return (
    <>
      <p>
        <b>{fired === 0 ? words.rules.neverFired : words.rules.fired({ n: fired, machines })}</b>
      </p>
      <p className="small muted">
        {words.rules.measuredSince({ since })}
        {objectsLeftOut > 0 && ` ${words.rules.leftOut({ n: objectsLeftOut })}`}
      </p>
      <ul className="plain-list small figures">
        {episodes.slice(0, EPISODES_SHOWN).map((episode) => (
          <li key={`${episode.machine.id} ${episode.object} ${episode.from}`}>
            <Episode rule={rule} episode={episode} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Episode(props: {
  readonly rule: RuleDocument;
  readonly episode: DryRunDocument["episodes"][number];
}) {
  const { rule, episode } = props;
  const reader = useWords();
  const { words, formats } = reader;
  const { clock } = useParts();
  const { machine, object, from, until, value } = episode;
  const moment = (at: string) => formats.dayAndTime(Date.parse(at), zoneHere(), clock.now());
  const metric = "metric" in rule.condition ? rule.condition.metric : undefined;
  return (
    <>
      <b>{object === null ? machine.name : `${machine.name} ${object}`}</b>{" "}
      {until === null
        ? words.rules.stillFires({ from: moment(from) })
        : words.rules.firedFrom({ from: moment(from), until: moment(until) })}
      {metric !== undefined && (
        <span className="muted">{` · ${measureOf(metric, reader).value(value)}`}</span>
      )}
    </>
  );
}
