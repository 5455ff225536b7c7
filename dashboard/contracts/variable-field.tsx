import { TextInput } from "@mantine/core";
import type { ContractVariable } from "@vigie/shared/contract-version.ts";
import type { Language } from "@vigie/shared/problems.ts";
import { useState } from "react";
import { useWords } from "../words/words.tsx";

type Value = ContractVariable["value"];

/** One blank of a contract, in the unit that a person thinks in: euros and not cents. */
export function VariableField(props: {
  readonly variable: ContractVariable;
  /** Of the contract: its labels are written in it. */
  readonly language: Language;
  readonly currency: string;
  readonly onChange: (value: Value) => void;
}) {
  const { variable, language, currency, onChange } = props;
  const { kind, label, value } = variable;
  const { words, formats } = useWords();
  const scale = scaleOf(kind, formats.minorUnits(currency));
  // What is being typed need not be a number yet: it stays as it is typed.
  const [typed, setTyped] = useState(() => toTyped(value, scale));
  const unit = { cents: currency, basis_points: "%", text: "", integer: "", date: "" }[kind];
  return (
    <TextInput
      label={
        <>
          <span lang={language}>{label}</span>
          {value === null && <span className="to-fill-mark">{words.draft.toFill}</span>}
        </>
      }
      className={value === null ? "to-fill" : undefined}
      type={kind === "text" ? "text" : kindOfField(kind)}
      {...(kind !== "text" && kind !== "date" && { min: 0, step: 1 / scale })}
      {...(unit !== "" && {
        rightSection: <span className="muted">{unit}</span>,
        rightSectionWidth: 52,
      })}
      value={typed}
      maxLength={TEXT_LENGTH_MAX}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onChange(toValue(kind, currentTarget.value, scale));
      }}
    />
  );
}

const TEXT_LENGTH_MAX = 1_000;
const SHARE_SCALE = 100;

function kindOfField(kind: ContractVariable["kind"]): "date" | "number" {
  return kind === "date" ? "date" : "number";
}

/** How many of what is kept make one of what is typed. */
export function scaleOf(kind: ContractVariable["kind"], minorUnits: number): number {
  if (kind === "cents") return minorUnits;
  return kind === "basis_points" ? SHARE_SCALE : 1;
}

function toTyped(value: Value, scale: number): string {
  if (value === null) return "";
  return typeof value === "number" ? String(value / scale) : value;
}

/** What was typed as it is kept; null = nothing that could be kept. */
export function toValue(kind: ContractVariable["kind"], typed: string, scale: number): Value {
  const text = typed.trim();
  if (text === "") return null;
  if (kind === "text" || kind === "date") return text;
  const kept = Math.round(Number(text) * scale);
  return Number.isSafeInteger(kept) && kept >= 0 ? kept : null;
}
