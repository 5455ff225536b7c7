import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import {
  CUSTOMER_NOTICE_KINDS,
  type CustomerNoticesDocument,
  type CustomerNoticesWish,
} from "@vigie/shared/customer-notices.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check, Checks } from "../desk/checks.tsx";
import { toChoices } from "../desk/fields.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** What the customer of a contract is told of its tickets by mail. */
export function CustomerNotices({ contractId }: { readonly contractId: string }) {
  const { onCall } = useParts().api;
  const { words } = useWords();
  const { data, error } = useQuery({
    queryKey: ["customer-notices", contractId],
    queryFn: ({ signal }) => onCall.customerNotices(contractId, signal),
  });
  return (
    <section className="section" aria-labelledby="customer-notices-title">
      <h2 id="customer-notices-title">{words.customerNotices.title}</h2>
      <p className="small muted">{words.customerNotices.about}</p>
      {data !== undefined && <Setting key={data.version} contractId={contractId} notices={data} />}
      <ActProblem error={error} />
    </section>
  );
}

function Setting(props: {
  readonly contractId: string;
  readonly notices: CustomerNoticesDocument;
}) {
  const { contractId, notices } = props;
  const { isDefault } = notices;
  const { words } = useWords();
  const [filled, setFilled] = useState<CustomerNoticesWish>(() => ({
    kinds: notices.kinds,
    unasked: notices.unasked,
  }));
  const { saving, resetting } = useSetting(contractId, notices.version);
  return (
    <form
      className="customer-notices"
      onSubmit={(submit) => {
        submit.preventDefault();
        saving.run(filled);
      }}
    >
      <Checks
        legend={isDefault ? words.customerNotices.usual : words.customerNotices.own}
        options={toChoices(CUSTOMER_NOTICE_KINDS, words.customerNotices.kind)}
        chosen={filled.kinds}
        onChoose={(kinds) => setFilled({ ...filled, kinds: [...kinds] })}
      />
      <Check
        label={words.customerNotices.unasked}
        checked={filled.unasked}
        onChange={(unasked) => setFilled({ ...filled, unasked })}
      />
      <div className="buttons">
        <Button type="submit" size="xs" variant="default" loading={saving.isBusy}>
          {words.desk.save}
        </Button>
        {!isDefault && (
          <Button size="xs" variant="subtle" onClick={() => resetting.run()}>
            {words.customerNotices.reset}
          </Button>
        )}
      </div>
      <ActProblem error={saving.error ?? resetting.error} />
    </form>
  );
}

function useSetting(contractId: string, version: number) {
  const { onCall } = useParts().api;
  const refreshes = ["customer-notices"];
  const saving = useSaving<CustomerNoticesWish>({
    work: (wish) => onCall.setCustomerNotices(contractId, version, wish),
    refreshes,
  });
  const resetting = useSaving({
    work: () => onCall.resetCustomerNotices(contractId, version),
    refreshes,
  });
  return { saving, resetting };
}
