import { useHealth } from "../queries.ts";
import { Mark } from "../shell/mark.tsx";
import { useWords } from "../words/words.tsx";

/** The first page of all: what is to be done for a machine to appear. */
export function NoMachine() {
  const { words } = useWords();
  const { data: health } = useHealth();
  return (
    <div className="empty">
      <Mark size={48} />
      <h1>{words.list.emptyTitle}</h1>
      <p>{health?.sample === true ? words.list.emptySample : words.list.empty}</p>
    </div>
  );
}
