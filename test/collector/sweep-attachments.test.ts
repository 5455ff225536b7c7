import { utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openAttachmentFolder } from "../../collector/attachments/folder.ts";
import type { AttachmentStore } from "../../collector/attachments/store.ts";
import { ATTACHMENT_WAITS_MS, sweepAttachments } from "../../collector/sweep-attachments.ts";
import { type ApiServer, startApiServer } from "../support/api-server.ts";
import { uploaded } from "../support/forms.ts";
import { jsonOf } from "../support/json-requests.ts";
import { OPENED_MS, TICKET } from "../support/office.ts";

let server: ApiServer;
let files: AttachmentStore;
beforeEach(async () => {
  server = await startApiServer();
  files = await openAttachmentFolder(server.filesFolder);
});
afterEach(() => server.close());

const { add } = jsonOf(() => server);
const keep = (content: string) => uploaded(server, content);
const find = (id: string) => server.registry.read.attachments.find(id);
const sweepAt = (nowMs: number) => sweepAttachments({ registry: server.registry, files }, nowMs);

async function hashOf(id: string): Promise<string> {
  const row = await find(id);
  if (row === undefined) throw new Error(`${id} is not kept`);
  return row.sha256;
}

/** Makes bytes as old as what came with the office. */
function age(hash: string): void {
  const seconds = OPENED_MS / 1_000;
  utimesSync(join(server.filesFolder, hash.slice(0, 2), hash), seconds, seconds);
}

test("what no line took within a day is forgotten with its bytes; the rest stays", async () => {
  const said = await keep("said");
  await add(`/api/tickets/${TICKET}/comments`, { by: "Ana", text: "a", attachmentIds: [said] });
  const unsaid = await keep("unsaid");
  const twin = await keep("said");
  const [kept, forgotten] = [await hashOf(said), await hashOf(unsaid)];
  for (const hash of [kept, forgotten]) age(hash);

  await sweepAt(OPENED_MS + ATTACHMENT_WAITS_MS);
  expect(await find(unsaid)).toBeDefined();

  await sweepAt(OPENED_MS + ATTACHMENT_WAITS_MS + 1);
  expect([await find(unsaid), await find(twin)]).toEqual([undefined, undefined]);
  expect(await files.open(forgotten)).toBeUndefined();
  expect(await find(said)).toBeDefined();
  expect((await files.open(kept))?.bytes).toBe(4);
});

test("bytes that no row ever named go, but not while they are young", async () => {
  const { sha256 } = await files.put(stray(), 100);
  await sweepAt(OPENED_MS);
  expect(await files.open(sha256)).toBeDefined();
  age(sha256);
  await sweepAt(OPENED_MS + ATTACHMENT_WAITS_MS + 1);
  expect(await files.open(sha256)).toBeUndefined();
});

async function* stray(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode("stray");
}
