import type { ShiftDocument } from "@vigie/shared/rota.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** Who is on call in the next four weeks, in the rota's own zone. */
export function Shifts(props: {
  readonly shifts: readonly ShiftDocument[];
  readonly zone: string;
}) {
  const { shifts, zone } = props;
  const { words } = useWords();
  if (shifts.length === 0) return <p className="quiet small">{words.rotas.noShift}</p>;
  return (
    <details className="fold" open>
      <summary>{`${words.rotas.fourWeeks} (${zone})`}</summary>
      <table className="grid shifts">
        <thead>
          <tr>
            <th scope="col">{words.rotas.who}</th>
            <th scope="col">{words.rotas.when}</th>
            <th scope="col">{words.rotas.note}</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map((shift) => (
            <Row key={shift.from} {...{ shift, zone }} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Row({ shift, zone }: { readonly shift: ShiftDocument; readonly zone: string }) {
  const { clock } = useParts();
  const { words, formats } = useWords();
  const { person, from, to, override } = shift;
  const when = useClock(clock, (now) => {
    const moment = (at: string) => formats.dayAndTime(Date.parse(at), zone, now);
    return words.rotas.span({ from: moment(from), until: moment(to) });
  });
  return (
    <tr>
      <th scope="row">{person.name}</th>
      <td className="figures">{when}</td>
      <td>{override !== null && words.rotas.standsIn({ reason: override.reason })}</td>
    </tr>
  );
}
