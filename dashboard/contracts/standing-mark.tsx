import { useWords } from "../words/words.tsx";
import type { Standing } from "./term-words.ts";

const SHAPES: Readonly<Record<Standing, string>> = {
  draft: "pending",
  not_started: "pending",
  in_force: "fine",
  notice_given: "attention",
  ended: "unknown",
};

/** Where a contract stands, in a shape and a word. */
export function StandingMark({ standing }: { readonly standing: Standing }) {
  const { words } = useWords();
  return (
    <span className="standing">
      <span className={`shape shape-${SHAPES[standing]}`} />
      {words.contracts.state[standing]}
    </span>
  );
}
