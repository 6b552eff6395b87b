// Posting one message over HTTP until the server has it, in a bounded time and never twice.
// Knows the nonce, retries and deadlines; knows no output.

import { ChatError, readMessage, type Message } from "@chat/protocol";

import { askServer } from "./chat-http.ts";
import { CommandError, ExitStatus, UnreachableError } from "./exit-status.ts";
import type { Settings } from "./settings.ts";

/** What to post, and how long to try. */
export interface PostOrder {
  room: string;
  username: string;
  text: string;
  /** The same room, username and nonce within five minutes is stored once. */
  nonce: string;
  /** How long to go on trying while the server is out of reach or busy, in milliseconds; 0: one attempt. */
  retryMs: number;
  /** Whether to wait as long as a rate limit asks, also without retries. */
  keepPace?: boolean;
  /** How long one attempt waits for an answer, in milliseconds. */
  attemptMs: number;
  /** Ends it all; its reason is what the call rejects with. */
  signal: AbortSignal;
}

/** Waits between attempts: short at first, since most restarts are over within a second. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;

/**
 * Posts until the server has it.
 *
 * @throws ChatError what the server refused it with
 * @throws UnreachableError where one attempt found no server
 * @throws CommandError `tryLater` once out of retries
 */
export async function post(settings: Settings, order: PostOrder): Promise<Message> {
  const end = performance.now() + order.retryMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    try {
      return await attempt(settings, order);
    } catch (error) {
      if (!isTransient(error)) throw error;
      const asked = error instanceof ChatError ? error.retryAfterMs : undefined;
      const limited = error instanceof ChatError && error.code === "rate_limited";
      // Jitter: many scripts that lost one server should not come back in step.
      const wait = asked ?? pause * (0.75 + Math.random() / 2);
      if (!(limited && order.keepPace) && performance.now() + wait > end) {
        throw toLastError(error, order.retryMs);
      }
      await sleep(wait, order.signal);
    }
  }
}

async function attempt(settings: Settings, order: PostOrder): Promise<Message> {
  const answer = await askServer(settings, {
    path: `/api/rooms/${encodeURIComponent(order.room)}/messages`,
    body: { username: order.username, message: order.text, nonce: order.nonce },
    signal: order.signal,
    timeoutMs: order.attemptMs,
  });
  const message = readMessage(answer["message"]);
  if (message !== undefined) return message;
  throw new CommandError(ExitStatus.failure, "the server's answer holds no message");
}

function isTransient(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ChatError && error.retryable);
}

function toLastError(error: unknown, retryMs: number): unknown {
  if (retryMs === 0) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new CommandError(ExitStatus.tryLater, `gave up after ${retryMs / 1_000} s: ${why}`, {
    cause: error,
  });
}

/** Waits, or rejects with the signal's reason as soon as it aborts. */
async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
