import type { ContractClauses } from "@vigie/shared/contract.ts";
import { newId } from "../../collector/ids.ts";
import type { ContactRow } from "../../collector/registry/registry.ts";
import type { Story } from "./journey.ts";

/** What the customer of a story agreed on, and who they are, where a story is about requests. */

/** An amendment: from now on these clauses are otherwise. Returns the version's id. */
export async function agreeOn(story: Story, change: Partial<ContractClauses>): Promise<string> {
  return story.write(async ({ unit: { contracts }, draft }) => {
    const last = (await contracts.versions()).at(-1);
    if (last === undefined) throw new Error("the story has no contract");
    const contract = await contracts.findContract(last.contractId);
    const id = newId("cov");
    await contracts.addVersion({
      ...last,
      id,
      number: last.number + 1,
      effectiveFromMs: story.now().epochMilliseconds,
      clauses: { ...last.clauses, ...change },
      texts: {},
      variables: [],
      reviewed: [],
    });
    draft.coverageOf.add(contract?.customerId ?? "");
    return id;
  });
}

/** The id of the story's customer. */
export async function customerOf(story: Story): Promise<string> {
  const [customer] = await story.read().estate.customerList({ sort: "id", limit: 1 });
  if (customer === undefined) throw new Error("the story has no customer");
  return customer.id;
}

/** The story's contract counts by this calendar. */
export async function officeOf(story: Story): Promise<string> {
  const [calendar] = await story.read().contracts.calendarVersions();
  if (calendar === undefined) throw new Error("the story has no calendar");
  return calendar.calendarId;
}

/** Camille, who asks for things. */
export async function addCamille(story: Story): Promise<ContactRow> {
  const customerId = await customerOf(story);
  const id = newId("ctc");
  await story.write(({ unit }) => unit.estate.addContact({ id, customerId, name: "Camille" }));
  const [camille] = await story.read().estate.contactList({ ids: [id], sort: "id", limit: 1 });
  if (camille === undefined) throw new Error("Camille was not kept");
  return camille;
}
