import type { ProbeState } from "@vigie/shared/machine.ts";
import { useWords } from "../words/words.tsx";

/** What this machine cannot tell, and why: absent is not failed, and neither is zero. */
export function ProbeStates({ probes }: { readonly probes: readonly ProbeState[] }) {
  const { words } = useWords();
  if (probes.length === 0) return null;
  return (
    <section className="section" aria-labelledby="probes-title">
      <h2 id="probes-title">{words.machine.probes}</h2>
      <ul className="plain-list">
        {probes.map(({ probe, outcome, reason }) => {
          const isFailed = outcome === "failed";
          const says = isFailed ? words.machine.probeFailed : words.machine.probeUnsupported;
          return (
            <li key={probe} className="row">
              <span className={isFailed ? "shape shape-attention" : "shape shape-unknown"} />
              <div>
                <p>{words.probes[probe] ?? probe}</p>
                <p className="muted small">
                  {`${says} (${words.reasons[reason] ?? reason.replaceAll("_", " ")})`}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
