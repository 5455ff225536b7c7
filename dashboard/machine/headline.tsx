import type { MachineDetail } from "@vigie/shared/machine.ts";
import { ClassIcon } from "../machines/class-icon.tsx";
import { LastReport } from "../machines/last-report.tsx";
import { PresenceMark } from "../machines/presence-mark.tsx";
import { useWords } from "../words/words.tsx";

/** Which machine it is, whose, where, and whether it is heard of. */
export function Headline(props: {
  readonly detail: MachineDetail;
  readonly summary: Pick<MachineDetail, "name" | "class" | "presence" | "lastReportAt" | "covered">;
  readonly isSample: boolean;
}) {
  const { detail, summary, isSample } = props;
  const { words, formats } = useWords();
  const skew = detail.clockSkewSeconds;
  return (
    <div className="headline">
      <h1>
        <ClassIcon of={summary.class} size={26} />
        {summary.name}
      </h1>
      <p className="headline-where">
        {detail.customer.name}
        {" · "}
        {detail.site?.name ?? words.machine.noSite}
        {isSample && <span className="tag">{words.machine.sample}</span>}
      </p>
      <p className="headline-state">
        <PresenceMark presence={summary.presence} />
        <span className="muted">
          <LastReport at={summary.lastReportAt} zone={detail.timeZone} />
        </span>
      </p>
      {!summary.covered && (
        <p className="headline-note">
          <span className="shape shape-unknown" />
          {words.machine.notCovered}
        </p>
      )}
      {skew !== null && (
        <p className="headline-note">
          <span className="shape shape-attention" />
          {words.machine.clockSkew({ age: formats.duration(Math.abs(skew)) })}
        </p>
      )}
    </div>
  );
}
