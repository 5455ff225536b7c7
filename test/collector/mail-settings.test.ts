import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { describe, expect, test } from "vitest";
import { readSettings } from "../../collector/settings.ts";

const SMTP = { VIGIE_SMTP_HOST: "mail.example.com", VIGIE_MAIL_FROM: "support@example.com" };
const CERTIFICATE = join("test", "fixtures", "tls", "certificate.pem");

function refusal(environment: Record<string, string>): string {
  try {
    readSettings({ ...SMTP, ...environment });
    return "accepted";
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return `${error.code} ${error.parameters["name"]}`;
  }
}

test("with nothing set, no mail leaves and webhooks go to no private network", () => {
  const { notices } = readSettings({});
  expect(notices).toEqual({ smtp: undefined, publicUrl: undefined, webhookNetworks: [] });
});

test("a host and a sender are enough", () => {
  expect(readSettings(SMTP).notices.smtp).toEqual({
    host: "mail.example.com",
    port: 587,
    security: "starttls",
    user: "",
    password: "",
    ca: undefined,
    from: { name: "", address: "support@example.com" },
  });
});

test("everything that can be set", () => {
  const { smtp, publicUrl, webhookNetworks } = readSettings({
    VIGIE_SMTP_HOST: "127.0.0.1",
    VIGIE_SMTP_PORT: "25",
    VIGIE_SMTP_SECURITY: "none",
    VIGIE_SMTP_USER: "vigie",
    VIGIE_SMTP_PASSWORD: "secret",
    VIGIE_SMTP_CA: CERTIFICATE,
    VIGIE_MAIL_FROM: '"Support, Vigie" <support@example.com>',
    VIGIE_PUBLIC_URL: "https://vigie.example.com/desk/",
    VIGIE_WEBHOOK_NETWORKS: "10.0.0.0/8, fd00::/8",
  }).notices;
  expect(smtp).toMatchObject({
    port: 25,
    security: "none",
    user: "vigie",
    password: "secret",
    ca: expect.stringContaining("BEGIN CERTIFICATE"),
    from: { name: "Support, Vigie", address: "support@example.com" },
  });
  expect(publicUrl).toBe("https://vigie.example.com/desk");
  expect(webhookNetworks).toEqual([
    { address: "10.0.0.0", prefix: 8, family: "ipv4" },
    { address: "fd00::", prefix: 8, family: "ipv6" },
  ]);
});

describe("what cannot be ends the start and names itself", () => {
  test.for<[Record<string, string>, string, string]>([
    [{ VIGIE_SMTP_HOST: "smtp://mail" }, "VIGIE_SMTP_HOST", "an address of the web is no host"],
    [{ VIGIE_SMTP_PORT: "0" }, "VIGIE_SMTP_PORT", "there is no port 0 to connect to"],
    [{ VIGIE_SMTP_SECURITY: "ssl" }, "VIGIE_SMTP_SECURITY", "it is called tls"],
    [{ VIGIE_SMTP_SECURITY: "none" }, "VIGIE_SMTP_SECURITY", "plain text to another machine"],
    [{ VIGIE_MAIL_FROM: "" }, "VIGIE_MAIL_FROM", "a mail is from somebody"],
    [{ VIGIE_MAIL_FROM: "a@b\nBcc: c@d" }, "VIGIE_MAIL_FROM", "a header would begin"],
    [{ VIGIE_PUBLIC_URL: "vigie.example.com" }, "VIGIE_PUBLIC_URL", "https:// is missing"],
    [{ VIGIE_PUBLIC_URL: "javascript:alert(1)" }, "VIGIE_PUBLIC_URL", "it is no page"],
    [{ VIGIE_WEBHOOK_NETWORKS: "10.0.0.0" }, "VIGIE_WEBHOOK_NETWORKS", "how wide?"],
    [{ VIGIE_WEBHOOK_NETWORKS: "10.0.0.0/33" }, "VIGIE_WEBHOOK_NETWORKS", "too narrow"],
    [{ VIGIE_SMTP_CA: "nowhere.pem" }, "VIGIE_SMTP_CA", "no such file"],
    [{ VIGIE_SMTP_CA: "package.json" }, "VIGIE_SMTP_CA", "no certificate"],
  ])("%o: %s, %s", ([environment, name]) => {
    expect(refusal(environment)).toBe(`setting_invalid ${name}`);
  });

  test("unencrypted to another machine must be said on purpose", () => {
    expect(refusal({ VIGIE_SMTP_SECURITY: "insecure" })).toBe("accepted");
  });
});
