import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAttachmentFolder } from "../../../collector/attachments/folder.ts";
import type { AttachmentStore } from "../../../collector/attachments/store.ts";
import { readEnclosures } from "../../../collector/notices/enclosures.ts";
import { readStory } from "../../../collector/notices/story.ts";
import { notice } from "../../contract/registry/notice-rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { TICKET } from "../../support/office.ts";

/** Which files go with an answer to a customer. */

let server: ApiServer;
let files: AttachmentStore;
beforeAll(async () => {
  server = await startApiServer();
  files = await openAttachmentFolder(server.filesFolder, { reservedBytes: 0 });
});
afterAll(() => server.close());

const MIB = 1024 * 1024;

/** A line with files of these sizes; -1 = one whose bytes are lost. */
async function says(
  kind: "replied" | "commented",
  sizes: readonly number[],
  mediaType = "image/png",
): Promise<number> {
  const stored = await Promise.all(
    sizes.map((size, place) =>
      files.put(Readable.from([Buffer.alloc(Math.max(size, 1), `${kind}${place}`)]), 30 * MIB),
    ),
  );
  return server.registry.commit(async ({ tickets, attachments }) => {
    const line = { ticketId: TICKET, atMs: 1, effectiveAtMs: 1, actor: "Nadia", parameters: {} };
    const told = { fromState: "new", toState: "new", promises: null, text: "voilà" } as const;
    const transitionId = await tickets.addTransition({ ...line, ...told, kind });
    for (const [place, { sha256, bytes }] of stored.entries()) {
      const isLost = sizes[place] === -1;
      await attachments.add({
        id: `att_${transitionId}_${place}`,
        ticketId: TICKET,
        name: `${kind}-${place}.png`,
        mediaType,
        bytes,
        sha256: isLost ? "0".repeat(64) : sha256,
        public: kind === "replied",
        transitionId,
        actor: "Nadia",
        atMs: 1,
      });
    }
    return transitionId;
  });
}

async function enclosed(transitionId: number) {
  const { read } = server.registry;
  const row = { ...notice({ kind: "staff_replied", ticketId: TICKET }), transitionId };
  const { files: found, leftOut } = await readEnclosures(
    { read, files },
    await readStory(read, [row]),
  );
  return { files: found.map(({ name, content }) => [name, content.byteLength]), leftOut };
}

test("those of the reply go with it, and those of no other line", async () => {
  await says("replied", [3]);
  const second = await says("replied", [5, 7]);
  expect(await enclosed(second)).toEqual({
    files: [
      ["replied-0.png", 5],
      ["replied-1.png", 7],
    ],
    leftOut: [],
  });
});

test("what a mail does not take, or what is lost, is named", async () => {
  const reply = await says("replied", [6 * MIB, 6 * MIB, 2 * MIB, -1]);
  expect(await enclosed(reply)).toEqual({
    files: [
      ["replied-0.png", 6 * MIB],
      ["replied-2.png", 2 * MIB],
    ],
    leftOut: ["replied-1.png", "replied-3.png"],
  });
});

test("files of a private note go nowhere, whatever asks for them", async () => {
  expect(await enclosed(await says("commented", [4]))).toEqual({ files: [], leftOut: [] });
});

test.for([
  ["message/rfc822", "application/octet-stream"],
  ["multipart/mixed; boundary=x", "application/octet-stream"],
  ["text/csv", "text/csv"],
] as const)("a file called %s goes as %s: no part of a mail of its own", async ([said, sent]) => {
  const transitionId = await says("replied", [4], said);
  const { read } = server.registry;
  const row = { ...notice({ kind: "staff_replied", ticketId: TICKET }), transitionId };
  const found = await readEnclosures({ read, files }, await readStory(read, [row]));
  expect(found.files.map(({ mediaType }) => mediaType)).toEqual([sent]);
});
