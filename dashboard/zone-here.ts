/** The zone of whoever reads: what is of no site is told in it. */
export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
