// The HTTP side of the server, put together.

import Koa from "koa";

import { type ApiPorts, createApi } from "./api.ts";
import { answerErrors } from "./errors.ts";
import { answerHealth } from "./health.ts";
import { servePage } from "./page.ts";
import { secureHeaders } from "./secure-headers.ts";

const HUNG_UP = new Set(["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"]);

/** What the HTTP side works with. */
export interface HttpPorts extends ApiPorts {
  /** The directory of the built page. */
  page: string;
  /** Rejects while the server cannot serve. */
  check: () => Promise<void>;
  /** Logs a fault of the server and answers the id it is logged under. */
  reportFault: (error: unknown) => string;
}

/** The HTTP side, to be mounted on a Node server with `callback()`. */
export function createHttpApp(ports: HttpPorts): Koa {
  const app = new Koa();
  app.use(secureHeaders());
  app.use(answerErrors(ports.reportFault));
  app.use(answerHealth(ports.check));
  app.use(createApi(ports));
  app.use(servePage(ports.page));
  // What breaks while an answer is being streamed: mostly the other side hanging up, which is its own affair.
  app.on("error", (error: NodeJS.ErrnoException) => {
    if (!HUNG_UP.has(error.code ?? "")) ports.reportFault(error);
  });
  return app;
}
