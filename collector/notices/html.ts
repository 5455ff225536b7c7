/** HTML in which every value is text, but for what was made by this same function. */

export type Html = { readonly html: string };

type Value = string | number | Html | readonly Html[];

/** A template whose values are escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return {
    html: parts.reduce((made, part, place) => `${made}${toText(values[place - 1] ?? "")}${part}`),
  };
}

/** HTML that somebody else has made safe. */
export function safe(made: string): Html {
  return { html: made };
}

function toText(value: Value): string {
  if (typeof value === "string" || typeof value === "number") return escape(String(value));
  return "html" in value ? value.html : value.map((one) => one.html).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
