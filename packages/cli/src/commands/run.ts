// `chat run`: runs a command without a shell, lets its output through, and posts how it went. It ends with the
// command's status, whatever becomes of the message: what is wrapped in it must not notice the chat.

import { readDuration, readNumber, readRoom } from "../arguments.ts";
import { toWords } from "../exit-status.ts";
import { createKey } from "../idempotency-key.ts";
import { takeInterrupt } from "../interrupt.ts";
import { say } from "../output/standard-output.ts";
import { post } from "../post.ts";
import { showRunning } from "../run/show-running.ts";
import { runChild, type ChildEnd } from "../run/run-child.ts";
import { toReport } from "../run/run-report.ts";
import { requireUser, type Settings } from "../settings.ts";

/** The flags of `chat run`. */
export interface RunFlags {
  tail: string;
  onFail?: boolean;
  retry: string;
}

/** More lines than this no message can hold. */
const TAIL_MAX = 1_000;
const ATTEMPT_MS = 10_000;

/** Runs `chat run`; its status is that of the command. @throws ChatError, CommandError before the command has begun */
export async function run(
  settings: Settings,
  roomText: string,
  command: readonly string[],
  flags: RunFlags,
): Promise<number> {
  const room = readRoom(roomText);
  const tail = readNumber("--tail", flags.tail, 0, TAIL_MAX);
  const retryMs = readDuration("--retry", flags.retry) ?? 0;
  const username = requireUser(settings);
  const posting = new AbortController();
  const hideRunning = flags.onFail ? undefined : showRunning(settings, room, username);
  const ended = await runChild(command, tail);
  // The command is over: what is interrupted now is only the posting.
  takeInterrupt(() => posting.abort(new Error("interrupted")));
  if (ended.status !== 0 || !flags.onFail) {
    await tell(settings, {
      ...{ room, username, text: toReport(command, ended), nonce: createKey() },
      ...{ retryMs, attemptMs: ATTEMPT_MS, signal: posting.signal },
    });
  }
  await hideRunning?.();
  return toStatus(ended);
}

async function tell(settings: Settings, order: Parameters<typeof post>[1]): Promise<void> {
  try {
    await post(settings, order);
  } catch (error) {
    say(`how it went is not in ${order.room}: ${toWords(error)}`);
  }
}

function toStatus({ status, problem }: ChildEnd): number {
  if (problem !== undefined) say(problem);
  return status;
}
