// The endpoints under /api, /stats and /metrics. Each turns a request into one call of the chat, and its answer into JSON.

import type { IncomingMessage } from "node:http";

import bodyParser from "@koa/bodyparser";
import Router from "@koa/router";
import { ChatError, type Stats, parseMembersRequest, parsePostRequest } from "@chat/protocol";
import { parseModerationRequest } from "@chat/protocol/moderation";
import type { Context, Middleware } from "koa";

import type { ClientAddressOf } from "../addresses/client-address.ts";
import type { Admission } from "../admission.ts";
import type { RequestLimit } from "../limits/request-limit.ts";
import type { Chat } from "../rooms/chat.ts";
import { readBearer } from "./bearer.ts";
import { readOutsider, readPassword } from "./outsider.ts";
import type { HistoryEndpoint } from "./history-endpoint.ts";

/** The largest body of a post: a message of 4,000 escaped characters fits twice. */
const BODY_MAX = "100kb";

/** What the endpoints work with. */
export interface ApiPorts {
  chat: Chat;
  admission: Admission;
  limit: RequestLimit;
  addressOf: ClientAddressOf;
  /** What `/stats` says of the node besides its rooms. */
  describe: () => Pick<Stats, "clients" | "uptime" | "store" | "node" | "version">;
  /** What `/metrics` answers. */
  metrics: { readonly contentType: string; render: () => Promise<string> };
  history: HistoryEndpoint;
}

/** The endpoints of people's programs. */
export function createApi(ports: ApiPorts): Middleware {
  const { chat, admission, limit, addressOf, describe, metrics, history } = ports;
  const toOutsider = (request: IncomingMessage) => readOutsider(request, addressOf);
  const router = new Router({ strict: false });
  const guard: Middleware = (ctx, next) => {
    admission.checkOrigin(ctx.get("Origin") || undefined, ctx.get("Host") || undefined);
    admission.checkToken(readBearer(ctx.get("Authorization")));
    limit(ctx.req, ctx.method === "POST" ? "posts" : "reads");
    ctx.set("Cache-Control", "no-store");
    return next();
  };

  router.get("/stats", guard, async (ctx) => {
    const rooms = await chat.activeRooms();
    ctx.body = { active_rooms: Object.fromEntries(rooms), rooms: rooms.size, ...describe() };
  });

  router.get("/metrics", guard, async (ctx) => {
    ctx.set("Content-Type", metrics.contentType);
    ctx.body = await metrics.render();
  });

  router.get("/api/rooms", guard, async (ctx) => {
    ctx.body = { rooms: await chat.rooms() };
  });

  router.get("/api/rooms/:room/history", async (ctx) => {
    // The endpoint writes the answer itself.
    ctx.respond = false;
    for (const name of ctx.res.getHeaderNames()) ctx.res.removeHeader(name);
    await history(ctx.req, ctx.res, readRoom(ctx), ctx.query);
  });

  router.get("/api/rooms/:room/members", guard, async (ctx) => {
    const request = parseMembersRequest({ room: readRoom(ctx), password: readPassword(ctx.req) });
    ctx.body = { room: request.room, members: await chat.members(toOutsider(ctx.req), request) };
  });

  router.post("/api/rooms/:room/messages", guard, refuseCompressed, readBody(), async (ctx) => {
    const password = readPassword(ctx.req);
    const post = { ...readPost(ctx), ...(password !== undefined && { password }) };
    const request = parsePostRequest({ ...post, room: readRoom(ctx) });
    const { message } = await chat.post(toOutsider(ctx.req), request);
    ctx.status = 201;
    ctx.type = "json";
    ctx.body = `{"message":${message.json}}`;
  });

  const moderation = "/api/rooms/:room/moderation";
  router.post(moderation, guard, refuseCompressed, readBody(), async (ctx) => {
    const request = parseModerationRequest({ ...readObject(ctx), room: readRoom(ctx) });
    ctx.body = { moderated: await chat.moderate(toOutsider(ctx.req), request) };
  });

  const routes = router.routes() as unknown as Middleware;
  const methods = router.allowedMethods() as unknown as Middleware;
  const answer: Middleware = async (ctx, next) => {
    await methods(ctx, next);
    // The methods that there are stand in `Allow` by now.
    if (ctx.status === 405 || ctx.status === 501) {
      throw new ChatError("method_not_allowed", "This endpoint has other methods.");
    }
  };
  return (ctx, next) => routes(ctx, () => answer(ctx, next));
}

/**
 * A post is small: nobody needs to compress one, and whoever inflates what strangers send can be made to inflate without
 * end. What reads the body would inflate it, and an error behind its limit would end the server.
 */
const refuseCompressed: Middleware = (ctx, next) => {
  const encoding = ctx.get("Content-Encoding");
  if (encoding === "" || /^identity$/i.test(encoding)) return next();
  throw new ChatError("invalid_request", "Send the body as it is, without Content-Encoding.");
};

function readBody(): Middleware {
  return bodyParser({
    enableTypes: ["json", "text"],
    jsonLimit: BODY_MAX,
    textLimit: BODY_MAX,
  });
}

/** The fields of a post: a JSON object, or a text with its author in the query. */
function readPost(ctx: Context): Record<string, unknown> {
  const { body } = ctx.request as unknown as { body: unknown };
  const nonce = ctx.get("Idempotency-Key") || undefined;
  if (!/^(?:utf-?8|us-ascii)?$/i.test(ctx.request.charset)) {
    throw new ChatError("invalid_request", "Send the body in UTF-8.");
  }
  if (ctx.is("json")) {
    const fields = readObject(ctx);
    return nonce === undefined ? fields : { ...fields, nonce };
  }
  if (ctx.is("text/plain")) {
    return {
      username: ctx.query["username"],
      message: typeof body === "string" ? body : "",
      nonce,
    };
  }
  throw new ChatError(
    "invalid_request",
    `Send "Content-Type: application/json" with {"username", "message"}, or "text/plain" with ?username=.`,
  );
}

/** The fields of a body of JSON. */
function readObject(ctx: Context): Record<string, unknown> {
  const { body } = ctx.request as unknown as { body: unknown };
  if (ctx.is("json") && typeof body === "object" && body !== null && !Array.isArray(body)) {
    return { ...body };
  }
  throw new ChatError("invalid_request", "The body is an object of JSON, see docs/protocol.md.");
}

function readRoom(ctx: Context): unknown {
  return (ctx["params"] as Record<string, unknown>)["room"];
}
