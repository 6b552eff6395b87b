// Posting one message over HTTP until the server has it, in a bounded time and never twice.
// Knows the nonce and deadlines; knows no output.

import { readMessage, type Message } from "@chat/protocol";

import { askServer } from "./http/ask-server.ts";
import { CommandError, ExitStatus } from "./exit-status.ts";
import { withSecret } from "./identity/identity-file.ts";
import { Patience, sleep } from "./patience.ts";
import type { Settings } from "./settings.ts";

/** What to post. */
export interface Draft {
  room: string;
  username: string;
  text: string;
  /** The same room, username and nonce within five minutes is stored once. */
  nonce: string;
}

/** What to post, and how long to try. */
export interface PostOrder extends Draft {
  /** How long to go on trying while the server is out of reach or busy, in milliseconds; 0: one attempt. */
  retryMs: number;
  /** How long one attempt waits for an answer, in milliseconds. */
  attemptMs: number;
  /** Ends it all; its reason is what the call rejects with. */
  signal: AbortSignal;
  /** Hears that it waits before it tries again, and why. */
  waits?: (error: unknown) => void;
}

/**
 * Posts until the server has it.
 *
 * @throws ChatError what the server refused it with
 * @throws UnreachableError where one attempt found no server
 * @throws CommandError `tryLater` once out of retries, `usage` for an identity of no use
 */
export async function post(given: Settings, order: PostOrder): Promise<Message> {
  const settings = await withSecret(given, process.env);
  const patience = new Patience({ retryMs: order.retryMs, keepPace: false });
  for (;;) {
    try {
      const { signal, attemptMs: timeoutMs } = order;
      const answer = await askServer(settings, { ...toRequest(order), signal, timeoutMs });
      return toStored(answer);
    } catch (error) {
      const wait = patience.waitAfter(error);
      order.waits?.(error);
      await sleep(wait, order.signal);
    }
  }
}

/** The request that posts a draft. */
export function toRequest({ room, username, text, nonce }: Draft): { path: string; body: object } {
  return {
    path: `/api/rooms/${encodeURIComponent(room)}/messages`,
    body: { username, message: text, nonce },
  };
}

/** The message in the answer to it. @throws CommandError `failure` where there is none */
export function toStored(answer: Record<string, unknown>): Message {
  const message = readMessage(answer["message"]);
  if (message !== undefined) return message;
  throw new CommandError(ExitStatus.failure, "the server's answer holds no message");
}
