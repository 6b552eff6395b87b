// One request to the server's HTTP endpoints. node:http, since the global fetch costs 120 ms of start-up on Node 20.
// Knows the contract's error bodies; knows no command.

import { request as httpRequest, type IncomingMessage } from "node:http";

import { ChatError, isRetryable, type ChatErrorCode } from "@chat/protocol";

import { CommandError, ExitStatus, UnreachableError } from "./exit-status.ts";
import type { Settings } from "./settings.ts";

/** What to ask the server for. */
export interface HttpQuestion {
  /** Of the address, percent-encoded: `/api/rooms`. */
  path: string;
  /** Posted as JSON; a GET where absent. */
  body?: object;
  /** Ends the request; its reason is what the call rejects with. */
  signal?: AbortSignal;
  /** How long to wait for the whole answer, in milliseconds; 10,000 where absent. */
  timeoutMs?: number;
}

/** What the server answered, of any status. */
export interface HttpAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** No answer has to be larger: a full page of the longest messages stays below 4 MB. */
const ANSWER_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Asks the server, and takes only a success for an answer.
 *
 * @throws ChatError what the server refused with
 * @throws UnreachableError where no chat server answers
 */
export async function askServer(
  settings: Settings,
  question: HttpQuestion,
): Promise<Record<string, unknown>> {
  return toSuccess(settings, await askServerAnyhow(settings, question));
}

/** What a success holds. @throws ChatError what the server refused with, CommandError `failure` */
export function toSuccess(settings: Settings, answer: HttpAnswer): Record<string, unknown> {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw toError(settings, answer);
}

/**
 * Asks the server, and takes any JSON for an answer: `/readyz` says why it is not ready.
 *
 * @throws UnreachableError where no chat server answers
 */
export async function askServerAnyhow(
  settings: Settings,
  question: HttpQuestion,
): Promise<HttpAnswer> {
  const { status, text } = await exchange(settings, question);
  return toAnswer(settings, status, text);
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

async function exchange(
  settings: Settings,
  question: HttpQuestion,
): Promise<{ status: number; text: string }> {
  const url = new URL(question.path, settings.server);
  // TLS is a module of its own, loaded only by those who need it.
  const request = url.protocol === "https:" ? (await import("node:https")).request : httpRequest;
  const body = question.body === undefined ? undefined : JSON.stringify(question.body);
  const headers = toHeaders(settings, body);
  const timeoutMs = question.timeoutMs ?? 10_000;
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(
        question.signal?.aborted
          ? (question.signal.reason as Error)
          : toUnreachable(settings.server, error),
      );
    };
    const outgoing = request(
      url,
      {
        method: body === undefined ? "GET" : "POST",
        headers,
        ...(question.signal && { signal: question.signal }),
      },
      (incoming) => {
        readText(incoming).then(
          (text) => resolve({ status: incoming.statusCode ?? 0, text }),
          fail,
        );
      },
    );
    outgoing.setTimeout(timeoutMs, () =>
      outgoing.destroy(new Error(`no answer within ${Math.round(timeoutMs / 1_000)} seconds`)),
    );
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

/** The headers of a request, whatever it is for. @param body JSON, where there is some */
export function toHeaders(
  settings: Settings,
  body: string | undefined,
): Record<string, string | number> {
  const headers: Record<string, string | number> = { accept: "application/json" };
  if (settings.token !== undefined) headers["authorization"] = `Bearer ${settings.token}`;
  if (body !== undefined) {
    headers["content-type"] = "application/json";
    headers["content-length"] = Buffer.byteLength(body);
  }
  return headers;
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > ANSWER_MAX_BYTES) throw new Error("the answer is too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
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
