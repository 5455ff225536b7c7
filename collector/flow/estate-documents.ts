import { HOLIDAY_SETS } from "@vigie/shared/calendar.ts";
import type {
  ContactDocument,
  CustomerDocument,
  EquipmentDocument,
  SiteDocument,
} from "@vigie/shared/estate.ts";
import type { ContactRow, CustomerRow, EquipmentRow, SiteRow } from "../registry/registry.ts";
import { toInstant } from "./documents.ts";

/** Customers and what is theirs as the API says them. */

export function toCustomer(row: CustomerRow): CustomerDocument {
  const { id, version, name, kind, language, reference, sample } = row;
  return { id, version, name, kind, language, reference, sample };
}

/** A set that there is no longer is none: its days are known to nobody. */
export function toSite(row: SiteRow): SiteDocument {
  const { id, version, customerId, name, reference, address, position, timeZone } = row;
  const holidaySet = HOLIDAY_SETS.find((set) => set === row.holidaySet) ?? null;
  return { id, version, customerId, name, reference, address, position, timeZone, holidaySet };
}

export function toContact(row: ContactRow): ContactDocument {
  const { id, version, customerId, name, reference, siteId } = row;
  const { email, phone, role, language, notices } = row;
  return {
    id,
    version,
    customerId,
    name,
    reference,
    siteId,
    email,
    phone,
    role,
    language,
    notices,
  };
}

export function toEquipment({ retiredAtMs, tags, ...row }: EquipmentRow): EquipmentDocument {
  return {
    id: row.id,
    version: row.version,
    customerId: row.customerId,
    name: row.name,
    kind: row.kind,
    reference: row.reference,
    siteId: row.siteId,
    manufacturer: row.manufacturer,
    model: row.model,
    serial: row.serial,
    warrantyEndsOn: row.warrantyEndsOn,
    location: row.location,
    tags: [...tags],
    retiredAt: retiredAtMs === null ? null : toInstant(retiredAtMs),
  };
}
