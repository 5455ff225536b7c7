import type { CustomerNoticesWish } from "@vigie/shared/customer-notices.ts";

/** What the customers of a contract are told by itself, where that is not the usual. */
export type CustomerNoticesRow = CustomerNoticesWish & {
  readonly contractId: string;
  readonly version: number;
};

export interface CustomerNotices {
  ofContract(contractId: string): Promise<CustomerNoticesRow | undefined>;
  add(row: CustomerNoticesRow): Promise<void>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  change(row: CustomerNoticesRow): Promise<boolean>;
  /** Back to the usual; false = it is gone, or was changed meanwhile. */
  remove(contractId: string, version: number): Promise<boolean>;
  /** Contacts of a customer who are told of all of its tickets and have an address, by id. */
  toldOfAll(customerId: string, limit: number): Promise<{ readonly id: string }[]>;
}
