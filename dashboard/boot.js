/**
 * What must be settled before the first paint, as a classic script in the head: the colour scheme
 * that a person chose, and what may ever become HTML or a script's address (Trusted Types).
 */
const SCHEME_KEY = "vigie.scheme";

function chosenScheme() {
  try {
    const kept = window.localStorage.getItem(SCHEME_KEY);
    if (kept === "light" || kept === "dark") return kept;
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

document.documentElement.setAttribute("data-mantine-color-scheme", chosenScheme());

if ("trustedTypes" in window) {
  window.trustedTypes.createPolicy("default", {
    createHTML: (text) => {
      if (text.includes("<")) throw new TypeError("HTML from text is refused");
      return text;
    },
    createScriptURL: (url) => {
      if (url !== "/sw.js") throw new TypeError("this script address is refused");
      return url;
    },
  });
}
