import { expect, test } from "vitest";
import { authenticationOf } from "../../../collector/domain/mail-authentication.ts";

/** The results as headers, from top to bottom, of a mail from a sender at client.example. */
const PASS = "mx.provider.example; dmarc=pass header.from=client.example";

test.for([
  { why: "the believed server says so", results: [PASS], is: "pass" },
  {
    why: "its name is compared in any case",
    results: ["MX.Provider.Example; dmarc=pass header.from=Client.Example"],
    is: "pass",
  },
  {
    why: "a version stands after the name",
    results: ["mx.provider.example 1; dmarc=pass header.from=client.example"],
    is: "pass",
  },
  {
    why: "what DMARC rests on stands beside it",
    results: [
      "mx.provider.example; spf=pass smtp.mailfrom=a@client.example; dkim=pass; dmarc=pass (p=NONE) header.from=client.example",
    ],
    is: "pass",
  },
  { why: "nobody looked", results: [], is: "none" },
  {
    why: "another server said it",
    results: ["mx.evil.example; dmarc=pass header.from=client.example"],
    is: "none",
  },
  {
    why: "a forged one below says pass, the true one on top fail",
    results: ["mx.provider.example; dmarc=fail header.from=client.example", PASS],
    is: "fail",
  },
  {
    why: "the sender wrote one in the name of the believed server, which itself found nothing to say",
    results: ["mx.provider.example; none", PASS],
    is: "none",
  },
  {
    why: "a server on the way put its own on top: what is below may be anybody's",
    results: ["relay.example; arc=none", PASS],
    is: "none",
  },
  {
    why: "SPF alone says nothing of who the reader sees",
    results: ["mx.provider.example; spf=pass smtp.mailfrom=client.example"],
    is: "none",
  },
  {
    why: "it passed for another domain than the one that is shown",
    results: ["mx.provider.example; dmarc=pass header.from=evil.example"],
    is: "none",
  },
  {
    why: "it passed for no domain that it names: perhaps for another than the one that is shown",
    results: ["mx.provider.example; dmarc=pass (p=REJECT)"],
    is: "none",
  },
  {
    why: "the domain stands in a comment alone",
    results: ["mx.provider.example; dmarc=pass ( header.from=client.example)"],
    is: "none",
  },
  {
    why: "it passed for a domain that only ends like the one that is shown",
    results: ["mx.provider.example; dmarc=pass header.from=evil-client.example"],
    is: "none",
  },
  {
    why: "the whole address is named",
    results: ["mx.provider.example; dmarc=pass header.from=marie@client.example"],
    is: "pass",
  },
  {
    why: "a fail needs no domain to be one",
    results: ["mx.provider.example; dmarc=fail"],
    is: "fail",
  },
  {
    why: "the word stands in a comment",
    results: ["mx.provider.example; dkim=fail (; dmarc=pass header.from=client.example)"],
    is: "none",
  },
  {
    why: "the word stands in quotes",
    results: ['mx.provider.example; dkim=fail reason="x; dmarc=pass header.from=client.example"'],
    is: "none",
  },
  {
    why: "a quote that is not closed hides nothing good",
    results: ['mx.provider.example; dkim=fail reason="x; dmarc=pass header.from=client.example'],
    is: "none",
  },
  {
    why: "two results that do not agree: one of them was smuggled in",
    results: ["mx.provider.example; dmarc=pass header.from=client.example; dmarc=fail"],
    is: "fail",
  },
  {
    why: "the domain could not be asked",
    results: ["mx.provider.example; dmarc=temperror header.from=client.example"],
    is: "none",
  },
  { why: "longer than any honest one", results: [`${PASS}${" ".repeat(10_000)}`], is: "none" },
])("$is: $why", ({ results, is }) => {
  const found = authenticationOf({
    results,
    believed: "mx.provider.example",
    fromDomain: "client.example",
  });
  expect(found).toBe(is);
});

test("nobody is believed where no server is named", () => {
  expect(authenticationOf({ results: [PASS], believed: "", fromDomain: "client.example" })).toBe(
    "none",
  );
});

test.for([
  { why: "whatever its name", results: [PASS], is: "pass" },
  {
    why: "also one that has no name at all",
    results: ["dmarc=pass header.from=client.example"],
    is: "pass",
  },
  { why: "but only the topmost", results: ["a.example; dmarc=fail", PASS], is: "fail" },
])("* believes the topmost, $why", ({ results, is }) => {
  expect(authenticationOf({ results, believed: "*", fromDomain: "client.example" })).toBe(is);
});
