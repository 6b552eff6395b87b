// GET /api/openapi.json and /api/asyncapi.json: the documents that programs are written or made from. Whoever may reach
// the server may read them: they are the same for every server of a version.

import { createHash } from "node:crypto";

import type { Middleware } from "koa";

const HOUR_S = 3_600;

interface Served {
  body: string;
  etag: string;
}

/** Answers the documents. They are made when somebody first asks. */
export function serveDocuments(version: string): Middleware {
  const served = new Map<string, Promise<Served>>();
  return async (ctx, next) => {
    const name = /^\/api\/(openapi|asyncapi)\.json$/.exec(ctx.path)?.[1];
    if (name === undefined || (ctx.method !== "GET" && ctx.method !== "HEAD")) return next();
    if (!served.has(name)) served.set(name, render(name, version));
    const { body, etag } = (await served.get(name)) as Served;
    ctx.set("Cache-Control", `public, max-age=${HOUR_S}`);
    ctx.set("ETag", etag);
    // Pages that show such documents come from anywhere.
    ctx.set("Access-Control-Allow-Origin", "*");
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    ctx.type = "json";
    ctx.body = body;
  };
}

async function render(name: string, version: string): Promise<Served> {
  const document =
    name === "openapi"
      ? (await import("./open-api.ts")).createOpenApi(version)
      : (await import("./async-api.ts")).createAsyncApi(version);
  const body = JSON.stringify(document);
  return { body, etag: `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"` };
}
