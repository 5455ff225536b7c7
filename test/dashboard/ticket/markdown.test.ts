import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown, safeUrl } from "../../../dashboard/ticket/markdown.tsx";

const shown = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }));

test.for([
  ["https://example.org/a", "https://example.org/a", "a page"],
  ["mailto:a@example.org", "mailto:a@example.org", "a mail"],
  ["javascript:alert(1)", "", "a script"],
  ["JaVaScRiPt:alert(1)", "", "however it is written"],
  ["data:text/html,x", "", "a page within"],
  ["/api/tickets", "", "a path of ours is nowhere that its writer meant"],
  ["//example.org", "", "nor is one that borrows our scheme"],
] as const)("%s leads to %j: %s", ([url, expected]) => {
  expect(safeUrl(url)).toBe(expected);
});

test("HTML is text", () => {
  const html = shown("<script>alert(1)</script>\n\n<b onclick=x>gras</b>");
  expect(html).not.toMatch(/<script|<b[ >]/);
  expect(html).toContain("&lt;script&gt;");
});

test("a link leads out and tells the far end nothing of the page", () => {
  expect(shown("[ici](https://example.org)")).toContain(
    '<a href="https://example.org" target="_blank" rel="noopener noreferrer nofollow">ici</a>',
  );
  expect(shown("[ici](javascript:alert(1))")).not.toContain("<a");
});

test("an image is a link, for to fetch it would tell that it was read", () => {
  const html = shown("![plan](https://example.org/plan.png)");
  expect(html).not.toContain("<img");
  expect(html).toContain('href="https://example.org/plan.png"');
});

test("a message has no heading of the page", () => {
  expect(shown("# Bonjour")).toBe('<div class="markdown"><strong>Bonjour</strong></div>');
});
