import { TextField } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";
import type { FilledLevels, Level } from "./levels.ts";

/** A field for each level, with the unit in which it is written. */
export function LevelFields(props: {
  readonly levels: readonly Level[];
  readonly filled: FilledLevels;
  /** Whether what is measured counts by the hour. */
  readonly isRate?: boolean;
  /** Whether somebody tried to keep it: then what is empty says so. */
  readonly isTried?: boolean;
  readonly onFill: (filled: FilledLevels) => void;
}) {
  const { levels, filled, isRate = false, isTried = false, onFill } = props;
  const { words } = useWords();
  const { rules } = words;
  const unitOf = ({ name, unit }: Level): string => {
    const own = rules.units[unit];
    return isRate && name !== "holdForSeconds" ? rules.anHour({ unit: own }) : own;
  };
  return levels.map((level) => {
    const text = filled[level.name] ?? "";
    return (
      <TextField
        key={level.name}
        size="xs"
        inputMode="decimal"
        label={rules.levelIn({ level: rules.levels[level.name], unit: unitOf(level) })}
        value={text}
        maxLength={20}
        error={isTried && text.trim() === "" && words.start.needed}
        onText={(said) => onFill({ ...filled, [level.name]: said })}
      />
    );
  });
}
