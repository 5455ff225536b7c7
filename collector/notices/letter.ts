import type { Language } from "@vigie/shared/problems.ts";
import { type Html, html, safe } from "./html.ts";
import { toHtml } from "./markdown.ts";

/** A mail's content, once as text and once as HTML: both are made of the same parts, so they say the same. */
export type Letter = {
  readonly language: Language;
  readonly subject: string;
  readonly heading: string;
  readonly parts: readonly Part[];
  /** Why it came, or what may be done with it. */
  readonly footer: string;
};

export type Part =
  | { readonly kind: "line"; readonly text: string }
  /** What somebody wrote, in Markdown; `note` says what was left out. */
  | { readonly kind: "words"; readonly markdown: string; readonly note?: string }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: "link"; readonly name: string; readonly url: string };

export function toPlain({ heading, parts, footer }: Letter, colon: string): string {
  const said = parts.map((part) => plainOf(part, colon));
  return [heading, ...said, ...(footer === "" ? [] : [`-- \n${footer}`])]
    .filter((text) => text !== "")
    .join("\n\n")
    .concat("\n");
}

function plainOf(part: Part, colon: string): string {
  switch (part.kind) {
    case "line":
      return part.text;
    case "words":
      return part.note === undefined ? part.markdown : `${part.markdown}\n\n[${part.note}]`;
    case "facts":
      return part.rows.map(([name, value]) => `${name}${colon} ${value}`).join("\n");
    case "link":
      return `${part.name}${colon} ${part.url}`;
  }
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const STYLES = {
  body: `margin:0;padding:24px 12px;background:#f3f4f6;color:#1f2937;font-size:15px;line-height:1.5;${FONT}`,
  card: "max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e5e7eb;border-radius:8px",
  heading: "margin:0 0 16px;font-size:18px;line-height:1.3",
  line: "margin:0 0 12px",
  words: "margin:0 0 12px;padding:2px 0 2px 14px;border-left:3px solid #9ca3af",
  note: "margin:0 0 12px;color:#6b7280",
  table: "margin:0 0 16px;border-collapse:collapse",
  name: "padding:2px 16px 2px 0;text-align:left;font-weight:normal;color:#6b7280;vertical-align:top",
  value: "padding:2px 0;vertical-align:top",
  link: "display:inline-block;padding:8px 16px;background:#1d4ed8;color:#ffffff;border-radius:6px;text-decoration:none",
  footer: "max-width:600px;margin:16px auto 0;color:#6b7280;font-size:13px",
} as const;

export function toHtmlPage({ language, subject, heading, parts, footer }: Letter): string {
  const page = html`<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${subject}</title>
</head>
<body style="${STYLES.body}">
<div style="${STYLES.card}">
<h1 style="${STYLES.heading}">${heading}</h1>
${parts.map(htmlOf)}</div>
${footer === "" ? "" : html`<p style="${STYLES.footer}">${footer}</p>\n`}</body>
</html>
`;
  return page.html;
}

function htmlOf(part: Part): Html {
  switch (part.kind) {
    case "line":
      return html`<p style="${STYLES.line}">${part.text}</p>\n`;
    case "words": {
      const note =
        part.note === undefined ? "" : html`<p style="${STYLES.note}">${part.note}</p>\n`;
      return html`<div style="${STYLES.words}">${safe(toHtml(part.markdown))}</div>\n${note}`;
    }
    case "facts":
      return html`<table role="presentation" style="${STYLES.table}">\n${part.rows.map(rowOf)}</table>\n`;
    case "link":
      return html`<p style="${STYLES.line}"><a style="${STYLES.link}" href="${part.url}">${part.name}</a></p>\n`;
  }
}

function rowOf([name, value]: readonly [string, string]): Html {
  return html`<tr><th style="${STYLES.name}">${name}</th><td style="${STYLES.value}">${value}</td></tr>\n`;
}
