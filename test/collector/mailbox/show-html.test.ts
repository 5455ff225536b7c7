import { expect, test } from "vitest";
import { isReasonable, showHtml } from "../../../collector/mailbox/show-html.ts";

const show = (html: string) => showHtml(html, new Map());

test.for([
  ["scripts", "<script>alert(1)</script><p>x</p>", "alert"],
  ["handlers", '<p onclick="alert(1)">x</p>', "onclick"],
  ["addresses that run", '<a href="javascript:alert(1)">x</a>', "javascript"],
  ["the same, in disguise", '<a href="jAvA&#10;script:alert(1)">x</a>', "script:"],
  ["documents as addresses", '<a href="data:text/html,<script>1</script>">x</a>', "data:text"],
  ["forms", '<form action="https://evil.example"><input name="p"></form>', "evil.example"],
  ["frames", '<iframe src="https://evil.example"></iframe>', "evil.example"],
  [
    "objects",
    '<object data="https://evil.example/x.swf"></object><embed src="https://evil.example">',
    "evil.example",
  ],
  ["sheets elsewhere", '<link rel="stylesheet" href="https://evil.example/x.css">', "evil.example"],
  ["sheets of its own", "<style>@import url(https://evil.example)</style>", "evil.example"],
  ["backgrounds", '<p style="background:url(https://evil.example/x.png)">x</p>', "evil.example"],
  [
    "a background in an attribute",
    '<table background="https://evil.example/x.png"></table>',
    "evil.example",
  ],
  [
    "SVG",
    '<svg><image href="https://evil.example/x.png"/><script>alert(1)</script></svg>',
    "evil.example",
  ],
  ["sets of sources", '<img srcset="https://evil.example/x.png 2x">', "evil.example"],
  ["a new base", '<base href="https://evil.example/">', "evil.example"],
  [
    "a page that goes elsewhere by itself",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "evil.example",
  ],
  [
    "images as data that are pages",
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    "onload",
  ],
  ["a fold over the page around it", '<div style="position:fixed;top:0">x</div>', "position"],
])("leaves out %s", ([, html = "", stray = ""]) => {
  expect(show(html).html.toLowerCase()).not.toContain(stray);
});

test("keeps what lays out and says something", () => {
  const html =
    '<h1>Total</h1><table><tr><td style="color:#c00;text-align:right">12 €</td></tr></table>';
  const shown = show(html).html;
  expect(shown).toContain("<h1>Total</h1>");
  expect(shown).toContain("color:#c00");
});

test("a link opens elsewhere, and tells nothing of this page", () => {
  const shown = show('<a href="https://x.example/a" target="_self">x</a>').html;
  expect(shown).toContain('rel="noopener noreferrer nofollow"');
  expect(shown).toContain('target="_blank"');
});

test.for([
  ["/api/tickets", "a path of this page"],
  ["?customer=x", "a question to this page"],
  ["//evil.example", "another host by this page's protocol"],
  ["vigie", "a name beside this page"],
] as const)("%s is no link: %s", ([href]) => {
  expect(show(`<a href="${href}">x</a>`).html).not.toContain("href");
});

test("what only looks whole is written out, so that it leads nowhere into this page", () => {
  expect(show('<a href="https:api/tickets">x</a>').html).toContain('href="https://api/tickets"');
});

test("counts the images elsewhere that are not shown", () => {
  const html =
    '<img src="http://a.example/1"><img src="//b.example/2"><img src="cid:gone"><img src="">';
  expect(show(html).blockedImages).toBe(2);
});

test.for([
  ["nested without end", "<div>".repeat(200_000)],
  ["tags that never end", "<".repeat(500_000)],
  ["many elements", "<b>x</b>".repeat(200_000)],
  ["one long attribute", `<p title="${"x".repeat(2_000_000)}">`],
  ["comments that never end", "<!--".repeat(200_000)],
  ["styles without end", `<p style="${"color:red;".repeat(100_000)}">x</p>`],
])("takes no long time: %s", ([, html = ""]) => {
  const begun = performance.now();
  show(html);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test("HTML that nobody wrote is shown as its words", () => {
  const html = `${"<div>".repeat(1_000)}la caisse<script>x</script>`;
  expect(isReasonable(html)).toBe(false);
  expect(show(html).html).toContain("la caisse");
  expect(show(html).html).not.toContain("<script");
});
