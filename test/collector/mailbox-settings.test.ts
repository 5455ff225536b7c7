import { expect, test } from "vitest";
import { readSettings } from "../../collector/settings.ts";

const SET = {
  VIGIE_SUPPORT_ADDRESS: "support@provider.example",
  VIGIE_IMAP_HOST: "mx.provider.example",
  VIGIE_IMAP_USER: "support",
  VIGIE_IMAP_PASSWORD: "x",
};

const read = (change: Readonly<Record<string, string>>) =>
  readSettings({ ...SET, ...change }).supportMail;

test("a mailbox is read where a server is set, and nobody is believed until it is said", () => {
  expect(read({})).toEqual({
    supportAddress: "support@provider.example",
    believed: "",
    sourceDays: 90,
    mailbox: {
      host: "mx.provider.example",
      port: 993,
      security: "tls",
      user: "support",
      secret: "x",
      folder: "INBOX",
      doneFolder: null,
    },
  });
  expect(readSettings({}).supportMail).toMatchObject({ supportAddress: null, mailbox: null });
});

test("a server on this machine may be spoken to in the open", () => {
  const change = { VIGIE_IMAP_HOST: "127.0.0.1", VIGIE_IMAP_SECURITY: "none" };
  expect(read(change).mailbox).toMatchObject({ security: "none" });
});

test.for([
  ["a password in the open", { VIGIE_IMAP_SECURITY: "none" }, "VIGIE_IMAP_SECURITY"],
  ["a security that is none", { VIGIE_IMAP_SECURITY: "ssl" }, "VIGIE_IMAP_SECURITY"],
  ["no user", { VIGIE_IMAP_USER: "" }, "VIGIE_IMAP_USER"],
  ["no password", { VIGIE_IMAP_PASSWORD: "" }, "VIGIE_IMAP_PASSWORD"],
  ["no address to be written to", { VIGIE_SUPPORT_ADDRESS: "" }, "VIGIE_SUPPORT_ADDRESS"],
  ["an address that is none", { VIGIE_SUPPORT_ADDRESS: "support" }, "VIGIE_SUPPORT_ADDRESS"],
  [
    "an address with no room for a number and a signature",
    { VIGIE_SUPPORT_ADDRESS: `${"s".repeat(37)}@provider.example` },
    "VIGIE_SUPPORT_ADDRESS",
  ],
  ["a port that is none", { VIGIE_IMAP_PORT: "0" }, "VIGIE_IMAP_PORT"],
  ["no day at all", { VIGIE_MAIL_SOURCE_DAYS: "0" }, "VIGIE_MAIL_SOURCE_DAYS"],
] as const)("refuses %s", ([, change, name]) => {
  expect(() => read(change)).toThrow(name);
});
