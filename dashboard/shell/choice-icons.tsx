/** What a choice in the bar is about, drawn small beside it. */

const LANGUAGE =
  "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M1.5 8h13M8 1.5c2 1.7 3 4 3 6.5s-1 4.8-3 6.5M8 1.5c-2 1.7-3 4-3 6.5s1 4.8 3 6.5";
const SCHEME = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13";
const SCHEME_HALF = "M8 1.5a6.5 6.5 0 0 1 0 13z";

export function LanguageIcon() {
  return (
    <svg className="choice-icon" viewBox="0 0 16 16" width={15} height={15} aria-hidden="true">
      <path d={LANGUAGE} />
    </svg>
  );
}

export function SchemeIcon() {
  return (
    <svg className="choice-icon" viewBox="0 0 16 16" width={15} height={15} aria-hidden="true">
      <path d={SCHEME} />
      <path d={SCHEME_HALF} className="choice-icon-full" />
    </svg>
  );
}
