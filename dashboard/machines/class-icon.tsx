import {
  IconCloudComputing,
  IconDeviceDesktop,
  IconDeviceLaptop,
  IconServer,
} from "@tabler/icons-react";
import type { MachineClass } from "@vigie/shared/machine.ts";
import { useWords } from "../words/words.tsx";

const ICONS = {
  server: IconServer,
  workstation: IconDeviceDesktop,
  laptop: IconDeviceLaptop,
  virtual: IconCloudComputing,
} satisfies Record<MachineClass, unknown>;

/** What kind of machine it is; the word is for whoever cannot see the drawing. */
export function ClassIcon(props: { readonly of: MachineClass; readonly size: number }) {
  const { words } = useWords();
  const Icon = ICONS[props.of];
  const name = words.machine.class[props.of];
  return (
    <span className="class-icon" title={name}>
      <Icon size={props.size} stroke={1.5} aria-hidden="true" />
      <span className="unseen">{name}</span>
    </span>
  );
}
