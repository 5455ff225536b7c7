import "./contracts.css";
import { ContractList } from "./contract-list.tsx";
import { ContractPage } from "./contract-page.tsx";
import { DiffPage } from "./diff-page.tsx";
import { NewContract } from "./new-contract.tsx";
import type { ContractsPlace } from "./place.ts";

/** The pages about contracts, which are loaded when somebody first goes there. */
export function ContractPages({ place }: { readonly place: ContractsPlace }) {
  switch (place.page) {
    case "list":
      return <ContractList search={place.search} cursor={place.cursor} />;
    case "new":
      return <NewContract />;
    case "diff":
      return <DiffPage contractId={place.contractId} range={{ from: place.from, to: place.to }} />;
    case "contract":
      return <ContractPage contractId={place.contractId} number={place.number} />;
  }
}
