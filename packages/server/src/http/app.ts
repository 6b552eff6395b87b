// The HTTP side of the server, put together.

import type { RequestListener } from "node:http";

import Koa, { type Context } from "koa";

import type { RequestLog } from "../request-log.ts";
import type { RequestsUnderWay } from "../requests-under-way.ts";
import { type ApiPorts, createApi } from "./api.ts";
import { serveDocuments } from "./documents/serve-documents.ts";
import { answerErrors, isClientsDoing } from "./errors.ts";
import { answerHealth } from "./health.ts";
import { servePage } from "./page.ts";
import { answerPlainHistory, createHistoryEndpoint } from "./history-endpoint.ts";
import { REQUEST_ID, type RequestIdOf } from "./request-ids.ts";
import { setSecureHeaders } from "./secure-headers.ts";

/** What the HTTP side works with. */
export interface HttpPorts extends Omit<ApiPorts, "history"> {
  /** The directory of the built page. */
  page: string;
  /** The version of the server. */
  version: string;
  /** Counts an answer, by its endpoint and its status. */
  countAnswer: (endpoint: string, status: number) => void;
  /** Rejects while the server cannot serve. */
  check: () => Promise<void>;
  log: RequestLog;
  underWay: Pick<RequestsUnderWay, "begin" | "end">;
  /** The name of each request. */
  idOf: RequestIdOf;
}

/** Answers that no endpoint of the router gave, by their path; whatever else is there is the page. */
const PATHS = new Set(["/healthz", "/readyz", "/api/openapi.json", "/api/asyncapi.json"]);

/** The HTTP side, as what a Node server listens with. */
export function createHttpListener(ports: HttpPorts): RequestListener {
  const { log, idOf, underWay } = ports;
  const history = createHistoryEndpoint(ports);
  const app = new Koa();
  app.use(async (ctx, next) => {
    ctx.set(REQUEST_ID, idOf(ctx.req));
    underWay.begin();
    try {
      await next();
    } finally {
      underWay.end();
    }
    // That endpoint counts for itself.
    if (ctx.respond !== false) ports.countAnswer(endpointOf(ctx), ctx.status);
  });
  app.use(setSecureHeaders());
  app.use(answerErrors(log, idOf));
  app.use(answerHealth(ports.check));
  app.use(createApi({ ...ports, history }));
  app.use(serveDocuments(ports.version));
  app.use(servePage(ports.page));
  // What breaks while an answer is being streamed: mostly the other side hanging up, which is its own affair.
  app.on("error", (error: unknown, ctx?: Context) => {
    if (!isClientsDoing(error)) log.reportFault(error, ctx ? { request: idOf(ctx.req) } : {});
  });
  const answer = app.callback();
  return (request, response) => {
    if (!answerPlainHistory(history, request, response)) void answer(request, response);
  };
}

/** The endpoint that answered: one of a fixed set, whatever is asked for. */
function endpointOf(ctx: Context): string {
  const { _matchedRoute: route } = ctx as unknown as { _matchedRoute?: unknown };
  if (typeof route === "string") return route;
  if (PATHS.has(ctx.path)) return ctx.path;
  return ctx.status < 400 ? "page" : "other";
}
