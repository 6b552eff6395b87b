// How errors look over HTTP: a status, and a body with code and sentence.

import { ChatError, type ChatErrorCode, type WireError } from "@chat/protocol";
import type { Middleware } from "koa";

import type { RequestLog } from "../request-log.ts";
import type { RequestIdOf } from "./request-ids.ts";

/** The status that each code goes with. */
export const HTTP_STATUS: Record<ChatErrorCode, number> = {
  invalid_room: 400,
  invalid_username: 400,
  invalid_message: 400,
  invalid_request: 400,
  message_too_long: 413,
  payload_too_large: 413,
  unauthorized: 401,
  forbidden_origin: 403,
  muted: 403,
  room_closed: 403,
  banned: 403,
  kicked: 403,
  forbidden: 403,
  password_required: 403,
  wrong_password: 403,
  not_found: 404,
  method_not_allowed: 405,
  username_mismatch: 409,
  username_taken: 409,
  not_joined: 409,
  rate_limited: 429,
  limit_reached: 409,
  unavailable: 503,
  internal: 500,
};

/** Node's codes for a request that is not HTTP, breaks off, or takes too long to come. */
const CLIENTS_DOING =
  /^(?:HPE_|ECONNRESET$|ECONNABORTED$|EPIPE$|ERR_STREAM_PREMATURE_CLOSE$|ERR_HTTP_REQUEST_TIMEOUT$)/;

/**
 * Whether the other side made this error, by hanging up or by bytes that cannot be read. Such an error carries these bytes:
 * they have no business in the log.
 */
export function isClientsDoing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && CLIENTS_DOING.test(code);
}

/**
 * Turns what the layers behind it throw into a status and a body. Anything but a ChatError is a fault of the server.
 *
 * @param log is told of faults and refusals
 */
export function answerErrors(log: RequestLog, idOf: RequestIdOf): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) {
        throw new ChatError("not_found", `There is nothing at ${ctx.path.slice(0, 200)}.`);
      }
    } catch (error) {
      const { status, fields, body } = toErrorAnswer(error, log, idOf(ctx.req));
      ctx.status = status;
      ctx.set(fields);
      ctx.body = body;
    }
  };
}

/** What is answered instead of what failed. */
export interface ErrorAnswer {
  status: number;
  /** Header fields besides those of every answer. */
  fields: Record<string, string>;
  body: { error: WireError };
}

/** How an error looks over HTTP. Anything but a ChatError is a fault of the server, and reported. */
export function toErrorAnswer(error: unknown, log: RequestLog, request: string): ErrorAnswer {
  const failure = toChatError(error, log, request);
  if (failure.code !== "internal") log.noteRefusal(failure.code, () => ({ request }));
  const fields: Record<string, string> = {};
  if (failure.code === "unauthorized") fields["WWW-Authenticate"] = "Bearer";
  if (failure.retryAfterMs !== undefined) {
    fields["Retry-After"] = String(Math.ceil(failure.retryAfterMs / 1_000));
  }
  return { status: HTTP_STATUS[failure.code], fields, body: { error: failure.toWire() } };
}

function toChatError(error: unknown, log: RequestLog, request: string): ChatError {
  if (error instanceof ChatError && error.code !== "internal") return error;
  const { status } = error as { status?: unknown };
  if (isClientsDoing(error)) {
    return new ChatError("invalid_request", "The server could not read this request.");
  }
  if (status === 413) return new ChatError("payload_too_large", "The body is too large.");
  if (status === 404) return new ChatError("not_found", "There is nothing here.");
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new ChatError("invalid_request", "The server could not read this request.");
  }
  const id = log.reportFault(error, { request });
  return new ChatError("internal", `The server made a mistake. Its log has it under ${id}.`);
}
