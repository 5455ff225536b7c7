import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { handOver, type SmtpSettings } from "../../../collector/notices/smtp.ts";
import {
  type MailAnswers,
  type MailServer,
  refusal,
  startMailServer,
} from "../../support/mail-server.ts";

/** Mails handed over to a real server, and what is made of each way in which that fails. */

const RAW = Buffer.from(
  "Subject: Bonjour\r\nMessage-ID: <1@provider.example>\r\n\r\n.\r\nligne\r\n",
);
const MAIL = { to: "lea@customer.example", raw: RAW };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function mailServer(...given: Parameters<typeof startMailServer>): Promise<MailServer> {
  const server = await startMailServer(...given);
  open.push(server.close);
  return server;
}

/** A server that says what a test wants, byte by byte. */
async function oddServer(converse: (socket: Socket) => void): Promise<SmtpSettings> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    converse(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const from = { name: "", address: "support@provider.example" };
  const none = { user: "", password: "", ca: undefined, security: "none" } as const;
  return { ...none, host: "127.0.0.1", port: address.port, from };
}

describe("a mail is taken", () => {
  test.for([
    ["by STARTTLS", {}],
    ["by TLS from the first byte", { secure: true }],
  ] as const)("%s, with its bytes and its envelope", async ([, options]) => {
    const server = await mailServer({}, options);
    expect(await handOver(server.settings, MAIL)).toEqual({ done: true });
    const [taken] = server.taken;
    expect(taken).toMatchObject({ from: "support@provider.example", to: "lea@customer.example" });
    expect(taken?.mail).toMatchObject({ subject: "Bonjour", text: ".\nligne\n" });
  });

  test("without encryption, where that is asked for", async () => {
    const server = await mailServer({}, { disabledCommands: ["STARTTLS", "AUTH"] });
    const settings = { ...server.settings, security: "none" } as const;
    expect(await handOver(settings, MAIL)).toEqual({ done: true });
  });

  test("for a user with a password", async () => {
    const server = await mailServer(
      {},
      {
        authOptional: false,
        onAuth: ({ username, password }, _session, done) =>
          done(username === "vigie" && password === "é secret" ? null : refusal(535, "no"), {
            user: "vigie",
          }),
      },
    );
    const login = { ...server.settings, user: "vigie", password: "é secret" };
    expect(await handOver(login, MAIL)).toEqual({ done: true });
    const wrong = { ...login, password: "other" };
    expect(await handOver(wrong, MAIL)).toMatchObject({
      code: "mail_login_refused",
      isFinal: false,
      isOfServer: true,
    });
  });
});

describe("what the server answers", () => {
  test.for<[string, MailAnswers, object]>([
    [
      "no such recipient is for good, and about that mail",
      { onRecipient: () => refusal(550, "no such user") },
      {
        code: "mail_recipient_refused",
        isFinal: true,
        isOfServer: false,
        detail: "550 no such user",
      },
    ],
    [
      "a recipient that is not taken now may be later",
      { onRecipient: () => refusal(450, "greylisted") },
      { code: "mail_deferred", isFinal: false, isOfServer: false },
    ],
    [
      "a refused message is for good",
      { onMessage: () => refusal(554, "spam") },
      { code: "mail_message_refused", isFinal: true, isOfServer: false },
    ],
    [
      "a full disk is not",
      { onMessage: () => refusal(452, "try later") },
      { code: "mail_deferred", isFinal: false, isOfServer: false },
    ],
    [
      "a server that shuts down is about all mails",
      { onMessage: () => refusal(421, "going down") },
      { isFinal: false, isOfServer: true },
    ],
    [
      "a connection that drops in the middle of a mail",
      { drops: () => true },
      { code: "mail_unreachable", isFinal: false, isOfServer: true },
    ],
  ])("%s", async ([, answers, failure]) => {
    const server = await mailServer(answers);
    expect(await handOver(server.settings, MAIL)).toMatchObject({ done: false, ...failure });
    expect(server.taken).toEqual([]);
  });
});

describe("a server that cannot be spoken to", () => {
  test("nobody listens", async () => {
    const server = await startMailServer();
    await server.close();
    expect(await handOver(server.settings, MAIL)).toMatchObject({
      code: "mail_unreachable",
      isOfServer: true,
    });
  });

  test("its name is not known", async () => {
    const { settings } = await mailServer();
    const unknown = { ...settings, host: "nowhere.invalid" };
    expect(await handOver(unknown, MAIL)).toMatchObject({ code: "mail_host_unknown" });
  });

  test("its certificate is vouched for by nobody, or is for another name", async () => {
    const { settings } = await mailServer();
    expect(await handOver({ ...settings, ca: undefined }, MAIL)).toMatchObject({
      code: "mail_tls_failed",
    });
  });

  test("it offers no encryption: nothing is sent", async () => {
    const server = await mailServer({}, { disabledCommands: ["STARTTLS"] });
    expect(await handOver(server.settings, MAIL)).toMatchObject({ code: "mail_tls_failed" });
    expect(server.begun()).toBe(0);
  });

  test("it speaks plainly where TLS is expected", async () => {
    const { settings } = await mailServer();
    expect(await handOver({ ...settings, security: "tls" }, MAIL)).toMatchObject({
      code: "mail_tls_failed",
    });
  });

  test("it refuses the sender: that is a setting, not a mail", async () => {
    const server = await mailServer(
      {},
      { onMailFrom: (_from, _session, done) => done(refusal(553, "not you")) },
    );
    expect(await handOver(server.settings, MAIL)).toMatchObject({
      code: "mail_sender_refused",
      isFinal: false,
      isOfServer: true,
    });
  });

  test("it says nothing at all", async () => {
    const settings = await oddServer(() => {});
    expect(await handOver(settings, MAIL, { stepMs: 100 })).toMatchObject({
      code: "mail_timed_out",
      isOfServer: true,
    });
  });

  test("it says a little now and then, for ever", async () => {
    const settings = await oddServer((socket) => {
      const timer = setInterval(() => socket.write("220-still here\r\n"), 20);
      socket.once("close", () => clearInterval(timer));
    });
    const startedMs = performance.now();
    const failure = await handOver(settings, MAIL, { stepMs: 200, wholeMs: 400 });
    expect(failure).toMatchObject({ code: "mail_timed_out" });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test("it never stops talking", async () => {
    const settings = await oddServer((socket) => {
      const flood = "220-".padEnd(1_000, "x").concat("\r\n").repeat(100);
      const timer = setInterval(() => socket.write(flood), 1);
      socket.once("close", () => clearInterval(timer));
    });
    const failure = await handOver(settings, MAIL, { stepMs: 2_000, wholeMs: 4_000 });
    expect(failure).toMatchObject({ done: false, isFinal: false, isOfServer: true });
  });

  test("what it says is one line without what a terminal would obey", async () => {
    const settings = await oddServer((socket) => socket.end("554 no\u001b[2J\u202eway\r\n"));
    const failure = await handOver(settings, MAIL);
    expect(failure).toMatchObject({ done: false });
    if (!failure.done) expect(failure.detail).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
