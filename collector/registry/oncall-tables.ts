import type { CustomerNoticesRow } from "./customer-notices-port.ts";
import type { Flag, Json } from "./estate-tables.ts";
import type { CalendarKeyRow, EscalationPolicyRow, RotaRow, WatchRow } from "./oncall-port.ts";

/** The tables of who is on call, who is woken, and what customers are told, as Kysely sees them. */

type Tenant = { readonly customerId: string };

export type OnCallTables = {
  readonly rota: Omit<RotaRow, "active" | "plans" | "overrides"> & {
    readonly active: Flag;
    readonly plans: Json;
    readonly overrides: Json;
  };
  readonly calendarKey: CalendarKeyRow;
  readonly escalationPolicy: Pick<EscalationPolicyRow, "id" | "key" | "name" | "version"> & {
    readonly enabled: Flag;
    readonly removed: Flag;
    readonly document: Json;
  };
  readonly escalationWatch: Tenant & WatchRow & { readonly lookAgain: Flag };
  readonly customerNotices: Tenant &
    Omit<CustomerNoticesRow, "kinds" | "unasked"> & {
      readonly kinds: Json;
      readonly unasked: Flag;
    };
};
