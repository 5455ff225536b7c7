import { useMutation } from "@tanstack/react-query";
import type { ContractWish } from "@vigie/shared/contract-acts.ts";
import type { TemplateSummary } from "@vigie/shared/contract-template.ts";
import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { Language } from "@vigie/shared/problems.ts";
import { useState } from "react";
import { navigate, toContract } from "../address.ts";
import { useParts } from "../parts.tsx";
import { useRefresh } from "../queries.ts";
import { useWords } from "../words/words.tsx";

/** What somebody fills in to start a contract; what is left out follows from the rest. */
export type Filled = {
  readonly template: TemplateSummary | undefined;
  readonly without: NonNullable<ContractWish["without"]>;
  readonly customer: CustomerDocument | undefined;
  readonly number: string;
  /** undefined = as the template is called. */
  readonly name: string | undefined;
  /** undefined = the customer's. */
  readonly language: Language | undefined;
};

type Wish = Omit<ContractWish, "customerId"> & {
  readonly customerId: string | undefined;
  readonly language: Language;
};

export type Start = {
  readonly filled: Filled;
  readonly fill: (changes: Partial<Filled>) => void;
  /** What would be asked of the collector. */
  readonly wish: Wish;
  /** Whether a field was left empty when somebody tried. */
  readonly isLacking: (field: "customer" | "number" | "name") => boolean;
  readonly create: () => void;
  readonly isBusy: boolean;
  readonly error: Error | null;
};

export function useStart(templates: readonly TemplateSummary[]): Start {
  const { api } = useParts();
  const { language } = useWords();
  const refresh = useRefresh();
  const [filled, setFilled] = useState<Filled>({
    template: templates[0],
    without: [],
    customer: undefined,
    number: "",
    name: undefined,
    language: undefined,
  });
  const [isTried, setTried] = useState(false);
  const wish = toWish(filled, language);
  const isThere = {
    customer: wish.customerId !== undefined,
    number: wish.number !== "",
    name: wish.name !== "",
  };
  const starting = useMutation({
    mutationFn: (whole: ContractWish) => api.contracts.start(whole),
    onSuccess: async ({ document: { id, version } }) => {
      await refresh("contracts");
      const { number } = version;
      navigate(toContract(id, number));
    },
  });

  function create(): void {
    setTried(true);
    const { customerId } = wish;
    if (customerId === undefined || !isThere.number || !isThere.name) return;
    starting.mutate({ ...wish, customerId });
  }

  return {
    filled,
    fill: (changes) => setFilled({ ...filled, ...changes }),
    wish,
    isLacking: (field) => isTried && !isThere[field],
    create,
    isBusy: starting.isPending,
    error: starting.error,
  };
}

/** A contract is called as its template and speaks its customer's language, unless one says otherwise. */
export function toWish(filled: Filled, reading: Language): Wish {
  const { customer, template, without } = filled;
  const language = filled.language ?? customer?.language ?? reading;
  const name = filled.name ?? template?.name[language] ?? "";
  return {
    customerId: customer?.id,
    number: filled.number.trim(),
    name: name.trim(),
    language,
    ...(template !== undefined && { template: template.key, without }),
  };
}
