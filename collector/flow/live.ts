import type { Watch } from "@vigie/shared/live.ts";
import { createAnswerer, type Sources } from "./live-answerer.ts";
import type { Unnumbered } from "./live-frames.ts";
import { createInterest, type Interest } from "./live-interest.ts";
import { createLane } from "./live-lane.ts";
import { createPublisher, type LiveChange } from "./live-publisher.ts";
import type { LiveReader } from "./live-reader.ts";
import { createRecordings } from "./live-recordings.ts";
import { createRing } from "./live-ring.ts";
import { createSubscriber, type LiveConnection, type Subscriber } from "./live-subscriber.ts";

/**
 * The live feed: after COMMIT the flow says what changed, by keys; pages are sent the documents of
 * the machines that they look at. Nothing is read, and nothing made, of a machine at which nobody
 * looks.
 *
 * Snapshots and documents are read one after the other, in one lane, so that what a page is sent
 * never goes back in time.
 */
export interface LiveFeed {
  /** Says what a commit changed. Returns at once. */
  publish(changes: readonly LiveChange[]): void;
  /** Takes a page in; undefined when there are too many. */
  subscribe(connection: LiveConnection): Subscription | undefined;
  /** Machines that some page looks at now. */
  watchedMachines(): ReadonlySet<string>;
  connections(): number;
  /** Ends every connection; resolves when nothing is read any more. */
  close(): Promise<void>;
}

export type Subscription = {
  /** What the page has on screen now, instead of what it had. */
  readonly watch: (request: Watch) => void;
  /** The connection is over. */
  readonly end: () => void;
};

/** Pages connected at once. */
export const LIVE_CONNECTIONS_MAX = 400;

/** WebSocket close codes: the collector stops; it failed, and the page comes back to a snapshot. */
const CLOSE_GOING_AWAY = 1001;
const CLOSE_FAILED = 1011;

export function createLiveFeed({
  reader,
  isMachine,
  nowMs,
  onWatchedChange,
  onFailure,
}: {
  readonly reader: LiveReader;
  /** Whether there is such a machine; what a page says of others is ignored. */
  readonly isMachine: (machineId: string) => boolean;
  readonly nowMs: () => number;
  /** Called when the first page looks at a machine, and when the last looks away. */
  readonly onWatchedChange: (machineId: string, isWatched: boolean) => void;
  /** Documents could not be read; every page was cut so that none misses something unaware. */
  readonly onFailure: (cause: unknown) => void;
}): LiveFeed {
  const ring = createRing();
  const recordings = createRecordings(nowMs);
  const interest = createInterest<Subscriber>((machineId, isWatched) => {
    if (isWatched) recordings.begin(machineId, ring.lastId());
    else recordings.hold(machineId);
    onWatchedChange(machineId, isWatched);
  });
  const audience = createAudience(interest, isMachine);

  function emit(machineId: string | undefined, unnumbered: Unnumbered): void {
    const { bytes } = ring.push(machineId, unnumbered);
    audience.tell(machineId, bytes);
  }

  function endAll(code: number, reason: string): void {
    audience.endAll(code, reason);
    recordings.forget();
    ring.forget();
  }

  const lane = createLane((cause) => {
    endAll(CLOSE_FAILED, "failed");
    onFailure(cause);
  });
  const sources = { ring, recordings, interest, reader, lane };

  return {
    publish: createPublisher({ reader, recordings, lane, emit }).publish,
    subscribe: (connection) => audience.join(connection, sources),
    watchedMachines: () => interest.watched,
    connections: audience.size,
    async close() {
      endAll(CLOSE_GOING_AWAY, "going away");
      await lane.idle();
    },
  };
}

/** Everybody who is connected. */
function createAudience(interest: Interest<Subscriber>, isMachine: (machineId: string) => boolean) {
  const members = new Map<Subscriber, LiveConnection>();

  function leave(subscriber: Subscriber): void {
    members.delete(subscriber);
    subscriber.end();
    interest.watch(subscriber, new Set());
  }

  return {
    size: () => members.size,

    join(connection: LiveConnection, sources: Sources): Subscription | undefined {
      if (members.size >= LIVE_CONNECTIONS_MAX) return undefined;
      const subscriber = createSubscriber(connection, () => leave(subscriber));
      members.set(subscriber, connection);
      const answer = createAnswerer(subscriber, sources);
      return {
        watch: (request) =>
          answer({ ...request, machines: request.machines.filter((id) => isMachine(id)) }),
        end: () => leave(subscriber),
      };
    },

    /** Who reads too slowly leaves while the others are told. */
    tell(machineId: string | undefined, bytes: Uint8Array): void {
      const told = machineId === undefined ? members.keys() : interest.watchersOf(machineId);
      for (const subscriber of told) subscriber.push(bytes);
    },

    endAll(code: number, reason: string): void {
      for (const [subscriber, connection] of members) {
        leave(subscriber);
        connection.close(code, reason);
      }
    },
  };
}
