import type { Presence } from "@vigie/shared/machine.ts";
import { useWords } from "../words/words.tsx";

const SHAPES: Readonly<Record<Presence, string>> = {
  waiting: "unknown",
  online: "fine",
  silent: "attention",
  down: "unknown",
  offline: "broken",
};

/** Whether a machine is heard of, in a shape and a word. */
export function PresenceMark({ presence }: { readonly presence: Presence }) {
  const { words } = useWords();
  return (
    <span className="presence" data-presence={presence}>
      <span className={`shape shape-${SHAPES[presence]}`} />
      {words.machine.presence[presence]}
    </span>
  );
}
