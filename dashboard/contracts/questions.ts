import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { HolidaySet } from "@vigie/shared/calendar.ts";
import type { SlaPreviewWish } from "@vigie/shared/sla.ts";
import type { ContractsWish, VersionPlace } from "../api/contracts.ts";
import { useParts } from "../parts.tsx";

/** What the pages about contracts read from the API. Every key begins with what it is of. */

/** Holidays of a year, templates: nothing changes them but a new Vigie. */
const NEVER = Number.POSITIVE_INFINITY;

export function useContracts(wish: ContractsWish) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["contracts", wish],
    queryFn: ({ signal }) => contracts.list(wish, signal),
    placeholderData: keepPreviousData,
  });
}

export function useContract(id: string) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["contract", id],
    queryFn: ({ signal }) => contracts.one(id, signal),
  });
}

/** A version with the ETag under which a draft may be changed. */
export function useVersion(place: VersionPlace) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["contract-version", place.contractId, place.number],
    queryFn: ({ signal }) => contracts.version(place, signal),
  });
}

/** Read only once somebody unfolds it. */
export function useCoverage(place: VersionPlace, enabled: boolean) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["contract-coverage", place.contractId, place.number],
    queryFn: ({ signal }) => contracts.coverage(place, signal),
    enabled,
  });
}

export function useDiff(id: string, range: { readonly from: number; readonly to: number }) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["contract-diff", id, range],
    queryFn: ({ signal }) => contracts.diff(id, range, signal),
  });
}

export function useCompliance(id: string, range: { readonly from: string; readonly to: string }) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["contract-compliance", id, range],
    queryFn: ({ signal }) => contracts.compliance(id, range, signal),
  });
}

export function useTemplates() {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["contract-templates"],
    queryFn: ({ signal }) => contracts.templates(signal),
    staleTime: NEVER,
  });
}

export function useCalendars() {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["calendars"],
    queryFn: ({ signal }) => contracts.calendars(signal),
  });
}

export function useHolidays(set: HolidaySet, year: number) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["holidays", set, year],
    queryFn: ({ signal }) => contracts.holidays(set, year, signal),
    staleTime: NEVER,
  });
}

export function useCustomers(search: string) {
  const { estate } = useParts().api;
  return useQuery({
    queryKey: ["customers", search],
    queryFn: ({ signal }) => estate.customers(search, signal),
    placeholderData: keepPreviousData,
  });
}

export function useSites(customerId: string, enabled: boolean) {
  const { estate } = useParts().api;
  return useQuery({
    queryKey: ["sites", customerId],
    queryFn: ({ signal }) => estate.sites(customerId, signal),
    enabled,
  });
}

/** What the clocks would say: asked as soon as there is a question. */
export function usePreview(wish: SlaPreviewWish | undefined) {
  const { contracts } = useParts().api;
  return useQuery({
    queryKey: ["sla-preview", wish],
    queryFn: async ({ signal }) => {
      if (wish === undefined) throw new Error("there is no question");
      return (await contracts.preview(wish, signal)).document;
    },
    enabled: wish !== undefined,
  });
}
