import type { ComponentProps } from "react";
import ReactMarkdown from "react-markdown";

/**
 * Text that people wrote, as Markdown. HTML in it is text; a link leads out of the page and tells the
 * far end nothing of it; an image is only a link to it, for to fetch one would tell that it was read.
 */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown">
      <ReactMarkdown skipHtml={false} urlTransform={safeUrl} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

const COMPONENTS = {
  a: ({ href, children }: ComponentProps<"a">) => <OutLink href={href}>{children}</OutLink>,
  img: ({ src, alt }: ComponentProps<"img">) => (
    <OutLink href={typeof src === "string" ? src : undefined}>{alt === "" ? src : alt}</OutLink>
  ),
  // A message has no place among the headings of the page.
  h1: "strong",
  h2: "strong",
  h3: "strong",
  h4: "strong",
  h5: "strong",
  h6: "strong",
} as const;

function OutLink({ href, children }: Pick<ComponentProps<"a">, "href" | "children">) {
  if (href === undefined || href === "") return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

const SCHEMES: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** The address as it is where it leads to a page or a mail; nothing otherwise. */
export function safeUrl(url: string): string {
  try {
    return SCHEMES.has(new URL(url).protocol) ? url : "";
  } catch {
    // Relative to this page is nowhere that its writer meant.
    return "";
  }
}
