// Whether the process lives and whether it can serve, for those who restart it or send it work.

import { ChatError } from "@chat/protocol";
import type { Middleware } from "koa";

/** Answers /healthz at once, and /readyz once `check` has settled: 503 where it rejects. */
export function answerHealth(check: () => Promise<void>): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== "GET" && ctx.method !== "HEAD") return next();
    if (ctx.path === "/healthz") {
      ctx.body = { status: "ok" };
    } else if (ctx.path === "/readyz") {
      try {
        await check();
        ctx.body = { status: "ready" };
      } catch (error) {
        if (error instanceof ChatError) throw error;
        throw new ChatError("unavailable", "The server cannot serve now.", { cause: error });
      }
    } else {
      return next();
    }
    ctx.set("Cache-Control", "no-store");
  };
}
