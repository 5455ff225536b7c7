import sanitizeHtml from "sanitize-html";

/**
 * The HTML of a mail, made fit to be shown in a frame of its own: a list of what may stand in it, no
 * script, no form, nothing fetched from elsewhere. An image elsewhere would tell its owner who reads
 * the mail and when, so it is left out and counted.
 */
export type ShownHtml = {
  /** A whole document. */
  readonly html: string;
  readonly blockedImages: number;
};

/** Longer HTML is nothing that a person wrote; neither is HTML of more, or more nested, elements. */
const HTML_LENGTH_MAX = 4_000_000;
const ELEMENTS_MAX = 50_000;
export const OPEN_MAX = 500;

const TAG = /<(\/?)([a-z][a-z0-9]{0,20})/gi;
/** Elements that are never closed. */
const VOID: ReadonlySet<string> = new Set([
  "br",
  "hr",
  "img",
  "meta",
  "link",
  "input",
  "col",
  "wbr",
]);

/**
 * Whether a parser takes it in good time: of elements that are nested without end, the time that one
 * needs grows with their square. Counted as written, closed or not.
 */
export function isReasonable(html: string): boolean {
  if (html.length > HTML_LENGTH_MAX) return false;
  let open = 0;
  let elements = 0;
  for (const [, slash, name = ""] of html.matchAll(TAG)) {
    elements += 1;
    if (slash === "/") open = Math.max(0, open - 1);
    else if (!VOID.has(name.toLowerCase())) open += 1;
    if (open > OPEN_MAX || elements > ELEMENTS_MAX) return false;
  }
  return true;
}

/** The words alone: for what is no reasonable HTML. */
export function withoutTags(html: string): string {
  return html
    .slice(0, HTML_LENGTH_MAX)
    .replaceAll(/<[^<>]{0,1000}>/g, " ")
    .replaceAll(/[^\S\n]{2,}/g, " ");
}

/** Images that came with the mail, by their Content-ID without brackets, as `data:` addresses. */
export type OwnImages = ReadonlyMap<string, string>;

/** `style` attributes are kept for these alone: they lay out and colour, and fetch nothing. */
const PLAIN = [/^(?!.*(?:url|expression)\s*\()[\w\s.,#%()'"-]{1,200}$/i];
const STYLED = [
  "color background-color font-size font-family font-weight font-style text-align",
  "text-decoration vertical-align line-height white-space border border-collapse border-spacing",
  "padding margin width max-width border-left border-right border-top border-bottom",
  "padding-left margin-left",
];
const STYLES = Object.fromEntries(wordsIn(STYLED).map((name) => [name, PLAIN] as const));

const TAGS = wordsIn([
  "p div span br hr h1 h2 h3 h4 h5 h6 pre code blockquote ul ol li dl dt dd b strong i em u s del",
  "ins sub sup small big center font a img abbr cite q",
  "table caption thead tbody tfoot tr th td col colgroup",
]);

function wordsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(" "));
}

export function showHtml(source: string, images: OwnImages): ShownHtml {
  if (!isReasonable(source)) {
    const words = sanitizeHtml(withoutTags(source), { allowedTags: [] });
    return { html: toDocument(`<pre>${words}</pre>`), blockedImages: 0 };
  }
  const counted = { blocked: 0 };
  const body = sanitizeHtml(source, {
    allowedTags: TAGS,
    allowedAttributes: {
      "*": ["style", "align", "valign", "dir", "lang", "title"],
      a: ["href", "rel", "target"],
      img: ["src", "alt", "width", "height"],
      font: ["color", "face", "size"],
      table: ["width", "border", "cellpadding", "cellspacing", "bgcolor"],
      td: ["colspan", "rowspan", "width", "height", "bgcolor"],
      th: ["colspan", "rowspan", "width", "height", "bgcolor"],
      col: ["span", "width"],
      ol: ["start", "type"],
    },
    allowedStyles: { "*": STYLES },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["data"] },
    allowProtocolRelative: false,
    nonTextTags: ["script", "style", "textarea", "option", "noscript", "title", "head", "xml"],
    transformTags: {
      a: (tagName, { href = "", title = "" }) => ({
        tagName,
        attribs: { ...linkTo(href), title, rel: "noopener noreferrer nofollow", target: "_blank" },
      }),
      img: (tagName, attribs) => {
        const own = images.get(idIn(attribs["src"]));
        if (own === undefined && isElsewhere(attribs["src"])) counted.blocked += 1;
        const { alt = "", width = "", height = "" } = attribs;
        return { tagName, attribs: { alt, width, height, ...(own !== undefined && { src: own }) } };
      },
    },
  });
  return { html: toDocument(body), blockedImages: counted.blocked };
}

/** Written out whole: what is left to the page around it would lead into Vigie itself. */
function linkTo(text: string): { readonly href?: string } {
  const url = URL.parse(text);
  return url === null ? {} : { href: url.href };
}

function idIn(source = ""): string {
  return /^cid:/i.test(source) ? decoded(source.slice("cid:".length)).trim() : "";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isElsewhere(source = ""): boolean {
  return /^\s*(?:https?:)?\/\//i.test(source);
}

function toDocument(body: string): string {
  const head = '<meta charset="utf-8"><meta name="referrer" content="no-referrer">';
  return `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;
}
