// The server, put together: the one place that sees the domain, a store, the sockets and HTTP.

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";

import { ChatError } from "@chat/protocol";
import type { Logger } from "pino";

import { createClientAddressOf } from "./addresses/client-address.ts";
import type { Config } from "./config.ts";
import { createCutOffLog } from "./cut-off-log.ts";
import { createHttpListener } from "./http/app.ts";
import { secureHeaders } from "./http/secure-headers.ts";
import { createRequestIds } from "./http/request-ids.ts";
import { createHttpServer } from "./http/server.ts";
import { PAGE_DIRECTORY, VERSION } from "./installation.ts";
import { Limiter } from "./limits/limiter.ts";
import { createRequestLimit } from "./limits/request-limit.ts";
import { Metrics } from "./metrics.ts";
import { logModeration, toBannedAddress, watchOperatorClaims } from "./moderation-log.ts";
import { openDoor } from "./open-door.ts";
import { OperatingMetrics } from "./operating-metrics.ts";
import { StartError, openStore } from "./open-store.ts";
import { ScryptHasher } from "./password-hasher.ts";
import { createRequestLog } from "./request-log.ts";
import { RequestsUnderWay } from "./requests-under-way.ts";
import { Chat } from "./rooms/chat.ts";
import { Names } from "./rooms/names.ts";
import { SampledAudience } from "./sampled-audience.ts";
import { Broadcaster } from "./sockets/broadcaster.ts";
import { Gateway } from "./sockets/gateway.ts";
import { Strain } from "./strain.ts";

/** A server that serves. */
export interface RunningServer {
  host: string;
  port: number;
  store: "redis" | "embedded";
  /** Finishes what was accepted, lets the connections go and closes the store. Never rejects. */
  close: () => Promise<void>;
}

/**
 * Opens the store, then the door.
 *
 * @throws StartError
 */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const retention = { limit: config.historyLimit, ttlMs: config.historyTtlSeconds * 1_000 };
  const metrics = new Metrics();
  const { admission, stop: stopWatching } = openDoor(config, log);
  const node = `${hostname()}-${process.pid}`;
  const operating = new OperatingMetrics(metrics.registry, { version: VERSION, node });
  const store = await openStore(config, retention, log, operating);
  const startedAt = performance.now();
  const limiter = new Limiter(config.limitTable);
  const addressOf = createClientAddressOf(config.trustedProxies);
  const underWay = new RequestsUnderWay();
  const strain = new Strain(() => underWay.takeMost());
  const broadcaster = new Broadcaster(
    (deliveries) => metrics.countDeliveries(deliveries),
    (at) => strain.isFelt(at),
  );
  const requestLog = createRequestLog(log);
  const names = new Names({
    claims: watchOperatorClaims(store.claims, config.operators, log),
    ttlMs: config.nameClaimTtlSeconds * 1_000,
    now: () => performance.now(),
  });
  const chat = new Chat({
    store,
    names,
    audience: new SampledAudience(broadcaster, (seconds) => operating.observeDelivery(seconds)),
    tally: {
      rejoined: () => operating.countRejoin(),
      reloading: () => operating.countReload(),
    },
    retention,
    now: Date.now,
    warn: (room, error) => log.warn({ err: error, room }, "A room could not be kept in step"),
    limits: {
      counts: config.limitTable.counts,
      note: (limit) => limiter.note(limit),
      obeyName: (username, act) => limiter.obeyName(username, act),
    },
    pauseMs: (now) => strain.pauseMs(now),
    rules: {
      operators: config.operators,
      hasher: new ScryptHasher(),
      addressOf: (connection) => gateway.addressOf(connection),
      toAddress: toBannedAddress,
      ...logModeration(log),
    },
  });
  let closing = false;
  const listener = createHttpListener({
    chat,
    admission,
    limit: createRequestLimit(limiter, addressOf),
    addressOf,
    metrics,
    countAnswer: (endpoint, status) => operating.countAnswer(endpoint, status),
    page: PAGE_DIRECTORY,
    version: VERSION,
    log: requestLog,
    underWay,
    idOf: createRequestIds(config.trustedProxies),
    check: async () => {
      if (closing) throw new ChatError("unavailable", "The server is closing.");
      await store.check();
    },
    describe: () => ({
      clients: gateway.connections,
      uptime: Math.floor((performance.now() - startedAt) / 1_000),
      store: store.kind,
      node,
      version: VERSION,
    }),
  });
  const http = createHttpServer(listener, config.limitTable.counts.connections);
  http.on("drop", () => limiter.note("connections"));
  const logCutOff = createCutOffLog(log);
  const gateway = new Gateway(http, {
    chat,
    broadcaster,
    admission,
    limiter,
    addressOf,
    underWay,
    headers: secureHeaders,
    log: requestLog,
    countHandshake: (outcome) => operating.countHandshake(outcome),
    countDisconnect: (reason) => operating.countDisconnect(reason),
    count: (event, outcome, seconds) => metrics.countRequest(event, outcome, seconds),
    noteCutOff: (why, connection) => {
      metrics.countCutOff(why);
      logCutOff(why, connection);
    },
  });
  metrics.read({
    connections: () => gateway.connections,
    rooms: () => chat.size.rooms,
    sessions: () => chat.size.sessions,
    refusals: () => limiter.refusals,
  });
  operating.read({
    members: () => chat.size.members,
    tailMessages: () => chat.size.messages,
    queuedBytes: () => gateway.queuedBytes,
  });
  const close = async () => {
    if (closing) return;
    closing = true;
    stopWatching();
    http.close();
    await gateway.close();
    http.closeAllConnections();
    chat.close();
    await store.close();
  };
  try {
    const { port } = await listen(http, config);
    return { host: config.host, port, store: store.kind, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(http: Server, { host, port }: Config): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) => {
      reject(new StartError(toSentence(error, host, port)));
    });
    http.listen({ host, port }, () => resolve(http.address() as AddressInfo));
  });
}

function toSentence(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} is in use. Stop what uses it, or choose another with PORT or --port.`;
    case "EACCES":
      return `Port ${port} may not be used by this user. Choose one above 1023 with PORT or --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `HOST "${host}" is no address of this machine.`;
    default:
      return `The server cannot listen on ${host}:${port}: ${error.message}`;
  }
}
