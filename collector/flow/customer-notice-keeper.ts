import type {
  CustomerNoticesDocument,
  CustomerNoticesWish,
} from "@vigie/shared/customer-notices.ts";
import { USUAL_NOTICES } from "../domain/customer-notice.ts";
import type { Tables } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";

/**
 * What the customer of a contract is told by itself, where that is to be otherwise than usual. Refuses
 * with `not_found` or `version_conflict`; the version of what is usual is 0.
 */
export interface CustomerNoticeKeeper {
  set(contractId: string, wish: CustomerNoticesWish, version: number): Promise<Outcome>;
  /** Back to the usual. */
  reset(contractId: string, version: number): Promise<Outcome>;
}

const USUAL_VERSION = 0;

export function createCustomerNoticeKeeper({
  ledger,
}: {
  readonly ledger: Ledger;
}): CustomerNoticeKeeper {
  return {
    set: (contractId, wish, version) =>
      ledger.write(async ({ unit: { contracts, customerNotices } }): Promise<Outcome> => {
        if ((await contracts.findContract(contractId)) === undefined) return notFound(contractId);
        const before = await customerNotices.ofContract(contractId);
        const standing = before?.version ?? USUAL_VERSION;
        if (standing !== version) return conflict(standing);
        const row = { ...wish, contractId };
        if (before !== undefined) await customerNotices.change({ ...row, version });
        else await customerNotices.add({ ...row, version: USUAL_VERSION + 1 });
        return { done: true };
      }),

    reset: (contractId, version) =>
      ledger.write(async ({ unit: { contracts, customerNotices } }): Promise<Outcome> => {
        if ((await contracts.findContract(contractId)) === undefined) return notFound(contractId);
        const standing = (await customerNotices.ofContract(contractId))?.version ?? USUAL_VERSION;
        if (standing !== version) return conflict(standing);
        await customerNotices.remove(contractId, version);
        return { done: true };
      }),
  };
}

/** As the API says it. */
export async function customerNoticesOf(
  { customerNotices }: Pick<Tables, "customerNotices">,
  contractId: string,
): Promise<CustomerNoticesDocument> {
  const row = await customerNotices.ofContract(contractId);
  if (row === undefined) return { ...USUAL_NOTICES, isDefault: true, version: USUAL_VERSION };
  const { kinds, unasked, version } = row;
  return { kinds, unasked, isDefault: false, version };
}
