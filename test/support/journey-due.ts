import type { Registry, Tables } from "../../collector/registry/registry.ts";

/** When the sweeper or the sender has something to do next, at or before an instant. */
export async function nextDueMs({ read }: Registry, untilMs: number): Promise<number | undefined> {
  const [presence] = await read.estate.duePresences(untilMs, 1);
  const [target] = await read.tickets.dueTargets(untilMs, 1);
  const [step] = await read.tickets.dueEscalations(untilMs, 1);
  const [calm] = await read.alerts.calm(untilMs, 1);
  const [held] = await read.alerts.heldUntil(untilMs, 1);
  const [window] = await read.noise.windows.due(untilMs, 1);
  const mailMs = await read.notices.nextDueMs("mail");
  const exactMs = [
    presence?.dueAtMs,
    calm?.flapping?.calmAtMs,
    held?.hold?.untilMs,
    window?.dueAtMs,
    ...(await onCallDueMs(read, untilMs)),
    mailMs,
  ];
  const afterMs = [target?.breachAfterMs, step?.firesAfterMs].map((ms) =>
    typeof ms === "number" ? ms + 1 : null,
  );
  const instants = [...exactMs, ...afterMs].filter((ms) => typeof ms === "number");
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** When somebody is to be woken, or takes over. */
async function onCallDueMs({ onCall }: Tables, untilMs: number) {
  // At the beginning of time nothing is due but what is to be looked at again, which is at once.
  const again = await onCall.dueWatches(0, 1);
  const [watch] = await onCall.dueWatches(untilMs, 1);
  const [rota] = await onCall.dueHandovers(untilMs, 1);
  return [again.length > 0 ? 0 : watch?.nextAtMs, rota?.nextHandoverMs];
}
