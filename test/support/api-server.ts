import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { WebSocket } from "ws";
import { openAttachmentFolder } from "../../collector/attachments/folder.ts";
import { createClocks } from "../../collector/flow/clocks.ts";
import { createDesk } from "../../collector/flow/desk.ts";
import { toLiveChanges } from "../../collector/flow/draft.ts";
import { createEstateLane } from "../../collector/flow/estate-lane.ts";
import { createLedger } from "../../collector/flow/ledger.ts";
import { createLiveFeed, type LiveFeed } from "../../collector/flow/live.ts";
import { createLiveReader } from "../../collector/flow/live-reader.ts";
import { loadMemory, type Memory } from "../../collector/flow/memory.ts";
import { createNotifier } from "../../collector/flow/notifier.ts";
import { createTicketReader } from "../../collector/flow/ticket-documents.ts";
import type { Figures } from "../../collector/http/figures.ts";
import { type HttpOptions, startHttp } from "../../collector/http/server.ts";
import { newId } from "../../collector/ids.ts";
import { createKeepers } from "../../collector/keepers.ts";
import type { MetricStore } from "../../collector/metrics/metric-store.ts";
import { openMetricStore } from "../../collector/metrics/open.ts";
import { createPost } from "../../collector/notices/post.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { Registry, Unit } from "../../collector/registry/registry.ts";
import { openSecrets } from "../../collector/secrets.ts";
import {
  addressesOf,
  openSupportMailbox,
  type SupportMailbox,
} from "../../collector/support-mailbox.ts";
import { BELIEVED, createPlainReader, SUPPORT } from "./mails.ts";
import { addOffice, OPENED_AT } from "./office.ts";

/** The real HTTP server over real stores in a fresh folder, with the office in it. */
export type ApiServer = {
  readonly url: string;
  readonly port: number;
  /** What it was started with. */
  readonly options: HttpOptions;
  readonly registry: Registry;
  readonly metrics: MetricStore;
  /** Where the bytes of attachments are. */
  readonly filesFolder: string;
  /** Takes mails in, as the mailbox does. */
  readonly support: SupportMailbox & { readonly addressFor: (ticketNumber: number) => string };
  readonly live: LiveFeed;
  /** What the log was told, as JSON lines. */
  readonly logged: readonly string[];
  readonly clock: { now: Temporal.Instant };
  readonly figures: { now: Figures };
  /** Machines of which the first page came or the last went, in order. */
  readonly watchedChanges: string[];
  /** Agents whose connections had to end, in order. */
  readonly shutOut: readonly string[];
  readonly memory: () => Memory;
  readonly close: () => Promise<void>;
};

export const VERSION = "0.1.0-test";

export async function startApiServer({
  publicFolder,
  seed = addOffice,
}: {
  readonly publicFolder?: string;
  readonly seed?: (unit: Unit) => Promise<void>;
} = {}): Promise<ApiServer> {
  await using parts = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "vigie-api-"));
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  parts.defer(() => registry.close());
  await registry.commit(seed);
  const embedded = { engine: "embedded", path: join(folder, "metrics.sqlite") } as const;
  const owner = { registryId: registry.id, lastSpoolId: await registry.lastSpoolId() };
  const metrics = await openMetricStore(embedded, owner, { log: () => {} });
  parts.defer(() => metrics.close());

  const clock = { now: Temporal.Instant.from(OPENED_AT) };
  const now = () => clock.now;
  const wall = () => ({ wallMs: clock.now.epochMilliseconds, monotonicMs: performance.now() });
  const logged: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });

  const clocks = createClocks();
  const desk = createDesk({ newId, clocks });
  const tickets = createTicketReader({ read: registry.read, clocks, now });
  const watchedChanges: string[] = [];
  const live = createLiveFeed({
    reader: createLiveReader({ read: registry.read, tickets }),
    isMachine: (id) => ledger.memory().machines.has(id),
    nowMs: () => clock.now.epochMilliseconds,
    onWatchedChange: (id, isWatched) => watchedChanges.push(`${isWatched ? "+" : "-"}${id}`),
    onFailure: (error) => log.error({ err: error }, "the live feed failed"),
  });
  parts.defer(() => live.close());
  // Nothing leaves by itself: what a mail server would be sent waits in the outbox.
  const secrets = openSecrets(folder);
  const notifier = createNotifier({ newId, hasMail: true });
  const filesFolder = join(folder, "attachments");
  const files = await openAttachmentFolder(filesFolder, { reservedBytes: 0 });
  const post = createPost({
    registry,
    files,
    notifier,
    secrets,
    smtp: undefined,
    publicUrl: undefined,
    webhookNetworks: [{ address: "127.0.0.0", prefix: 8, family: "ipv4" }],
    replyTo: undefined,
    version: VERSION,
    newId,
    now: () => clock.now.epochMilliseconds,
    onFailed: (error) => log.error({ err: error }, "a notice failed"),
    onGivenUp: () => {},
  });
  const ledger = createLedger({
    registry,
    notifier,
    desk,
    now: wall,
    spooled: () => undefined,
    memory: await loadMemory(registry.read, 0),
    onCommitted: (draft) => live.publish(toLiveChanges(draft)),
  });

  const supportMail = {
    supportAddress: SUPPORT,
    mailbox: null,
    believed: BELIEVED,
    sourceDays: 90,
  };
  const addresses = addressesOf(supportMail, { secrets, sender: undefined });
  const support = await openSupportMailbox({
    settings: supportMail,
    dataFolder: folder,
    registry,
    ledger,
    desk,
    clocks,
    notifier,
    files,
    addresses,
    newId,
    now: wall,
    log,
    reader: createPlainReader(),
  });
  parts.defer(() => support.close());
  const lane = createEstateLane();
  const shutOut: string[] = [];
  const figures = { now: quietFigures() };
  const options: HttpOptions = {
    host: "127.0.0.1",
    port: 0,
    publicFolder,
    version: VERSION,
    parts: {
      registry,
      metrics,
      tickets,
      live,
      ...createKeepers({
        ledger,
        desk,
        clocks,
        read: registry.read,
        metrics,
        files,
        notifier,
        post,
        lane,
        newId,
        now: wall,
        onRuleChanged: ({ id: ruleId }) => live.publish([{ ruleId }]),
        onShutOut: (agentId) => void shutOut.push(agentId),
      }),
      mails: support.mails,
      sample: {
        isThere: async () => (await registry.read.estate.customers()).some(({ sample }) => sample),
        remove: async () => void (await registry.commit(({ estate }) => estate.removeSample())),
      },
      figures: () => figures.now,
      log,
      now,
    },
  };
  const http = await startHttp(options);
  parts.defer(() => http.close());

  const running = parts.move();
  const port = Number(new URL(http.url).port);
  const close = () => running.disposeAsync();
  return {
    url: http.url,
    port,
    options,
    registry,
    metrics,
    filesFolder,
    support: { ...support, addressFor: (number) => addresses.replyTo?.(number) ?? "" },
    live,
    logged,
    clock,
    figures,
    watchedChanges,
    shutOut,
    memory: ledger.memory,
    close,
  };
}

export function quietFigures(): Figures {
  return {
    recorder: {
      batches: 3,
      messages: 7,
      letGo: 0,
      failed: 0,
      commitMs: 1_500,
      waiting: 0,
      reports: 5,
      repeated: 1,
      late: 1,
      refused: 1,
      problem: undefined,
    },
    spooler: { rows: 3, failed: 0, isBehind: false },
    sweeper: { setAside: [] },
    notices: { sent: 4, failed: 2, givenUp: 0, isMailSet: true, mailProblem: undefined },
    mailboxFault: undefined,
    jobs: [],
    broker: { connections: 12 },
    loopDelay: { max: 20_000_000, percentile: () => 10_000_000, reset: () => {} },
  };
}

/** A page on the live feed: what it was sent, and how it ended. */
export type LivePage = {
  readonly socket: WebSocket;
  readonly frames: {
    readonly type: string;
    readonly id: number;
    readonly [name: string]: unknown;
  }[];
  /** Bytes of each frame. */
  readonly sizes: readonly number[];
  readonly watch: (machines: readonly string[], after?: { feed: string; id: number }) => void;
  readonly closed: Promise<number>;
};

/** Opens a page on the live feed as a browser does, with its own Origin. */
export async function openLive({ url }: Pick<ApiServer, "url">): Promise<LivePage> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/live`, { origin: url });
  const frames: LivePage["frames"] = [];
  const sizes: number[] = [];
  socket.binaryType = "nodebuffer";
  socket.on("message", (message) => {
    if (!Buffer.isBuffer(message)) throw new TypeError("a frame in pieces");
    sizes.push(message.byteLength);
    frames.push(JSON.parse(message.toString()));
  });
  const closed = once(socket, "close").then(([code]) => Number(code));
  await once(socket, "open");
  return {
    socket,
    frames,
    sizes,
    watch: (machines, after) =>
      socket.send(
        JSON.stringify({ type: "watch", machines, ...(after !== undefined && { after }) }),
      ),
    closed,
  };
}
