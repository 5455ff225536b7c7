import type { OutboxRow } from "./outbox.ts";

/** What every envelope of one sending says. */
export type Sending = {
  readonly epoch: string;
  readonly wallMs: number;
  readonly uptimeMs: number;
};

/**
 * Puts reports into envelopes as JSON text, one for each boot they were taken in, since the uptime of
 * another boot says nothing about when a report was taken. The bodies are joined as they are.
 */
export function toEnvelopes(
  rows: readonly OutboxRow[],
  { epoch, wallMs, uptimeMs }: Sending,
): readonly string[] {
  const sentAt = new Date(wallMs).toISOString();
  return [...byBoot(rows)].map(
    ([bootId, reports]) =>
      `{"v":1,"epoch":"${epoch}","bootId":${JSON.stringify(bootId)},"sentAt":"${sentAt}",` +
      `"sentUptimeMs":${uptimeMs},"reports":[${reports.join(",")}]}`,
  );
}

function byBoot(rows: readonly OutboxRow[]): ReadonlyMap<string, readonly string[]> {
  const boots = new Map<string, string[]>();
  for (const { seq, bootId, body } of rows) {
    const report = `{"seq":${seq},${body.slice(1)}`;
    const reports = boots.get(bootId);
    if (reports === undefined) boots.set(bootId, [report]);
    else reports.push(report);
  }
  return boots;
}
