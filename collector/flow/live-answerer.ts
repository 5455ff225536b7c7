import type { Watch } from "@vigie/shared/live.ts";
import { toBytes, toSnapshotFrames } from "./live-frames.ts";
import type { Interest } from "./live-interest.ts";
import type { Lane } from "./live-lane.ts";
import type { LiveReader } from "./live-reader.ts";
import type { Ring } from "./live-ring.ts";
import type { Subscriber } from "./live-subscriber.ts";

/**
 * Answers what one page watches: with the frames that it missed where they are all still kept, else
 * with a snapshot. One answer at a time; of several requests meanwhile only the newest counts.
 */
export function createAnswerer({
  subscriber,
  ring,
  interest,
  reader,
  lane,
}: {
  readonly subscriber: Subscriber;
  readonly ring: Ring;
  readonly interest: Interest<Subscriber>;
  readonly reader: LiveReader;
  readonly lane: Lane;
}) {
  let asked: Watch | undefined;
  let isAnswering = false;

  function watch(request: Watch): void {
    asked = request;
    if (!isAnswering) void answerAll();
  }

  async function answerAll(): Promise<void> {
    isAnswering = true;
    while (asked !== undefined && !subscriber.isOver()) {
      const request = asked;
      asked = undefined;
      const machines = new Set(request.machines);
      const missed = missedBy(request, machines);
      interest.watch(subscriber, machines, ring.lastId());
      subscriber.hold();
      await subscriber.deliver(missed ?? (await snapshot(machines)));
      await subscriber.release();
    }
    isAnswering = false;
  }

  /** What the page missed, with a word in front that this is all; undefined when not all is kept. */
  function missedBy(
    { after }: Watch,
    machines: ReadonlySet<string>,
  ): readonly Uint8Array[] | undefined {
    if (after === undefined || after.feed !== ring.feed()) return undefined;
    const frames = ring.after(after.id);
    if (frames === undefined || !interest.areRecordedSince(machines, after.id)) return undefined;
    const missed = frames.filter(
      ({ machineId }) => machineId === undefined || machines.has(machineId),
    );
    return [toBytes({ type: "resumed", ...after }), ...missed.map(({ bytes }) => bytes)];
  }

  async function snapshot(machines: ReadonlySet<string>): Promise<readonly Uint8Array[]> {
    let frames: readonly Uint8Array[] = [];
    await lane.enter(async () => {
      if (subscriber.isOver()) return;
      // From here on frames come after the snapshot; what came before is in it.
      subscriber.hold();
      const at = { feed: ring.feed(), id: ring.lastId() };
      frames = toSnapshotFrames(await reader.snapshot([...machines]), at);
    });
    return frames;
  }

  return { watch };
}
