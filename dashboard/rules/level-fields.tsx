import { TextField } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";
import type { FilledLevels, Level } from "./levels.ts";

/** A field for each level, with the unit in which it is written. */
export function LevelFields(props: {
  readonly levels: readonly Level[];
  readonly filled: FilledLevels;
  readonly onFill: (filled: FilledLevels) => void;
}) {
  const { levels, filled, onFill } = props;
  const { words } = useWords();
  return levels.map(({ name, unit }) => (
    <TextField
      key={name}
      size="xs"
      inputMode="decimal"
      label={words.rules.levelIn({
        level: words.rules.levels[name],
        unit: words.rules.units[unit],
      })}
      value={filled[name] ?? ""}
      maxLength={20}
      onText={(text) => onFill({ ...filled, [name]: text })}
    />
  ));
}
