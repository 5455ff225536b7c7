import { randomBytes } from "node:crypto";
import type { AddressInfo, Socket } from "node:net";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastifyWebsocket from "@fastify/websocket";
import { ProblemError } from "@vigie/shared/problems.ts";
import Fastify, { LogController } from "fastify";
import { createCalendarBook } from "../flow/calendar-book.ts";
import { addAcknowledgements } from "./acknowledgements.ts";
import { addAlerts } from "./alerts.ts";
import type { Api, HttpParts } from "./api.ts";
import { addAttachments } from "./attachments.ts";
import { addBreachCauses } from "./breach-causes.ts";
import { addCalendars } from "./calendars.ts";
import { addCalls } from "./calls.ts";
import { answerClientError } from "./client-errors.ts";
import { addCompliance } from "./compliance.ts";
import { addContacts } from "./contacts.ts";
import { addContractEnds } from "./contract-ends.ts";
import { addContractTemplates } from "./contract-templates.ts";
import { addContractVersions } from "./contract-versions.ts";
import { addContracts } from "./contracts.ts";
import { addCspReports } from "./csp-reports.ts";
import { addCsv } from "./csv.ts";
import { type Cursors, createCursors } from "./cursors.ts";
import { addCustomerNotices } from "./customer-notices.ts";
import { addCustomers } from "./customers.ts";
import { addDeadLetters } from "./dead-letters.ts";
import { addDependencies } from "./dependencies.ts";
import { addEquipment } from "./equipment.ts";
import { addEscalationPolicies } from "./escalation-policies.ts";
import { addHeaders, guard } from "./guard.ts";
import { addHealth } from "./health.ts";
import { addHolidaySets } from "./holiday-sets.ts";
import { addJsonBodies } from "./json-body.ts";
import { addLiveSocket, endSockets, WEBSOCKET_OPTIONS } from "./live-socket.ts";
import { addMachineChanges } from "./machine-changes.ts";
import { addMachines } from "./machines.ts";
import { addMacros } from "./macros.ts";
import { addMailMessages } from "./mail-messages.ts";
import { addMaintenanceWindows } from "./maintenance-windows.ts";
import { answerUnknown } from "./not-found.ts";
import { addNoticeRules } from "./notice-rules.ts";
import { addNotices } from "./notices.ts";
import { addOpenApi, describeApi } from "./openapi.ts";
import { addOutages } from "./outages.ts";
import { addPages } from "./pages.ts";
import { addPerimeterPreview } from "./perimeter-preview.ts";
import { requirePolicies } from "./policies.ts";
import { answerError } from "./problems.ts";
import { addPrometheus } from "./prometheus.ts";
import { addRotaCalendars } from "./rota-calendars.ts";
import { addRotas } from "./rotas.ts";
import { addRuleOverrides } from "./rule-overrides.ts";
import { addRules } from "./rules.ts";
import { addSample } from "./sample.ts";
import { addSeries } from "./series.ts";
import { addSites } from "./sites.ts";
import { addSlaPreview } from "./sla-preview.ts";
import { addStaff } from "./staff.ts";
import { addTeams } from "./teams.ts";
import { addTermPreview } from "./term-preview.ts";
import { addTicketActs } from "./ticket-acts.ts";
import { addTicketBulk } from "./ticket-bulk.ts";
import { addTicketChanges } from "./ticket-changes.ts";
import { addTicketHistory } from "./ticket-history.ts";
import { addTicketPeople } from "./ticket-people.ts";
import { addTicketRequests } from "./ticket-requests.ts";
import { addTickets } from "./tickets.ts";
import { addTimeEntries } from "./time-entries.ts";
import { compileValidator } from "./validation.ts";
import { addViews } from "./views.ts";
import { addWebhooks } from "./webhooks.ts";

export type HttpOptions = {
  /** 127.0.0.1, ::1 or localhost: without accounts nobody else may come in. */
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  /** Folder of the built dashboard; undefined = the API alone. */
  readonly publicFolder: string | undefined;
  readonly version: string;
  readonly parts: HttpParts;
};

export type Http = {
  readonly url: string;
  /** Ends all connections; resolves when nothing is under way any more. */
  readonly close: () => Promise<void>;
};

/** Connections at once, of pages and of the live feed; those beyond it are ended at once. */
export const CONNECTIONS_MAX = 512;

const BODY_BYTES_MAX = 1024 * 1024;
const HEADER_BYTES_MAX = 16 * 1024;

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 60_000;

/** How often the time-outs above are looked at. */
const TIMEOUTS_CHECK_MS = 2_000;

/** How long requests under way may take when the server stops. */
const CLOSE_MS = 3_000;

const REQUEST_ID_BYTES = 9;

/** Addresses to listen on, by the name that a person gave. */
const LOOPBACK: ReadonlyMap<string, string> = new Map([
  ["localhost", "127.0.0.1"],
  ["127.0.0.1", "127.0.0.1"],
  ["::1", "::1"],
]);

/**
 * Serves the page, the API and the live feed. Throws a ProblemError: `setting_invalid` for an
 * address beyond this machine, `port_in_use`, `address_unusable`.
 */
export async function startHttp(options: HttpOptions): Promise<Http> {
  const host = LOOPBACK.get(options.host);
  if (host === undefined) {
    const detail = `${options.host} is not 127.0.0.1, ::1 or localhost`;
    throw new ProblemError("setting_invalid", { name: "VIGIE_HTTP_HOST", detail });
  }
  const app = await buildServer(options);
  app.server.maxConnections = CONNECTIONS_MAX;
  const sockets = socketsOf(app);
  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    await app.close();
    throw toListenProblem(error, options);
  }
  const { port } = addressOf(app);
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    close: () => closeServer(app, sockets),
  };
}

/** The whole server, not yet listening. */
async function buildServer({ publicFolder, version, parts }: HttpOptions): Promise<Api> {
  const app = createApp(parts);
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(answerError);
  app.removeContentTypeParser("text/plain");
  addJsonBodies(app);

  // First, because it ends the socket of an upgrade that a later hook refuses.
  await app.register(fastifyWebsocket, { options: WEBSOCKET_OPTIONS, preClose: endSockets });
  guard(app);
  const routes = requirePolicies(app);
  await describeApi(app, version);

  addResources(app, parts, version);
  const givePage = publicFolder === undefined ? undefined : await addPages(app, publicFolder);
  app.setNotFoundHandler(answerUnknown({ routes, givePage }));
  await app.ready();
  return app;
}

function addResources(app: Api, parts: HttpParts, version: string): void {
  const cursors = createCursors();
  addHealth(app, parts, version);
  addMachines(app, parts, cursors);
  addMachineChanges(app, parts);
  addSeries(app, parts);
  addAlerts(app, parts, cursors);
  addAcknowledgements(app, parts);
  addMaintenanceWindows(app, parts, cursors);
  addDependencies(app, parts, cursors);
  addOutages(app, parts, cursors);
  addRules(app, parts);
  addRuleOverrides(app, parts);
  addDesk(app, parts, cursors);
  addCalendars(app, parts, cursors);
  addHolidaySets(app);
  addCustomers(app, parts, cursors);
  addSites(app, parts, cursors);
  addContacts(app, parts, cursors);
  addEquipment(app, parts, cursors);
  addCsv(app, parts);
  addContracts(app, parts, cursors);
  addContractVersions(app, parts);
  addContractEnds(app, parts);
  addContractTemplates(app, parts);
  addPerimeterPreview(app, parts);
  addSlaPreview(app, parts);
  addTermPreview(app, parts);
  addCompliance(app, parts);
  addBreachCauses(app, parts);
  addMailMessages(app, parts, cursors);
  addNotices(app, parts, cursors);
  addNoticeRules(app, parts);
  addCustomerNotices(app, parts);
  addWebhooks(app, parts);
  addOnCall(app, parts);
  addDeadLetters(app, parts, cursors);
  addSample(app, parts);
  addLiveSocket(app, parts);
  const cspReports = addCspReports(app, parts);
  addPrometheus(app, parts, { version, cspReports });
  addOpenApi(app);
}

/** Who is woken. */
function addOnCall(app: Api, parts: HttpParts): void {
  const book = createCalendarBook();
  addRotas(app, parts, book);
  addRotaCalendars(app, parts);
  addEscalationPolicies(app, parts);
}

/** Tickets, and who works on them. */
function addDesk(app: Api, parts: HttpParts, cursors: Cursors): void {
  addTickets(app, parts, cursors);
  addTicketActs(app, parts);
  addTicketChanges(app, parts);
  addTicketPeople(app, parts);
  addTicketHistory(app, parts, cursors);
  addAttachments(app, parts);
  addTimeEntries(app, parts, cursors);
  addStaff(app, parts, cursors);
  addTeams(app, parts, cursors);
  addTicketRequests(app, parts);
  addCalls(app, parts, cursors);
  addTicketBulk(app, parts);
  addMacros(app, parts, cursors);
  addViews(app, parts, cursors);
}

function createApp({ log }: HttpParts): Api {
  return Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(REQUEST_ID_BYTES).toString("base64url"),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUTS_CHECK_MS,
    },
    clientErrorHandler: answerClientError,
    frameworkErrors(error, request, reply) {
      addHeaders(reply);
      answerError(error, request, reply);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
}

/** All connections, upgraded ones too, which the server itself no longer counts. */
function socketsOf(app: Api): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

async function closeServer(app: Api, sockets: ReadonlySet<Socket>): Promise<void> {
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, CLOSE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}

function addressOf(app: Api): AddressInfo {
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}

function toListenProblem(error: unknown, { host, port }: HttpOptions): ProblemError {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return new ProblemError(
      "port_in_use",
      { port, host, name: "VIGIE_HTTP_PORT" },
      { cause: error },
    );
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new ProblemError(
    "address_unusable",
    { host, detail, name: "VIGIE_HTTP_HOST" },
    { cause: error },
  );
}
