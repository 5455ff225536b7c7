import { NativeSelect } from "@mantine/core";

/** A time zone by its name; one that this browser does not know stays as it is. */
export function ZoneChoice(props: {
  readonly label: string;
  readonly zone: string;
  readonly onChoose: (zone: string) => void;
}) {
  const { label, zone, onChoose } = props;
  const known = Intl.supportedValuesOf("timeZone");
  return (
    <NativeSelect
      label={label}
      value={zone}
      data={known.includes(zone) ? known : [zone, ...known]}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    />
  );
}
