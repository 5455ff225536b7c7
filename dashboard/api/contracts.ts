import type { CalendarDocument, HolidayYear, KeptCalendar } from "@vigie/shared/calendar.ts";
import type { ComplianceReport } from "@vigie/shared/compliance.ts";
import type { ContractWish, InForceWish } from "@vigie/shared/contract-acts.ts";
import type { TemplateSummary } from "@vigie/shared/contract-template.ts";
import type {
  ClauseChange,
  ContractDocument,
  ContractSummary,
  CoveragePreview,
  VersionDocument,
  VersionWish,
} from "@vigie/shared/contract-version.ts";
import type { SlaPreview, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { type Ask, createGet } from "./requests.ts";
import { CHOICES_MAX, type List, toQuery } from "./wishes.ts";

/** The part of the API that is about contracts. */

/** Rows of one page of a list that is read. */
const ROWS = 100;
/** No version has it, so that the collector says in its own words that somebody was faster. */
const OUTDATED_ETAG = '"v0"';

export type ContractsWish = {
  readonly search: string | undefined;
  readonly cursor: string | undefined;
};

/** Which version of which contract. */
export type VersionPlace = { readonly contractId: string; readonly number: number };

const pathOf = ({ contractId, number }: VersionPlace): string =>
  `/contracts/${contractId}/versions/${number}`;

export function createContractsApi(ask: Ask) {
  const get = createGet(ask);
  return {
    list: (wish: ContractsWish, signal?: AbortSignal) =>
      get<List<ContractSummary>>(`/contracts?${toQuery({ ...wish, limit: ROWS })}`, signal),
    ofCustomer: (customerId: string, signal?: AbortSignal) =>
      get<List<ContractSummary>>(
        `/contracts?${toQuery({ customerId, limit: CHOICES_MAX })}`,
        signal,
      ),
    one: (id: string, signal?: AbortSignal) => get<ContractDocument>(`/contracts/${id}`, signal),
    version: (place: VersionPlace, signal?: AbortSignal) =>
      ask<VersionDocument>(pathOf(place), { signal }),
    diff: (id: string, range: { from: number; to: number }, signal?: AbortSignal) =>
      get<{ changes: ClauseChange[] }>(`/contracts/${id}/diff?${toQuery(range)}`, signal),
    coverage: (place: VersionPlace, signal?: AbortSignal) =>
      get<CoveragePreview>(`${pathOf(place)}/coverage`, signal),
    compliance: (id: string, range: { from: string; to: string }, signal?: AbortSignal) =>
      get<ComplianceReport>(`/contracts/${id}/compliance?${toQuery(range)}`, signal),
    start: (body: ContractWish) => ask<ContractDocument>("/contracts", { method: "POST", body }),
    ...createVersionsApi(ask),
    templates: (signal?: AbortSignal) => get<List<TemplateSummary>>("/contract-templates", signal),
    calendars: (signal?: AbortSignal) =>
      get<List<KeptCalendar>>(`/calendars?${toQuery({ limit: CHOICES_MAX })}`, signal),
    /** Makes the calendar's next version; refused where somebody made one meanwhile. */
    async changeCalendar({ id, name, version, document }: KeptCalendar, changes: CalendarDocument) {
      const kept = await ask<KeptCalendar>(`/calendars/${id}`);
      const etag = kept.document.version.number === version.number ? kept.etag : OUTDATED_ETAG;
      const body = { name, document: { ...document, ...changes } };
      return ask<KeptCalendar>(`/calendars/${id}`, { method: "PUT", body, etag });
    },
    holidays: (
      set: NonNullable<CalendarDocument["holidaySet"]>,
      year: number,
      signal?: AbortSignal,
    ) => get<HolidayYear>(`/holiday-sets/${set}/${year}`, signal),
    preview: (body: SlaPreviewWish, signal?: AbortSignal) =>
      ask<SlaPreview>("/sla/preview", { method: "POST", body, signal }),
  };
}

/** How a version comes to be: each says under which ETag it was read. */
function createVersionsApi(ask: Ask) {
  return {
    amend: (id: string) =>
      ask<VersionDocument>(`/contracts/${id}/versions`, { method: "POST", body: {} }),
    save: (place: VersionPlace, body: VersionWish, etag: string | undefined) =>
      ask<VersionDocument>(pathOf(place), { method: "PUT", body, etag }),
    discard: (place: VersionPlace, etag: string | undefined) =>
      ask(pathOf(place), { method: "DELETE", etag }),
    putInForce: (place: VersionPlace, body: InForceWish, etag: string | undefined) =>
      ask(`${pathOf(place)}/in-force`, { method: "POST", body, etag }),
  };
}
