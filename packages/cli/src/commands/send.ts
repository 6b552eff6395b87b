// `chat send`: posts a text, standard input as one message, or each of its lines. Over HTTP, since one request is
// the shortest way from a shell to an acknowledgement; with a nonce, so that a retry never posts twice.

import { isatty } from "node:tty";

import {
  hasVisibleText,
  MESSAGE_MAX,
  NONCE_MAX,
  parseMessageText,
  type Message,
} from "@chat/protocol";

import { readDuration, readRoom } from "../arguments.ts";
import { toCodeBlock } from "../code-block.ts";
import { CommandError, ExitStatus, toWords } from "../exit-status.ts";
import { toBatches } from "../line-batches.ts";
import { createKey } from "../idempotency-key.ts";
import { toMessageJson } from "../output/json-line.ts";
import { printLine, say } from "../output/standard-output.ts";
import type { StatusLine } from "../output/status-line.ts";
import { tee } from "../output/tee.ts";
import { post } from "../post.ts";
import { requireUser, type Settings } from "../settings.ts";
import { readAllInput, readInputLines } from "../standard-input.ts";
import { untilAborted } from "../until-aborted.ts";

/** The flags of `chat send`. */
export interface SendFlags {
  lines?: boolean;
  batch?: string;
  code?: string;
  tee?: boolean;
  id?: string;
  retry?: string;
  timeout?: string;
  json?: boolean;
  quiet?: boolean;
}

/** How long a single attempt may take where `--timeout` does not say. */
const DEFAULT_TIMEOUT_MS = 10_000;
const ATTEMPT_MS = 15_000;
/** What a code block adds to a batch of lines, in code points. */
const FENCES = 100;

const STDERR = 2;

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
  const batchMs = readDuration("--batch", flags.batch);
  const fromInput = words.length === 0 || (words.length === 1 && words[0] === "-");
  checkUsage(flags, fromInput, words);
  const username = requireUser(settings);
  const sending = new AbortController();
  // Retries and lines have an end of their own; a single attempt gets one here.
  const limitMs = timeoutMs ?? (retryMs > 0 || flags.lines ? undefined : DEFAULT_TIMEOUT_MS);
  if (limitMs !== undefined) stopAfter(limitMs, sending);

  // Not before it is needed: opening standard input takes its time.
  const source = (): AsyncIterable<unknown> => (flags.tee ? tee(process.stdin) : process.stdin);
  const toText = (input: string): string => parseMessageText(inFences(input, flags.code));
  const order = {
    ...{ room, username, retryMs, signal: sending.signal },
    // An attempt that hangs is given up for the next one; where there is none, the limit above ends it.
    attemptMs: ATTEMPT_MS + (retryMs > 0 ? 0 : (timeoutMs ?? 0)),
  };
  const printStored = async (message: Message): Promise<void> => {
    if (flags.json) await printLine(toMessageJson(message));
  };
  const key = flags.id ?? createKey();

  if (flags.lines) {
    const { sendLines } = await import("../lines/send-lines.ts");
    const batches = toBatches(readInputLines(source()), batchMs, MESSAGE_MAX - FENCES);
    const showProgress = isWatched(flags);
    const lines = { ...order, batches, toText, key, stored: printStored, showProgress };
    const count = await sendLines(settings, lines);
    report(
      flags,
      `${count.toLocaleString("en")} ${count === 1 ? "message" : "messages"} sent to ${room}`,
    );
  } else {
    const input = fromInput
      ? await untilAborted(readAllInput(source()), sending.signal)
      : words.join(" ");
    const text = toText(input);
    const progress = retryMs > 0 && isWatched(flags) ? await loadProgress() : undefined;
    const waits = (error: unknown): void => progress?.show(`waiting: ${toWords(error)}`);
    try {
      await printStored(await post(settings, { ...order, text, nonce: key, waits }));
    } finally {
      progress?.end();
    }
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
  const conflicts: [boolean, string][] = [
    [flags.tee === true && !fromInput, "--tee passes standard input on: leave out the text"],
    [flags.tee === true && flags.json === true, "--tee and --json both want standard output"],
    [flags.batch !== undefined && !flags.lines, "--batch joins lines: it goes with --lines"],
    [
      flags.batch !== undefined && flags.id !== undefined,
      "--id and --batch exclude each other: which lines come together is never the same twice",
    ],
    [!/^[\w+#.-]{0,30}$/.test(flags.code ?? ""), "--code=LANG is a word such as js or c++"],
  ];
  for (const [wrong, why] of conflicts) {
    if (wrong) throw new CommandError(ExitStatus.usage, why);
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

/** With `--code` a code block; what stands behind the fence may name the language. */
function inFences(input: string, code: string | undefined): string {
  return code === undefined || !hasVisibleText(input) ? input : toCodeBlock(input, code);
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

/** Only those who have to wait load it. */
async function loadProgress(): Promise<StatusLine> {
  const { StatusLine } = await import("../output/status-line.ts");
  return new StatusLine();
}

/** A word for the person at the terminal; nothing where a script or cron listens. */
function report(flags: SendFlags, line: string): void {
  if (isWatched(flags)) say(line);
}

/** Whether a person looks on who wants to hear of it. */
function isWatched({ quiet, json }: SendFlags): boolean {
  return !quiet && !json && isatty(STDERR);
}
