// `chat send --lines`: each line of standard input, or what comes together, as a message of its own, in order.

import { hasVisibleText, NONCE_MAX, type Message } from "@chat/protocol";

import { toSuccess } from "../http/http-answer.ts";
import { toWords } from "../exit-status.ts";
import { withSecret } from "../identity/identity-file.ts";
import { beforeInterrupt } from "../interrupt.ts";
import type { Batch } from "../line-batches.ts";
import { say } from "../output/standard-output.ts";
import { StatusLine } from "../output/status-line.ts";
import { toRequest, toStored } from "../post.ts";
import type { Settings } from "../settings.ts";
import { HttpPipe } from "../http/http-pipe.ts";
import { OrderedSender } from "./ordered-sender.ts";

/** What to send, and how. */
export interface LinesOrder {
  room: string;
  username: string;
  batches: AsyncIterator<Batch>;
  /** What is posted of a batch. @throws ChatError where no server would take it */
  toText: (batch: string) => string;
  /** What the nonces of all lines begin with. */
  key: string;
  /** How long to go on trying while the server is out of reach or busy, in milliseconds. */
  retryMs: number;
  /** How long an answer may take, in milliseconds. */
  attemptMs: number;
  signal: AbortSignal;
  stored: (message: Message) => Promise<void> | void;
  /** Whether to show a person how far it is where it takes long. */
  showProgress: boolean;
}

interface LineDraft {
  text: string;
  nonce: string;
  /** From 1. */
  line: number;
}

/**
 * Sends them; lines with nothing visible are left out.
 *
 * @returns how many messages were sent
 * @throws ChatError, CommandError with the number of the line in front
 */
export async function sendLines(given: Settings, order: LinesOrder): Promise<number> {
  const settings = await withSecret(given, process.env);
  const { room, username, retryMs, signal } = order;
  const pipe = new HttpPipe(settings, order.attemptMs);
  const status = order.showProgress ? new StatusLine() : undefined;
  let sent = 0;
  const keep = beforeInterrupt(async () => {
    status?.end();
    if (status) say(`interrupted, ${sent.toLocaleString("en")} sent`);
  });
  const sender = new OrderedSender<LineDraft>({
    drafts: toDrafts(order),
    post: async (draft) => {
      const { path, body } = toRequest({ room, username, ...draft });
      return toStored(toSuccess(settings, await pipe.ask(path, body)));
    },
    stored: (message) => {
      sent += 1;
      status?.show(`${sent.toLocaleString("en")} sent`);
      return order.stored(message);
    },
    waits: (error, milliseconds) => {
      if (milliseconds < 500) return;
      status?.show(`${sent.toLocaleString("en")} sent, waiting: ${toWords(error)}`);
    },
    describe: ({ line }) => `line ${line}`,
    patience: { retryMs, keepPace: true },
    signal,
  });
  try {
    return await sender.run();
  } finally {
    keep();
    status?.end();
    pipe.close();
  }
}

async function* toDrafts({ batches, toText, key }: LinesOrder): AsyncGenerator<LineDraft> {
  for (;;) {
    const { done, value } = await batches.next();
    if (done === true) return;
    const { text, line } = value;
    if (!hasVisibleText(text)) continue;
    yield { text: named(line, () => toText(text)), nonce: toLineNonce(key, line), line };
  }
}

function named<T>(line: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error) {
      // What stands before the line is sent by then.
      error.message = `line ${line}: ${error.message.replace(/ Nothing was sent\.$/, "")}`;
    }
    throw error;
  }
}

/** A nonce of its own for each line, the same one when the same input is sent again under the same key. */
function toLineNonce(key: string, line: number): string {
  const suffix = `:${line}`;
  return key.slice(0, NONCE_MAX - suffix.length) + suffix;
}
