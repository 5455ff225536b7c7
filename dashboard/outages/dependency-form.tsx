import type { CustomerDocument } from "@vigie/shared/estate.ts";
import { useState } from "react";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { useMachinesOf } from "../desk/customer-machines.ts";
import { Choice, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

const NOTHING = { machineId: "", behindId: "" };

/** A machine, and the one of the same customer that it is behind. */
export function DependencyForm({ onDone }: { readonly onDone: () => void }) {
  const { noise } = useParts().api;
  const { words } = useWords();
  const [customer, setCustomer] = useState<CustomerDocument>();
  const [filled, setFilled] = useState(NOTHING);
  const [isTried, setTried] = useState(false);
  const machines = toOptions(useMachinesOf(customer));
  const { machineId, behindId } = filled;
  const isSaid = machineId !== "" && behindId !== "";
  const adding = useSigned({
    work: (_input, by) => noise.addDependency({ ...filled, by }),
    refreshes: ["dependencies", "alerts"],
    onDone,
  });
  const lacking = (id: string) => isTried && id === "" && words.start.needed;
  const without = (id: string) =>
    withNone(
      words.desk.choose,
      machines.filter(({ value }) => value !== id),
    );
  return (
    <form
      className="settings-form section"
      aria-labelledby="behind-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (isSaid) adding.run();
      }}
    >
      <h2 id="behind-form">{words.outages.newBehind}</h2>
      <CustomerChoice
        chosen={customer}
        problem={isTried && customer === undefined && words.start.needed}
        onChoose={(chosen) => {
          setCustomer(chosen);
          setFilled(NOTHING);
        }}
      />
      <Choice
        label={words.outages.machine}
        value={machineId}
        error={lacking(machineId)}
        options={without(behindId)}
        onChoose={(id) => setFilled({ ...filled, machineId: id })}
      />
      <Choice
        label={words.outages.behindMachine}
        value={behindId}
        error={lacking(behindId)}
        options={without(machineId)}
        onChoose={(id) => setFilled({ ...filled, behindId: id })}
      />
      <FormEnd of={adding} label={words.outages.keep} onLeave={onDone} />
    </form>
  );
}
