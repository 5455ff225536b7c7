import { automatic, forgeries, noise } from "./forged-mails.ts";
import { mailOf, multipart, type Part, personsMail, rawMail, SUPPORT } from "./mails.ts";

/**
 * Mails that no honest program writes, and odd ones that some do. They claim to be of anybody; none of them
 * is the garage's, and none of them may ever reach its ticket.
 */
export type OddMail = { readonly why: string; readonly source: Uint8Array };

/** What a forger knows of a ticket of another customer. */
export type Known = {
  readonly number: number;
  readonly address: string;
  readonly messageId: string;
};

export function oddMails(known: Known): OddMail[] {
  return [
    ...encodings(),
    ...structures(),
    ...headers(),
    ...contents(),
    ...forgeries(known),
    ...automatic(known),
    ...noise(),
  ];
}

const bytes = (...values: number[]) => Uint8Array.from(values);

const CHARSETS = [
  "utf-8 iso-8859-1 iso-8859-15 windows-1252 utf-16 utf-16le utf-7 koi8-r iso-2022-jp shift_jis".split(
    " ",
  ),
  "euc-jp gb18030 big5 euc-kr macintosh ibm850 unknown-8bit ../../etc/passwd".split(" "),
  ["", "x".repeat(500), "utf-8; charset=utf-16"],
].flat();

function encodings(): OddMail[] {
  const text = Buffer.from("Désolée, ça ne marche pas: \u00e9\u4e2d\u{1f600}");
  const inCharset = CHARSETS.map((charset) => ({
    why: `charset ${charset.slice(0, 30)}`,
    source: mailOf({ type: `text/plain; charset="${charset}"`, body: text }),
  }));
  const words = [
    "=?utf-8?Q?=ZZ?=",
    "=?utf-8?B?!!!?=",
    "=?x?Q?a?=",
    "=?utf-8?Q?a",
    "=?=?=?=",
    "=?utf-8*fr?Q?=C3?=",
  ];
  const inWords = words.map((subject) => ({
    why: `encoded word ${subject}`,
    source: personsMail({ subject }),
  }));
  const transfers = ["base64", "quoted-printable", "uuencode", "7bit", "binary", "gzip", ""];
  const inTransfer = transfers.flatMap((transfer) =>
    ["utf-8", "utf-16", "x-unknown"].map((charset) => inTransferOf(transfer, charset, text)),
  );
  return [...inCharset, ...inWords, ...inTransfer];
}

function inTransferOf(transfer: string, charset: string, text: Uint8Array): OddMail {
  return {
    why: `transfer ${transfer} of ${charset}`,
    source: rawMail(
      [
        ["From", "marie@bakery.example"],
        ["To", SUPPORT],
        ["Content-Type", `text/plain; charset=${charset}`],
        ["Content-Transfer-Encoding", transfer],
      ],
      Buffer.concat([Buffer.from("====ZZ=\r\n=0"), text, bytes(0, 255, 254, 13, 10, 61)]),
    ),
  };
}

/** Multiparts in one another, so many deep. */
function nested(depth: number): Part {
  let part: Part = { type: "text/plain", body: "inside" };
  for (let level = 0; level < depth; level += 1) {
    const { type, body } = multipart("mixed", [part], `b${level}`);
    part = { type, body: Buffer.from(body).toString("latin1") };
  }
  return part;
}

function structures(): OddMail[] {
  const depths = [10, 100, 127, 128, 300, 1_000].map((depth) => ({
    why: `multipart ${depth} deep`,
    source: mailOf(nested(depth)),
  }));
  const broken = [
    { why: "boundary never ends", type: 'multipart/mixed; boundary="b"', body: "--b\r\n\r\nx" },
    { why: "boundary never begins", type: 'multipart/mixed; boundary="b"', body: "nothing" },
    { why: "no boundary", type: "multipart/mixed", body: "--\r\n\r\nx" },
    { why: "empty boundary", type: 'multipart/mixed; boundary=""', body: "--\r\n\r\nx\r\n----" },
    {
      why: "boundary of 10 KB",
      type: `multipart/mixed; boundary="${"b".repeat(10_000)}"`,
      body: "x",
    },
    { why: "no type", type: "", body: "x" },
    { why: "type of nothing", type: "/", body: "x" },
    { why: "type of 100 KB", type: `text/${"x".repeat(100_000)}`, body: "x" },
    { why: "partial", type: 'message/partial; id="a"; number=1', body: "x" },
    {
      why: "external",
      type: 'message/external-body; access-type=URL; URL="file:///etc/passwd"',
      body: "x",
    },
    { why: "signed", type: 'multipart/signed; boundary="b"', body: "--b\r\n\r\nx\r\n--b--" },
    { why: "encrypted", type: "application/pkcs7-mime; smime-type=enveloped-data", body: "MIIB" },
  ];
  const many = Array.from({ length: 3_000 }, () => ({ type: "text/plain", body: "x" }));
  const files = Array.from({ length: 200 }, (_, place) => ({
    type: `application/octet-stream; name="f${place}"`,
    body: bytes(1, 2, 3),
  }));
  let inside = personsMail({ subject: "inside" });
  for (let level = 0; level < 30; level += 1)
    inside = mailOf({ type: "message/rfc822", body: inside });
  return [
    ...depths,
    ...broken.map(({ why, type, body }) => ({ why, source: mailOf({ type, body }) })),
    { why: "3,000 parts", source: mailOf(multipart("mixed", many)) },
    { why: "200 files", source: mailOf(multipart("mixed", files)) },
    { why: "30 mails in one another", source: inside },
    {
      why: "TNEF",
      source: mailOf({
        type: 'application/ms-tnef; name="winmail.dat"',
        body: bytes(0x78, 0x9f, 0x3e, 0x22, 0, 0),
      }),
    },
    {
      why: "an invitation",
      source: mailOf({
        type: "text/calendar; method=REQUEST",
        body: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR",
      }),
    },
  ];
}

function headers(): OddMail[] {
  const crowd = Array.from({ length: 10_000 }, (_, place) => `p${place}@crowd.example`).join(", ");
  const long = "x".repeat(900_000);
  const odd: readonly (readonly [why: string, name: string, value: string])[] = [
    ["10,000 recipients", "Cc", crowd],
    ["a header of 900 KB", "X-Long", long],
    ["a subject of 900 KB", "Subject", long],
    ["a sender of 900 KB", "Sender", `${long}@x.example`],
    ["NUL in a header", "X-Nul", "a\0b"],
    ["a date of another age", "Date", "Thu, 01 Jan 1970 00:00:00 -9999"],
    ["a date that is none", "Date", "yesterday"],
    ["a date far ahead", "Date", "Fri, 31 Dec 9999 23:59:59 +0000"],
    ["a date beyond numbers", "Date", "Fri, 31 Dec 999999999 23:59:59 +0000"],
    ["references to 10,000 mails", "References", "<a@b.example> ".repeat(10_000)],
    ["references of one letter", "References", "<".repeat(100_000)],
    ["a Message-ID of 10 KB", "In-Reply-To", `<${"a".repeat(10_000)}@b.example>`],
    ["two subjects", "Subject", "second"],
    ["no name", "", "value"],
    ["a line without a colon", "X", "a\r\nno colon here"],
    ["groups of groups", "To", "a: b: c: d@e.example;;;"],
    ["comments in comments", "To", `${"(".repeat(5_000)}a@b.example`],
    ["quotes that never end", "To", `"${'\\"'.repeat(5_000)}`],
    ["a list", "List-Unsubscribe", "<mailto:off@list.example>"],
    ["a template's words", "Subject", "{{7*7}} ${7*7} %s %n <script>"],
    ["reading turned round", "Subject", "facture\u202Efdp.exe"],
    ["line breaks in a subject", "Subject", "=?utf-8?Q?a=0D=0ABcc:_x=40y.example?="],
    ["SQL", "Subject", "'); drop table ticket; --"],
    ["half letters", "Subject", "=?utf-16?B?2AA=?="],
  ];
  const senders = [
    "",
    "<>",
    "@",
    "a@",
    "@b.example",
    "a@b@c.example",
    '"a b"@c.example',
    "a@[127.0.0.1]",
    "marie@bakery.example\0",
    "marie@bakery.example, gaston@garage.example",
    "undisclosed:;",
    "=?utf-8?Q?gaston=40garage.example?= <evil@evil.example>",
    "gaston@garage.example <evil@evil.example>",
    "Gaston <gaston@garage.example>\r\n <evil@evil.example>",
    "gaston@gаrage.example",
    "GASTON@GARAGE.EXAMPLE.evil.example",
    "gaston%garage.example@evil.example",
  ];
  return [
    ...odd.map(([why, name, value]) => ({
      why,
      source: personsMail({ headers: [[name, value]] }),
    })),
    ...senders.map((from) => ({
      why: `from ${JSON.stringify(from)}`,
      source: personsMail({ from }),
    })),
    { why: "no header at all", source: Buffer.from("\r\nonly a body") },
    { why: "headers alone", source: Buffer.from("From: marie@bakery.example") },
    {
      why: "20,000 headers",
      source: personsMail({
        headers: Array.from({ length: 20_000 }, (_, place) => [`X-${place}`, "x"] as const),
      }),
    },
  ];
}

function contents(): OddMail[] {
  const html = [
    "<div>".repeat(100_000),
    "<table>".repeat(20_000),
    `<p>${"<b>x</b>".repeat(100_000)}</p>`,
    "<script>while(true){}</script>",
    "<".repeat(300_000),
    "<!--".repeat(100_000),
    `<a href="${"x".repeat(1_000_000)}">x</a>`,
    "<style>@import url(http://evil.example)</style><p>x</p>",
    '<img src="http://track.example/1.gif">'.repeat(1_000),
    "&#0;&#xD800;&#x110000;&unknown;".repeat(10_000),
    "<p>\0\u0001\uFFFE\uFFFF</p>",
    "",
  ];
  const texts = [
    "",
    "\0\0\0",
    "\r\r\r\n\n",
    ".\r\n.\r\n",
    "x".repeat(2_000_000),
    "a\n".repeat(500_000),
    "> ".repeat(200_000),
    "\u202E\u2066\u2069",
    "From nobody",
  ];
  return [
    ...html.map((body, place) => ({
      why: `HTML ${place}`,
      source: mailOf({ type: "text/html; charset=utf-8", body }),
    })),
    ...texts.map((text, place) => ({ why: `text ${place}`, source: personsMail({ text }) })),
  ];
}
