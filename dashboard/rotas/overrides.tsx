import type { RotaDocument, RotaOverrideDocument } from "@vigie/shared/rota.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneOf } from "./rota-words.ts";

/** Who stands in for whoever's turn it is; what is over is not here. */
export function Overrides({ rota }: { readonly rota: RotaDocument }) {
  const { words } = useWords();
  if (rota.overrides.length === 0) return null;
  return (
    <>
      <h3>{words.rotas.overrides}</h3>
      <ul className="plain-list rows">
        {rota.overrides.map((override) => (
          <Override key={override.id} {...{ rota, override }} />
        ))}
      </ul>
    </>
  );
}

function Override(props: { readonly rota: RotaDocument; readonly override: RotaOverrideDocument }) {
  const { rota, override } = props;
  const { api, clock } = useParts();
  const { words, formats } = useWords();
  const removing = useSaving({
    work: () => api.onCall.removeOverride(rota, override.id),
    refreshes: ["rotas"],
  });
  const { person, from, to, reason } = override;
  const when = useClock(clock, (now) => {
    const moment = (at: string) => formats.dayAndTime(Date.parse(at), zoneOf(rota), now);
    return words.rotas.span({ from: moment(from), until: moment(to) });
  });
  return (
    <li>
      <b>{person.name}</b>
      <span className="figures">{when}</span>
      <span className="muted">{reason}</span>
      <button
        type="button"
        className="text-button"
        disabled={removing.isBusy}
        onClick={() => removing.run()}
      >
        {words.rotas.removeOverride}
        <span className="unseen">{`${person.name}, ${when}`}</span>
      </button>
      <ActProblem error={removing.error} />
    </li>
  );
}
