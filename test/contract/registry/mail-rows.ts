import type { MailRow } from "../../../collector/registry/registry.ts";

/** Mails for the registry's suites: a test changes what it is about. */
export const mail = (change: Partial<MailRow> = {}): MailRow => {
  const id = change.id ?? "eml_1";
  return {
    id,
    state: "triage",
    reason: "unknown_sender",
    detail: null,
    route: null,
    contentHash: `hash of ${id}`,
    messageId: `<${id}@bakery.example>`,
    receivedAtMs: 1_000,
    takenAtMs: 2_000,
    sentAtMs: null,
    fromName: "Marie",
    fromAddress: "marie@bakery.example",
    toAddresses: ["support@provider.example"],
    subject: "Caisse",
    authentication: "none",
    text: "Bonjour",
    quoted: null,
    isCut: false,
    hasHtml: true,
    attachments: [{ name: "écran.png", mediaType: "image/png", bytes: 4 }],
    blockedImages: 2,
    bytes: 100,
    headers: null,
    customerId: null,
    contactId: null,
    ticketId: null,
    decidedBy: null,
    sourceHash: null,
    place: null,
    isFiled: true,
    version: 1,
    ...change,
  };
};
