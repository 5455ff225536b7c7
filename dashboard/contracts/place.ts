import { SEARCH_LENGTH_MAX } from "../api/wishes.ts";

/** Where among the contracts a reader is, as the page's address says it. */

/** "When would it be due?", as it was asked: local times of the contract's zone, as a form has them. */
export type DueQuestion = {
  readonly priority: number;
  /** "2026-11-23T14:30". */
  readonly at: string;
  readonly pausedFrom: string | undefined;
  /** undefined = it is paused still. */
  readonly pausedTo: string | undefined;
};

export type ContractsPlace =
  | {
      readonly page: "list";
      readonly search: string | undefined;
      readonly cursor: string | undefined;
    }
  | { readonly page: "new" }
  | {
      readonly page: "contract";
      readonly contractId: string;
      /** undefined = the version that holds today. */
      readonly number: number | undefined;
      readonly due: DueQuestion | undefined;
    }
  | {
      readonly page: "diff";
      readonly contractId: string;
      readonly from: number;
      readonly to: number;
    };

const PATH =
  /^\/contracts(?:\/(?<id>new|con_[0-9A-Z]{26})(?:\/versions\/(?<number>\d{1,4}))?)?\/?$/;
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
const NUMBER = /^\d{1,4}$/;
const PRIORITY = /^[1-4]$/;
/** What the collector takes. */
const CURSOR_LENGTH_MAX = 2_000;

/** Reads a path and a query; undefined where it is none of ours. */
export function parsePlace(pathname: string, query: URLSearchParams): ContractsPlace | undefined {
  const groups = PATH.exec(pathname)?.groups;
  if (groups === undefined) return undefined;
  const { id, number } = groups;
  if (id === undefined) {
    const search = said(query.get("search"), SEARCH_LENGTH_MAX);
    return { page: "list", search, cursor: said(query.get("cursor"), CURSOR_LENGTH_MAX) };
  }
  if (id === "new") return { page: "new" };
  return (
    parseDiff(id, query) ?? {
      page: "contract",
      contractId: id,
      number: number === undefined ? undefined : Number(number),
      due: parseQuestion(query),
    }
  );
}

/** A text of the query, as long as one may be; undefined = nothing is said. */
function said(text: string | null, lengthMax: number): string | undefined {
  return text === null || text === "" ? undefined : text.slice(0, lengthMax);
}

function parseDiff(contractId: string, query: URLSearchParams): ContractsPlace | undefined {
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  if (!NUMBER.test(from) || !NUMBER.test(to)) return undefined;
  return { page: "diff", contractId, from: Number(from), to: Number(to) };
}

function parseQuestion(query: URLSearchParams): DueQuestion | undefined {
  const [priority, at] = [query.get("priority") ?? "", query.get("at") ?? ""];
  if (!PRIORITY.test(priority) || !LOCAL_TIME.test(at)) return undefined;
  const pausedFrom = localTime(query.get("pausedFrom"));
  return {
    priority: Number(priority),
    at,
    pausedFrom,
    pausedTo: pausedFrom === undefined ? undefined : localTime(query.get("pausedTo")),
  };
}

function localTime(text: string | null): string | undefined {
  return text !== null && LOCAL_TIME.test(text) ? text : undefined;
}

/** The path and query of a place. */
export function toPlaceHref(place: ContractsPlace): string {
  switch (place.page) {
    case "list":
      return withQuery("/contracts", { search: place.search, cursor: place.cursor });
    case "new":
      return "/contracts/new";
    case "diff":
      return withQuery(`/contracts/${place.contractId}`, { from: place.from, to: place.to });
    case "contract": {
      const version = place.number === undefined ? "" : `/versions/${place.number}`;
      return withQuery(`/contracts/${place.contractId}${version}`, { ...place.due });
    }
  }
}

function withQuery(
  path: string,
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}
