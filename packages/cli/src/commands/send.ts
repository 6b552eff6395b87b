// `chat send`: posts a text, standard input as one message, or each of its lines. Over HTTP, since one request is
// the shortest way from a shell to an acknowledgement; with a nonce, so that a retry never posts twice.

import { randomUUID } from "node:crypto";

import { hasVisibleText, NONCE_MAX, parseMessageText, type Message } from "@chat/protocol";

import { readDuration, readRoom } from "../arguments.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { toMessageJson } from "../output/json-line.ts";
import { printLine, say } from "../output/standard-output.ts";
import { post } from "../post.ts";
import { requireUser, type Settings } from "../settings.ts";
import { readAllInput, readInputLines } from "../standard-input.ts";

/** The flags of `chat send`. */
export interface SendFlags {
  lines?: boolean;
  id?: string;
  retry?: string;
  timeout?: string;
  json?: boolean;
  quiet?: boolean;
}

/** How long a single attempt may take where `--timeout` does not say. */
const DEFAULT_TIMEOUT_MS = 10_000;
const ATTEMPT_MS = 15_000;

/** Runs `chat send`. @throws ChatError, CommandError */
export async function send(
  settings: Settings,
  roomText: string,
  words: readonly string[],
  flags: SendFlags,
): Promise<void> {
  const room = readRoom(roomText);
  const retryMs = readDuration("--retry", flags.retry) ?? 0;
  const timeoutMs = readDuration("--timeout", flags.timeout);
  const fromInput = words.length === 0 || (words.length === 1 && words[0] === "-");
  checkUsage(flags, fromInput, words);
  const username = requireUser(settings);
  const sending = new AbortController();
  // Retries and lines have an end of their own; a single attempt gets one here.
  const limitMs = timeoutMs ?? (retryMs > 0 || flags.lines ? undefined : DEFAULT_TIMEOUT_MS);
  if (limitMs !== undefined) stopAfter(limitMs, sending);

  const deliver = async (text: string, nonce: string): Promise<Message> => {
    const message = await post(settings, {
      ...{ room, username, text, nonce, retryMs },
      keepPace: flags.lines === true,
      // An attempt that hangs is given up for the next one; where there is none, the limit above ends it.
      attemptMs: ATTEMPT_MS + (retryMs > 0 ? 0 : (timeoutMs ?? 0)),
      signal: sending.signal,
    });
    if (flags.json) await printLine(toMessageJson(message));
    return message;
  };

  if (flags.lines) {
    const count = await sendLines(deliver, flags.id, sending.signal);
    report(flags, `${count} ${count === 1 ? "message" : "messages"} sent to ${room}`);
  } else {
    const input = fromInput
      ? await untilStopped(readAllInput(process.stdin), sending.signal)
      : words.join(" ");
    await deliver(parseMessageText(input), flags.id ?? randomUUID());
    report(flags, `sent to ${room}`);
  }
}

function checkUsage(flags: SendFlags, fromInput: boolean, words: readonly string[]): void {
  if (flags.lines && !fromInput) {
    throw new CommandError(
      ExitStatus.usage,
      "--lines sends the lines of standard input: leave out the text",
    );
  }
  if (fromInput && words.length === 0 && process.stdin.isTTY) {
    throw new CommandError(
      ExitStatus.usage,
      'what shall be sent? `chat send ROOM "text"`, or pipe it in: `date | chat send ROOM`',
    );
  }
  if (flags.id !== undefined && (flags.id === "" || flags.id.length > NONCE_MAX)) {
    throw new CommandError(ExitStatus.usage, `--id is a text of 1 to ${NONCE_MAX} characters`);
  }
}

/** One after the other, so that their order is kept. Lines with nothing visible are left out. */
async function sendLines(
  deliver: (text: string, nonce: string) => Promise<Message>,
  id: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const prefix = id ?? randomUUID();
  let line = 0;
  let sent = 0;
  const lines = readInputLines(process.stdin);
  for (;;) {
    const next = await untilStopped(lines.next(), signal);
    if (next.done === true) return sent;
    line += 1;
    if (!hasVisibleText(next.value)) continue;
    try {
      await deliver(parseMessageText(next.value), toLineNonce(prefix, line));
    } catch (error) {
      if (error instanceof Error) error.message = `line ${line}: ${error.message}`;
      throw error;
    }
    sent += 1;
  }
}

/** A nonce of its own for each line, the same one when the same input is sent again under the same `--id`. */
function toLineNonce(prefix: string, line: number): string {
  const suffix = `:${line}`;
  return prefix.slice(0, NONCE_MAX - suffix.length) + suffix;
}

function stopAfter(milliseconds: number, controller: AbortController): NodeJS.Timeout {
  return setTimeout(() => {
    const seconds = milliseconds / 1_000;
    controller.abort(
      new CommandError(
        ExitStatus.timeout,
        `not done within ${seconds} s. It may have been sent or not.`,
      ),
    );
  }, milliseconds).unref();
}

/** Waits for `work`, but no longer than until `signal` aborts. */
async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** A word for the person at the terminal; nothing where a script or cron listens. */
function report(flags: SendFlags, line: string): void {
  if (!flags.quiet && !flags.json && process.stderr.isTTY) say(line);
}
