import { MACHINE_CLASSES } from "@vigie/shared/machine.ts";
import { useSites } from "../contracts/questions.ts";
import { Checks } from "../desk/checks.tsx";
import { Chip } from "../desk/chip.tsx";
import { useMachinesOf } from "../desk/customer.ts";
import { Choice, TextField, toChoices, toOptions, withNone } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";
import type { Filling } from "./window-form.tsx";

/** On which machines; where nothing is chosen, on all of the customer's. */
export function WindowScope({ filled, fill }: Filling) {
  const { words } = useWords();
  const id = filled.customer?.id;
  const sites = useSites(id ?? "", id !== undefined);
  const options = toOptions(sites.data?.items ?? []);
  return (
    <>
      {options.length > 0 && (
        <Checks
          legend={words.windows.sites}
          options={options}
          chosen={filled.siteIds}
          onChoose={(siteIds) => fill({ siteIds })}
        />
      )}
      <Checks
        legend={words.windows.classes}
        options={toChoices(MACHINE_CLASSES, words.machine.class)}
        chosen={filled.classes}
        onChoose={(classes) => fill({ classes })}
      />
      <Machines {...{ filled, fill }} />
      <TextField
        label={words.windows.tags}
        description={words.windows.meetsAll}
        value={filled.tags}
        maxLength={500}
        onText={(tags) => fill({ tags })}
      />
    </>
  );
}

/** Machines by their name; each that was chosen can be taken out again. */
function Machines({ filled, fill }: Filling) {
  const { words } = useWords();
  const { machineIds } = filled;
  const machines = toOptions(useMachinesOf(filled.customer));
  if (machines.length === 0) return null;
  const others = machines.filter(({ value }) => !machineIds.includes(value));
  return (
    <div>
      <Choice
        label={words.windows.machines}
        value=""
        options={withNone(words.windows.addMachine, others)}
        onChoose={(id) => fill({ machineIds: id === "" ? machineIds : [...machineIds, id] })}
      />
      <p className="chips">
        {machines
          .filter(({ value }) => machineIds.includes(value))
          .map(({ value, label }) => (
            <Chip
              key={value}
              says={label}
              takes={words.windows.takeOut}
              onTake={() => fill({ machineIds: machineIds.filter((id) => id !== value) })}
            />
          ))}
      </p>
    </div>
  );
}
