import type { Watch } from "@vigie/shared/live.ts";
import { toBytes, toSnapshotFrames } from "./live-frames.ts";
import type { Interest } from "./live-interest.ts";
import type { Lane } from "./live-lane.ts";
import type { LiveReader } from "./live-reader.ts";
import type { Recordings } from "./live-recordings.ts";
import type { Ring } from "./live-ring.ts";
import type { Subscriber } from "./live-subscriber.ts";

/** What answers are made from. */
export type Sources = {
  readonly ring: Ring;
  readonly recordings: Recordings;
  readonly interest: Interest<Subscriber>;
  readonly reader: LiveReader;
  readonly lane: Lane;
};

/**
 * Answers what one page watches: with the frames that it missed where they are all still kept, else
 * with a snapshot. One answer at a time; of several requests meanwhile only the newest counts.
 */
export function createAnswerer(subscriber: Subscriber, sources: Sources): (request: Watch) => void {
  let asked: Watch | undefined;
  let isAnswering = false;

  async function answerAll(): Promise<void> {
    isAnswering = true;
    while (asked !== undefined && !subscriber.isOver()) {
      const request = asked;
      asked = undefined;
      const missed = missedBy(request, sources);
      sources.interest.watch(subscriber, new Set(request.machines));
      subscriber.hold();
      await subscriber.answer(missed ?? (await snapshot(request, subscriber, sources)));
    }
    isAnswering = false;
  }

  return (request) => {
    asked = request;
    if (!isAnswering) void answerAll();
  };
}

/** What the page missed, with a word in front that this is all; undefined when not all is kept. */
function missedBy(
  { machines, after }: Watch,
  { ring, recordings }: Sources,
): readonly Uint8Array[] | undefined {
  if (after === undefined || after.feed !== ring.feed()) return undefined;
  const frames = ring.after(after.id);
  const isRecorded = (machineId: string) => (recordings.since(machineId) ?? Infinity) <= after.id;
  if (frames === undefined || !machines.every(isRecorded)) return undefined;
  const watched = new Set(machines);
  const missed = frames.filter(
    ({ machineId }) => machineId === undefined || watched.has(machineId),
  );
  return [toBytes({ type: "resumed", ...after }), ...missed.map(({ bytes }) => bytes)];
}

async function snapshot(
  { machines }: Watch,
  subscriber: Subscriber,
  { ring, reader, lane }: Sources,
): Promise<readonly Uint8Array[]> {
  let frames: readonly Uint8Array[] = [];
  await lane.enter(async () => {
    if (subscriber.isOver()) return;
    // From here on frames come after the snapshot; what came before is in it.
    subscriber.hold();
    const at = { feed: ring.feed(), id: ring.lastId() };
    frames = toSnapshotFrames(await reader.snapshot([...new Set(machines)]), at);
  });
  return frames;
}
