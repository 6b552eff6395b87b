// The web page: static files, compressed ahead of time.

import { existsSync } from "node:fs";
import { join } from "node:path";

import { ChatError } from "@chat/protocol";
import type { Middleware } from "koa";
import serve from "koa-static";

/** Names with a content hash never change what they stand for. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const YEAR_S = 31_536_000;

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
