// What the server answers over HTTP: JSON, with the errors of the contract; and what it means where there is none.
// Knows no connection and no command.

import { ChatError, isRetryable, toPasswordHeader, type ChatErrorCode } from "@chat/protocol";

import { CommandError, ExitStatus, UnreachableError } from "../exit-status.ts";
import type { Settings } from "../settings.ts";

/** What the server answered, of any status. */
export interface HttpAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** What a success holds. @throws ChatError what the server refused with, CommandError `failure` */
export function toSuccess(settings: Settings, answer: HttpAnswer): Record<string, unknown> {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw toError(settings, answer);
}

/** An answer as JSON. @throws UnreachableError where it is none: what answers is no chat server */
export function toAnswer(settings: Settings, status: number, text: string): HttpAnswer {
  const body = parseObject(text);
  if (body !== undefined) return { status, body };
  throw new UnreachableError(
    settings.server,
    `what answers there is no chat server: HTTP ${status}`,
  );
}

/**
 * The headers of a request, whatever it is for.
 *
 * @param body JSON, where there is some
 * @throws CommandError `usage` for a token that no header can hold
 */
export function toHeaders(
  settings: Settings,
  body: string | undefined,
): Record<string, string | number> {
  const headers: Record<string, string | number> = { accept: "application/json" };
  const { token } = settings;
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new CommandError(ExitStatus.usage, "the token has blanks or letters beyond ASCII in it");
  }
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  if (settings.roomPassword !== undefined) {
    headers["chat-room-password"] = toPasswordHeader(settings.roomPassword);
  }
  if (body !== undefined) {
    if (settings.secret !== undefined) headers["chat-secret"] = settings.secret;
    headers["content-type"] = "application/json";
    headers["content-length"] = Buffer.byteLength(body);
  }
  return headers;
}

function toError(settings: Settings, { status, body }: HttpAnswer): Error {
  const error = body["error"];
  if (typeof error === "object" && error !== null) {
    const { code, message, retryAfterMs } = error as Record<string, unknown>;
    if (typeof code === "string" && typeof message === "string") {
      return new ChatError(code as ChatErrorCode, message, {
        retryable: isRetryable(code),
        ...(typeof retryAfterMs === "number" && { retryAfterMs }),
      });
    }
  }
  return new CommandError(ExitStatus.failure, `${settings.server} answered with HTTP ${status}`);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Not JSON: not a chat server.
  }
  return undefined;
}

const reasons = new Map([
  ["ECONNREFUSED", "connection refused"],
  ["ENOTFOUND", "there is no such host"],
  ["EAI_AGAIN", "the host's address cannot be looked up"],
  ["ECONNRESET", "the connection was cut"],
  ["EPIPE", "the connection was cut"],
  ["ETIMEDOUT", "no answer"],
  ["EHOSTUNREACH", "no way there"],
  ["ENETUNREACH", "no network"],
]);

/** What a failed connection means to a person; errors that say it already stay as they are. */
export function toUnreachable(server: string, error: Error): Error {
  if (error instanceof CommandError || error instanceof ChatError) return error;
  // Several addresses of one host failed: Node wraps their errors.
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  const code = (first as NodeJS.ErrnoException).code;
  return new UnreachableError(server, (code && reasons.get(code)) ?? first.message);
}
