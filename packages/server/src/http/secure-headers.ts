// The security headers of every answer. They are always the same: helmet is asked for them once.

import type { IncomingMessage, ServerResponse } from "node:http";

import helmet from "helmet";
import type { Middleware } from "koa";

/** The security headers of every answer, name and value. No HSTS and no upgrade of requests: on a plain-HTTP network both blank the page. */
export const secureHeaders: readonly [name: string, value: string][] = askHelmet();

/** Sets the security headers of every answer. */
export function setSecureHeaders(): Middleware {
  return (ctx, next) => {
    for (const [name, value] of secureHeaders) ctx.res.setHeader(name, value);
    return next();
  };
}

function askHelmet(): [name: string, value: string][] {
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        connectSrc: ["'self'", "ws:", "wss:"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  const headers: [name: string, value: string][] = [];
  const recorder = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  secure({} as IncomingMessage, recorder as unknown as ServerResponse, () => undefined);
  return headers;
}
