import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ATTACHMENTS_MAX, TICKET_BYTES_MAX } from "../../../collector/domain/attachment.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { eventually } from "../../support/eventually.ts";
import { BORDER, FORM_TYPE, field, file, toForm, upload, uploaded } from "../../support/forms.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { idOf, TICKET } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { send, add } = jsonOf(() => server);
const path = `/api/tickets/${TICKET}`;
const BY = field("by", "Ana");
const MEBIBYTE = 1024 ** 2;

const detail = async () => (await send("GET", path)).body;
const contentOf = (id: string) => ask(server.port, { path: `/api/attachments/${id}/content` });

/** Files in the folder of attachments, also those that are not finished. */
function filesKept(): string[] {
  return readdirSync(server.filesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

describe("a file", () => {
  test("is kept under its hash and waits, then goes with a reply, which the customer sees", async () => {
    const { status, headers, body } = await upload(server, [BY, file("bonjour", "../écran 1.png")]);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^att_/),
      name: "écran 1.png",
      mediaType: "text/plain",
      bytes: 7,
      public: false,
      transitionId: null,
      by: "Ana",
      at: "2026-11-23T09:00:00.000Z",
    });
    expect(headers["location"]).toBe(`/api/attachments/${body.id}/content`);
    expect(filesKept()).toEqual([createHash("sha256").update("bonjour").digest("hex")]);
    expect((await detail()).attachments).toEqual([]);

    const said = { by: "Ana", text: "voici", attachmentIds: [body.id] };
    const replied = (await add(`${path}/reply`, said)).body;
    const line = replied.transitions.at(-1);
    expect(line).toMatchObject({ kind: "replied", text: "voici" });
    expect(replied.attachments).toMatchObject([
      { id: body.id, public: true, transitionId: line.id },
    ]);
  });

  test.for([
    ["comments", {}, false, "said among the staff"],
    ["messages", {}, true, "the customer's own"],
    ["attach", { text: undefined }, false, "put there without a word"],
  ] as const)("goes with %s: public is %s", async ([act, change, isPublic]) => {
    const id = await uploaded(server, "log");
    const said = { by: "Ana", text: "see", attachmentIds: [id], ...change };
    const { status, body } = await add(`${path}/${act}`, said);
    expect(status).toBe(200);
    expect(body.attachments).toMatchObject([
      { id, public: isPublic, transitionId: body.transitions.at(-1).id },
    ]);
  });

  test("comes out to be saved, and shown by nothing", async () => {
    const id = await uploaded(
      server,
      "<script>alert(1)</script>",
      `l'été "2026".html`.replaceAll('"', "%22"),
    );
    const { status, headers, text } = await contentOf(id);
    expect([status, text]).toEqual([200, "<script>alert(1)</script>"]);
    expect(headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "25",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("sandbox"),
    });
    const disposition = String(headers["content-disposition"]);
    expect(disposition).toMatch(
      /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[\w.%~-]+$/,
    );
    expect(disposition).toContain("l%27%C3%A9t%C3%A9");
  });

  test("that comes twice is kept once, and belongs to each by itself", async () => {
    const first = await uploaded(server, "same", "a.txt");
    const second = await uploaded(server, "same", "b.txt");
    expect(first).not.toBe(second);
    expect(filesKept()).toHaveLength(1);
  });

  test("goes with one line only, and with none of another ticket", async () => {
    const id = await uploaded(server, "once");
    const said = { by: "Ana", text: "here", attachmentIds: [id] };
    expect((await add(`${path}/comments`, said)).status).toBe(200);
    const before = (await detail()).transitions.length;
    for (const act of ["comments", "reply", "attach"]) {
      const body = act === "attach" ? { by: "Ana", attachmentIds: [id] } : said;
      expect(await add(`${path}/${act}`, body)).toMatchObject({
        status: 422,
        body: { code: "attachment_invalid", detail: expect.stringContaining("attachmentIds[0]") },
      });
    }
    expect((await detail()).transitions).toHaveLength(before);
  });

  test("whose bytes are gone says what to do", async () => {
    const id = await uploaded(server, "lost");
    const [hash = ""] = filesKept();
    rmSync(join(server.filesFolder, hash.slice(0, 2), hash));
    const { status, text } = await contentOf(id);
    expect([status, JSON.parse(text).code]).toEqual([410, "attachment_lost"]);
  });
});

describe("a form is refused, and no file of it is kept", () => {
  test.for([
    ["without a file", [BY], "there is no file"],
    ["without a sender", [file("a")], "by: say who sends it"],
    ["from nobody", [field("by", "  "), file("a")], "by: say who sends it"],
    ["from two lines", [field("by", "a\nb"), file("a")], "by: say who sends it"],
    ["with a file of another name", [BY, { ...file("a"), name: "photo" }], "file photo"],
    ["with a field that there is not", [BY, field("role", "admin"), file("a")], "field role"],
    ["with a name that every object has", [field("__proto__", "1"), file("a")], "prototype"],
    ["with two files", [BY, file("a"), file("b")], "files limit"],
    ["with a thousand fields", Array.from({ length: 1_000 }, () => BY), "fields limit"],
    ["with a thousand files", Array.from({ length: 1_000 }, () => file("a")), "files limit"],
    ["with a name without end", [field("x".repeat(5_000), "1"), file("a")], "field xxx"],
  ] as const)("%s", async ([, parts, words]) => {
    const { status, body } = await upload(server, [...parts]);
    expect([status, body.code]).toEqual([400, "request_malformed"]);
    expect(body.detail).toContain(words);
    expect((await server.registry.read.attachments.load(TICKET)).count).toBe(0);
  });

  test("with an empty file", async () => {
    const { status, body } = await upload(server, [BY, file("", "a.txt")]);
    expect([status, body.code]).toEqual([422, "attachment_invalid"]);
    expect(body.detail).toContain("a.txt is empty");
  });

  test("with a file that is a byte too large, and the next one is taken", async () => {
    const largest = new Uint8Array(25 * MEBIBYTE);
    const tooLarge = new Uint8Array(25 * MEBIBYTE + 1);
    const refused = await upload(server, [BY, file(tooLarge)]);
    expect([refused.status, refused.body.code]).toEqual([413, "attachment_too_large"]);
    expect(filesKept()).toEqual([]);
    expect((await upload(server, [BY, file(largest)])).body.bytes).toBe(25 * MEBIBYTE);
  });

  test("before it is read, where it says itself that it is too large", async () => {
    const { status, text } = await ask(server.port, {
      method: "POST",
      path: `${path}/attachments`,
      headers: { "content-type": FORM_TYPE, "content-length": String(30 * MEBIBYTE) },
      body: new Uint8Array(30 * MEBIBYTE),
    });
    expect([status, JSON.parse(text).code]).toEqual([413, "attachment_too_large"]);
    expect(filesKept()).toEqual([]);
  });

  test.for([
    ["cut off", toForm([BY, file("a")]).subarray(0, -30), FORM_TYPE, "request_malformed"],
    ["no form at all", Buffer.from("no form"), FORM_TYPE, "request_malformed"],
    ["empty", Buffer.alloc(0), FORM_TYPE, "request_malformed"],
    ["without a border", Buffer.from("a"), "multipart/form-data", "request_malformed"],
    ["JSON", Buffer.from("{}"), "application/json", "media_type_unsupported"],
  ] as const)("that is %s", async ([, body, type, code]) => {
    const { status, text } = await ask(server.port, {
      method: "POST",
      path: `${path}/attachments`,
      headers: { "content-type": type, "content-length": String(body.byteLength) },
      body,
    });
    expect(JSON.parse(text)).toMatchObject({ code, status });
    expect(filesKept()).toEqual([]);
  });

  test("whose sender hangs up half way, and others are served meanwhile", async () => {
    const head = [
      `POST ${path}/attachments HTTP/1.1`,
      `Host: 127.0.0.1:${server.port}`,
      `Content-Type: ${FORM_TYPE}`,
      `Content-Length: ${MEBIBYTE}`,
    ].join("\r\n");
    const begun = toForm([BY, file("half")]).subarray(0, -(BORDER.length + 8));
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(`${head}\r\n\r\n`);
    socket.write(begun);
    await eventually("1 files are there", () => filesKept().length === 1);
    expect((await send("GET", path)).status).toBe(200);
    socket.destroy();
    await eventually("0 files are there", () => filesKept().length === 0);
    expect(server.logged.join("")).not.toContain("a request failed");
  });
});

describe("a ticket", () => {
  test.for([
    [{ count: ATTACHMENTS_MAX, bytes: 1 }, "as many files as it holds"],
    [{ count: 1, bytes: TICKET_BYTES_MAX }, "as many bytes as it holds"],
    [{ count: 1, bytes: TICKET_BYTES_MAX - 3 }, "no room for these"],
  ] as const)("with %j refuses the next file: %s", async ([{ count, bytes }]) => {
    await server.registry.commit(async ({ attachments }) => {
      for (let n = 1; n <= count; n += 1) {
        await attachments.add({
          id: idOf("att", n),
          ticketId: TICKET,
          name: "a",
          mediaType: "text/plain",
          bytes,
          sha256: "0".repeat(64),
          public: false,
          transitionId: null,
          actor: "Ana",
          atMs: 1,
        });
      }
    });
    const { status, body } = await upload(server, [BY, file("four")]);
    expect([status, body.code]).toEqual([409, "attachments_full"]);
  });

  test("that is over takes none", async () => {
    const id = await uploaded(server, "early");
    await send("POST", `${path}/cancel`, {
      body: { by: "Ana" },
      ifMatch: String((await send("GET", path)).headers["etag"]),
    });
    const problem = {
      status: 409,
      body: { code: "ticket_state", parameters: { state: "cancelled" } },
    };
    expect(await upload(server, [BY, file("late")])).toMatchObject(problem);
    expect(await add(`${path}/attach`, { by: "Ana", attachmentIds: [id] })).toMatchObject(problem);
  });

  test("takes eight files at once; the ninth is told to come again", async () => {
    const sockets = Array.from({ length: 8 }, () => {
      const socket = connect(server.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(
        `POST ${path}/attachments HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: ${FORM_TYPE}\r\nContent-Length: ${MEBIBYTE}\r\n\r\n`,
      );
      socket.write(toForm([BY, file("half")]).subarray(0, -(BORDER.length + 8)));
      return socket;
    });
    await eventually("8 files are there", () => filesKept().length === 8);
    const { status, headers, body } = await upload(server, [BY, file("ninth")]);
    expect([status, body.code]).toEqual([503, "uploads_busy"]);
    expect(headers["retry-after"]).toBeDefined();
    for (const socket of sockets) socket.destroy();
    await eventually("0 files are there", () => filesKept().length === 0);
    expect((await upload(server, [BY, file("ninth")])).status).toBe(201);
  });
});

test("no other route takes a form", async () => {
  const body = toForm([BY]);
  const { text } = await ask(server.port, {
    method: "POST",
    path: `${path}/comments`,
    headers: { "content-type": FORM_TYPE, "content-length": String(body.byteLength) },
    body,
  });
  expect(JSON.parse(text)).toMatchObject({ code: "media_type_unsupported" });
});
