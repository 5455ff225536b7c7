import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Logger } from "pino";
import { openAttachmentFolder } from "./attachments/folder.ts";
import { openBroker } from "./broker/open.ts";
import { createPartitions } from "./broker/partition.ts";
import { createSecretCheck } from "./credentials.ts";
import { addDefaultRules } from "./default-rows.ts";
import { looksAtTrends } from "./domain/rule.ts";
import { createClocks } from "./flow/clocks.ts";
import { createDesk } from "./flow/desk.ts";
import { toLiveChanges } from "./flow/draft.ts";
import { createEstateLane } from "./flow/estate-lane.ts";
import { createInstructor } from "./flow/instructor.ts";
import { createIntake } from "./flow/intake.ts";
import { createLedger, type Ledger } from "./flow/ledger.ts";
import { createLiveFeed } from "./flow/live.ts";
import { createLiveReader } from "./flow/live-reader.ts";
import { loadMemory } from "./flow/memory.ts";
import { createNotifier } from "./flow/notifier.ts";
import { createReceipts } from "./flow/receipts.ts";
import { Recorder } from "./flow/recorder.ts";
import { Spooler } from "./flow/spooler.ts";
import { createStepper } from "./flow/stepper.ts";
import { createSweeper } from "./flow/sweeper.ts";
import { createTicketReader } from "./flow/ticket-documents.ts";
import { createTrendWatch } from "./flow/trends.ts";
import { tidyingJobs } from "./housekeeping.ts";
import { startHttp } from "./http/server.ts";
import { newId } from "./ids.ts";
import { startJobs } from "./jobs.ts";
import { createKeepers } from "./keepers.ts";
import { openDataFolder } from "./lock.ts";
import { openMetricStore } from "./metrics/open.ts";
import { createPost } from "./notices/post.ts";
import { openRegistry } from "./registry/open.ts";
import { createSample } from "./sample.ts";
import { openSecrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { addressesOf, openSupportMailbox } from "./support-mailbox.ts";
import { tidyingOfMails } from "./sweep-mails.ts";

export type App = {
  readonly httpUrl: string;
  readonly mqttUrl: string;
  /** The data folder, absolute. */
  readonly dataFolder: string;
  readonly ledger: Ledger;
  readonly close: () => Promise<void>;
};

/**
 * Builds the collector and starts it. Parts are made from the last of the flow to the first, so
 * that each is given what comes after it; the stack takes them down in the reverse order. It is the
 * one long function, because it is the picture of the whole.
 */
export async function startApp({
  settings,
  log,
  version,
  publicFolder,
}: {
  readonly settings: Settings;
  readonly log: Logger;
  readonly version: string;
  /** The built dashboard; undefined = the API alone. */
  readonly publicFolder: string | undefined;
}): Promise<App> {
  await using parts = new AsyncDisposableStack();
  const say = (line: string): void => log.info(line);

  const folder = openDataFolder(settings.dataFolder);
  parts.defer(() => folder.close());

  const registry = await openRegistry({ ...inFolder(settings.registry, folder.path), log: say });
  parts.defer(() => registry.close());
  await addDefaultRules(registry);
  const secrets = openSecrets(folder.path);

  const owner = { registryId: registry.id, lastSpoolId: await registry.lastSpoolId() };
  const metrics = await openMetricStore(inFolder(settings.metrics, folder.path), owner, {
    log: say,
  });
  parts.defer(() => metrics.close());

  const files = await openAttachmentFolder(join(folder.path, "attachments"));

  const clocks = createClocks();
  const desk = createDesk({ newId, clocks });
  const tickets = createTicketReader({ read: registry.read, clocks, now: Temporal.Now.instant });
  const memory = await loadMemory(registry.read, performance.now());
  memory.cadenceSeconds = settings.cadenceSeconds;

  const live = createLiveFeed({
    reader: createLiveReader({ read: registry.read, tickets }),
    isMachine: (id) => ledger.memory().machines.has(id),
    nowMs: Date.now,
    onWatchedChange: (machineId, isWatched) => instructor.onWatchedChange(machineId, isWatched),
    onFailure: (error) => log.error({ err: error }, "the live feed could not read what changed"),
  });
  parts.defer(() => live.close());

  const spooler = new Spooler({
    registry,
    metrics,
    onFailed: (error) => log.warn({ err: error }, "the metric store did not take samples"),
  });
  parts.defer(() => spooler.close());

  const addresses = addressesOf(settings.supportMail, {
    secrets,
    sender: settings.notices.smtp?.from.address,
  });
  const notifier = createNotifier({ newId, hasMail: settings.notices.smtp !== undefined });
  const post = createPost({
    ...settings.notices,
    registry,
    files,
    notifier,
    secrets,
    replyTo: addresses.replyTo,
    version,
    newId,
    now: Date.now,
    onFailed: (error) => log.error({ err: error }, "a notice could not be sent or marked"),
    onGivenUp: ({ id, kind }, code) => log.warn({ id, kind, code }, "a notice was given up"),
  });
  parts.defer(() => post.sender.close());

  const ledger = createLedger({
    registry,
    notifier,
    desk,
    memory,
    now,
    spooled: () => spooler.takeDroppable(),
    onCommitted(draft) {
      receipts.send(draft);
      instructor.afterCommit(draft);
      spooler.kick();
      live.publish(toLiveChanges(draft));
      if (draft.notices > 0) post.sender.wake();
    },
  });
  const publish = (topic: string, payload: string): void => broker.publish(topic, payload);
  const receipts = createReceipts({ publish, generation: registry.generation });
  const instructor = createInstructor({ ...settings, publish, memory: ledger.memory });

  const recorder = new Recorder({
    ledger,
    newId,
    onFailed: (error, messages) =>
      log.error({ err: error, messages }, "a batch was not kept; its agents send it again"),
  });

  const intake = createIntake({
    partitionOf: createPartitions(),
    isAgent: (agentId) => ledger.memory().byAgent.has(agentId),
    now,
    onArrival: recorder.receive,
  });

  const broker = await openBroker({
    engine: "embedded",
    ...settings.mqtt,
    limits: { messagesPerSecond: settings.mqtt.rate, burst: settings.mqtt.burst },
    credentials: { isSecretOf: createSecretCheck(ledger) },
    listener: intake,
    log: say,
  });
  // Nothing comes in any more, then what came in is committed, and its receipts have left.
  parts.defer(() => broker.close());
  parts.defer(() => recorder.close());

  const stepper = createStepper({
    ledger,
    onSetAside: (row, error) =>
      log.error({ err: error, ...row }, "what is due of it failed; it is set aside for a while"),
  });
  const sweeper = createSweeper({
    read: registry.read,
    ledger,
    stepper,
    desk,
    notifier,
    now,
    onFailed: (error) => log.error({ err: error }, "a sweep failed; the next one does it again"),
    onClockStep: (stepMs) => log.warn({ stepMs }, "the clock of this machine was set"),
  });
  sweeper.start();
  parts.defer(() => sweeper.close());

  const trends = createTrendWatch({
    metrics,
    ledger,
    now,
    onFailed: (error) => log.warn({ err: error }, "trends could not be looked at"),
  });
  trends.start();
  parts.defer(() => trends.close());
  spooler.kick();
  post.sender.start();

  const support = await openSupportMailbox({
    settings: settings.supportMail,
    dataFolder: folder.path,
    registry,
    ledger,
    desk,
    clocks,
    notifier,
    files,
    addresses,
    newId,
    now,
    log,
  });
  support.mailbox?.start();
  parts.defer(() => support.close());

  const jobs = startJobs({
    jobs: [
      ...tidyingJobs({ ...settings, registry, metrics, files, log }),
      tidyingOfMails({ ...settings.supportMail, registry, sources: support.sources, log }),
    ],
    now: Temporal.Now.instant,
    onFailed: (job, error) => log.error({ err: error, job }, "a job failed"),
  });
  parts.defer(() => jobs.close());

  const loopDelay = monitorEventLoopDelay({ resolution: 20 });
  loopDelay.enable();
  parts.defer(() => void loopDelay.disable());

  const lane = createEstateLane();
  const onShutOut = (agentId: string): void => broker.disconnect(agentId);
  const http = await startHttp({
    ...settings.http,
    publicFolder,
    version,
    parts: {
      registry,
      metrics,
      tickets,
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
        now,
        onRuleChanged({ id: ruleId, condition }) {
          live.publish([{ ruleId }]);
          if (looksAtTrends(condition)) trends.hurry();
        },
        onShutOut,
      }),
      mails: support.mails,
      live,
      sample: createSample({ registry, ledger, lane, onShutOut }),
      figures: () => ({
        recorder: recorder.counts(),
        spooler: spooler.counts(),
        sweeper: { setAside: stepper.setAside() },
        notices: { ...post.sender.counts(), isMailSet: settings.notices.smtp !== undefined },
        mailboxFault: support.mailbox?.state().fault,
        jobs: jobs.states(),
        broker: { connections: broker.connections() },
        loopDelay,
      }),
      log,
      now: Temporal.Now.instant,
    },
  });
  parts.defer(() => http.close());

  const running = parts.move();
  return {
    httpUrl: http.url,
    mqttUrl: broker.url,
    dataFolder: folder.path,
    ledger,
    close: () => running.disposeAsync(),
  };
}

function now() {
  return { wallMs: Date.now(), monotonicMs: performance.now() };
}

/** Settings of an engine, with its file, if it has one, in the data folder. */
function inFolder<T extends object>(settings: T, folder: string): T {
  return "path" in settings ? { ...settings, path: join(folder, String(settings.path)) } : settings;
}
