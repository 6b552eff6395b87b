// The web page: static files, compressed ahead of time, under headers that let nothing else in.

import { existsSync } from "node:fs";
import { join } from "node:path";

import { ChatError } from "@chat/protocol";
import helmet from "helmet";
import type { Middleware } from "koa";
import serve from "koa-static";

/** Names with a content hash never change what they stand for. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const YEAR_S = 31_536_000;

/** The security headers of every answer. No HSTS and no upgrade of requests: on a plain-HTTP network both blank the page. */
export function secureHeaders(): Middleware {
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
  return async (ctx, next) => {
    // Helmet calls back at once, and with an error only where the process cannot go on.
    secure(ctx.req, ctx.res, (error?: unknown) => {
      if (error) throw error as Error;
    });
    await next();
  };
}

/** Serves the built page from a directory. Where it was not built, `/` says so. */
export function servePage(directory: string): Middleware {
  const files = serve(directory, { brotli: true, gzip: true, index: "index.html", hidden: false });
  const built = () => existsSync(join(directory, "index.html"));
  return async (ctx, next) => {
    if (ctx.path === "/" && !built()) {
      throw new ChatError(
        "unavailable",
        "The page is not built. Run `npm run build` and start again.",
      );
    }
    await files(ctx, async () => undefined);
    if (ctx.body === undefined || ctx.body === null) return next();
    ctx.vary("Accept-Encoding");
    const age = HASHED.test(ctx.path) ? `public, max-age=${YEAR_S}, immutable` : "no-cache";
    ctx.set("Cache-Control", age);
    if (ctx.fresh) {
      ctx.status = 304;
      ctx.body = null;
    }
  };
}
