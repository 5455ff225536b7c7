import type { Unit } from "../../collector/registry/registry.ts";
import { customer, equipment } from "../contract/registry/rows.ts";
import { CUSTOMER, idOf, MACHINE } from "./office.ts";

/** What is asked for in the office, and somebody else's things that must not be named there. */

export const ABOUT = {
  customerId: CUSTOMER,
  machineId: MACHINE,
  type: "incident",
  impact: "high",
  urgency: "high",
  channel: "phone",
};
export const WISH = { ...ABOUT, by: "Ana", title: "The till prints nothing" };

export const THEIRS = {
  customer: idOf("cus", 9),
  site: idOf("sit", 9),
  machine: idOf("mac", 9),
  equipment: idOf("eqp", 9),
  contact: idOf("ctc", 9),
};

/** Another customer, with one of everything. */
export async function addNeighbour({ estate }: Unit): Promise<void> {
  const customerId = THEIRS.customer;
  await estate.addCustomer(customer({ id: customerId, name: "Voisin", sample: false }));
  await estate.addSite({
    id: THEIRS.site,
    customerId,
    name: "Chez eux",
    timeZone: "Europe/Paris",
    holidaySet: null,
  });
  await estate.addContact({ id: THEIRS.contact, customerId, name: "Zoé" });
  await estate.addMachine({
    id: THEIRS.machine,
    customerId,
    siteId: THEIRS.site,
    name: "Leur poste",
    class: "workstation",
    classChosen: false,
  });
  const printer = { id: THEIRS.equipment, customerId, siteId: THEIRS.site };
  await estate.saveEquipment([equipment({ ...printer, name: "Leur imprimante" })]);
}
