// The lines of the log about single requests: those that failed, and, where somebody wants to see them, those that were refused.
// Each names its request or its connection; none holds a text, a token or a secret.

import { randomBytes } from "node:crypto";

import type { Logger } from "pino";

/** Which request a line is about. */
export interface RequestOrigin {
  /** Of a request over HTTP: the id that its answer carries. */
  request?: string;
  /** Of a request over Socket.IO: its connection, and its event. */
  connection?: string;
  event?: string;
}

/** What is told of single requests. */
export interface RequestLog {
  /** Logs a fault of the server and answers the id it is logged under. */
  reportFault(error: unknown, origin: RequestOrigin): string;
  /** Logs a refusal. @param code of its error */
  noteRefusal(code: string, origin: () => RequestOrigin): void;
}

/** Makes the log of a node. Refusals are on level debug: whoever attacks would otherwise write the log. */
export function createRequestLog(log: Logger): RequestLog {
  return {
    reportFault: (error, origin) => {
      const fault = randomBytes(4).toString("hex");
      log.error(
        { err: error, fault, ...origin },
        "A request failed for a reason of the server's own",
      );
      return fault;
    },
    noteRefusal: (code, origin) => {
      if (log.isLevelEnabled("debug")) log.debug({ code, ...origin() }, "Refused a request");
    },
  };
}
