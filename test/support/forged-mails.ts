import { mailOf, multipart, personsMail, SUPPORT } from "./mails.ts";
import type { Known, OddMail } from "./odd-mails.ts";

/** Mails that claim to be somebody, or to belong to the garage's ticket. */
export function forgeries({ number, address, messageId }: Known): OddMail[] {
  const gaston = "Gaston <gaston@garage.example>";
  const pass = "mx.provider.example; dmarc=pass header.from=garage.example";
  const results = [
    `evil.example; dmarc=pass header.from=garage.example`,
    `mx.provider.example.evil.example; dmarc=pass header.from=garage.example`,
    `mx.provider.example; dmarc=fail (; dmarc=pass header.from=garage.example)`,
    `mx.provider.example; dkim=pass reason="; dmarc=pass header.from=garage.example"`,
    `mx.provider.example; dmarc=pass`,
    `mx.provider.example; dmarc=pass header.from=evil.example`,
    `mx.provider.example; dmarc=fail; dmarc=pass header.from=garage.example`,
    `mx.provider.example; dmarc=none`,
    `"mx.provider.example"; dmarc=pass\0 header.from=garage.example`,
  ];
  const forged = results.map((result) => ({
    why: `results ${result.slice(0, 60)}`,
    source: personsMail({
      from: gaston,
      dmarc: null,
      to: address,
      headers: [["Authentication-Results", result]],
    }),
  }));
  const beneath = {
    why: "true results on top, forged ones below",
    source: personsMail({
      from: gaston,
      dmarc: "fail",
      to: address,
      headers: [["Authentication-Results", pass]],
    }),
  };
  const others = ["Marie <marie@bakery.example>", "evil@evil.example", "count@ant.example"];
  const thread = {
    headers: [["In-Reply-To", messageId]] as const,
    subject: `Re: [#${number}] Garage`,
  };
  const elsewhere = others.flatMap((from) => [
    { why: `${from} with the garage's reply address`, source: personsMail({ from, to: address }) },
    { why: `${from} with the garage's thread`, source: personsMail({ from, ...thread }) },
    {
      why: `${from} with the garage's number`,
      source: personsMail({ from, subject: `[#${number}]` }),
    },
    {
      why: `${from} with all of it, by a program`,
      source: personsMail({
        from,
        ...thread,
        headers: [...thread.headers, ["Precedence", "junk"]],
      }),
    },
  ]);
  const signature = address.replace(/\+\d+\./, "+99999.");
  const addresses = [
    signature,
    address.replace(/.@/, "0@"),
    `support+${number}@provider.example`,
    `support+${number}.${"0".repeat(16)}@provider.example`,
  ];
  const made = addresses.map((to) => ({ why: `reply address ${to}`, source: personsMail({ to }) }));
  return [...forged, beneath, ...elsewhere, ...made];
}

export function automatic({ number }: Known): OddMail[] {
  const marks = [
    ["Auto-Submitted", "auto-replied"],
    ["Auto-Submitted", "auto-generated"],
    ["Precedence", "bulk"],
    ["Precedence", "list"],
    ["X-Auto-Response-Suppress", "All"],
    ["X-Autoreply", "yes"],
    ["List-Id", "<x.example>"],
    ["Return-Path", "<>"],
  ] as const;
  const senders = ["Marie <marie@bakery.example>", "x@stranger.example"];
  return [
    ...marks.flatMap((mark) =>
      senders.map((from) => ({
        why: `${mark.join(": ")} from ${from}`,
        source: personsMail({ from, subject: `[#${number}]`, headers: [mark] }),
      })),
    ),
    { why: "ours", source: personsMail({ from: `Support <${SUPPORT}>` }) },
    { why: "a daemon", source: personsMail({ from: "MAILER-DAEMON@mx.example" }) },
    {
      why: "a report of nothing",
      source: mailOf(
        multipart("report; report-type=delivery-status", [
          { type: "message/delivery-status", body: "" },
        ]),
      ),
    },
  ];
}

/** Bytes without sense, always the same: what a reader meets that was handed the wrong file. */
export function noise(): OddMail[] {
  return Array.from({ length: 20 }, (_, seed) => {
    const source = new Uint8Array(2_000 * (seed + 1));
    let state = seed + 1;
    for (let place = 0; place < source.length; place += 1) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      source[place] = state >> 16;
    }
    return { why: `noise ${seed}`, source };
  });
}
