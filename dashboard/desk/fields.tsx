import {
  NativeSelect,
  type NativeSelectProps,
  TextInput,
  type TextInputProps,
} from "@mantine/core";

/** Fields that tell what they hold, instead of an event. */

/** One line of text. */
export function TextField(
  props: Omit<TextInputProps, "onChange" | "value"> & {
    readonly value: string;
    readonly onText: (text: string) => void;
  },
) {
  const { onText, ...rest } = props;
  return <TextInput {...rest} onChange={({ currentTarget }) => onText(currentTarget.value)} />;
}

export type Option<Value extends string> = { readonly value: Value; readonly label: string };

/** One of a few things. */
export function Choice<Value extends string>(
  props: Omit<NativeSelectProps, "onChange" | "value" | "data"> & {
    readonly value: Value;
    readonly options: readonly Option<Value>[];
    readonly onChoose: (value: Value) => void;
  },
) {
  const { options, onChoose, ...rest } = props;
  return (
    <NativeSelect
      {...rest}
      data={[...options]}
      onChange={({ currentTarget }) => {
        const chosen = options.find(({ value }) => value === currentTarget.value);
        if (chosen !== undefined) onChoose(chosen.value);
      }}
    />
  );
}

/** Words that stand for values, as options in the order of the values. */
export function toChoices<Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<Value, string>>,
): Option<Value>[] {
  return values.map((value) => ({ value, label: labels[value] }));
}

/** Things with a name, as options. */
export function toOptions(
  some: readonly { readonly id: string; readonly name: string }[],
): Option<string>[] {
  return some.map(({ id, name }) => ({ value: id, label: name }));
}

/** The same with the choice of none before them. */
export function withNone<Value extends string>(
  none: string,
  options: readonly Option<Value>[],
): Option<Value | "">[] {
  return [{ value: "", label: none }, ...options];
}
