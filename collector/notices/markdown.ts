import MarkdownIt from "markdown-it";

/**
 * What people wrote, as HTML for a mail. Their HTML is text to us, pictures are not fetched, and a link
 * leads to the web or to an address; nothing else is a link.
 */
const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable("image");

markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)/i.test(url);

export function toHtml(source: string): string {
  return markdown.render(source);
}
