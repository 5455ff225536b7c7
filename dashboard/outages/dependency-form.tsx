import type { CustomerDocument } from "@vigie/shared/estate.ts";
import { useState } from "react";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { useMachinesOf } from "../desk/customer.ts";
import { Choice, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

const NOTHING = { machineId: "", behindId: "" };

type Filled = typeof NOTHING;

/** A machine, and the one of the same customer that it is behind. */
export function DependencyForm({ onDone }: { readonly onDone: () => void }) {
  const { noise } = useParts().api;
  const { words } = useWords();
  const [customer, setCustomer] = useState<CustomerDocument>();
  const [filled, setFilled] = useState(NOTHING);
  const [isTried, setTried] = useState(false);
  const isSaid = filled.machineId !== "" && filled.behindId !== "";
  const adding = useSigned({
    work: (_input, by) => noise.addDependency({ ...filled, by }),
    refreshes: ["dependencies", "alerts"],
    onDone,
  });
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
      <Machines {...{ customer, filled, isTried }} onFill={setFilled} />
      <FormEnd of={adding} label={words.outages.keep} onLeave={onDone} />
    </form>
  );
}

/** Two different machines of the customer. */
function Machines(props: {
  readonly customer: CustomerDocument | undefined;
  readonly filled: Filled;
  readonly isTried: boolean;
  readonly onFill: (filled: Filled) => void;
}) {
  const { customer, filled, isTried, onFill } = props;
  const { words } = useWords();
  const machines = toOptions(useMachinesOf(customer));
  const choice = (name: keyof Filled, other: keyof Filled) => ({
    value: filled[name],
    error: isTried && filled[name] === "" && words.start.needed,
    options: withNone(
      words.desk.choose,
      machines.filter(({ value }) => value !== filled[other]),
    ),
    onChoose: (id: string) => onFill({ ...filled, [name]: id }),
  });
  return (
    <>
      <Choice label={words.outages.machine} {...choice("machineId", "behindId")} />
      <Choice label={words.outages.behindMachine} {...choice("behindId", "machineId")} />
    </>
  );
}
