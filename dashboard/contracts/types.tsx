import { useWords } from "../words/words.tsx";
import { Clause } from "./clause.tsx";
import { type ContractReading, clausesOf } from "./reading.ts";

/** Which kinds of work the contract holds. */
export function MaintenanceTypes({ reading }: { readonly reading: ContractReading }) {
  const { words, formats } = useWords();
  const { types } = clausesOf(reading);
  return (
    <Clause of="types" reading={reading}>
      <p>{formats.list(types.map((type) => words.clauses.types[type]))}</p>
    </Clause>
  );
}
