// `chat ask`: posts a question, waits for an answer that fits, and prints it: a person approves a deploy from any face.

import type { ChatClient } from "@chat/client";
import { ChatError, parseMessageText, type Message } from "@chat/protocol";

import { readDuration, readName, readPattern, readRoom } from "../arguments.ts";
import { beforeInterrupt } from "../interrupt.ts";
import { openClient } from "../open-client.ts";
import { toMessageJson } from "../output/json-line.ts";
import { printLine, say } from "../output/standard-output.ts";
import { toTerminalText } from "../output/terminal-text.ts";
import { requireUser, type Settings } from "../settings.ts";
import { within } from "../within.ts";

/** The flags of `chat ask`. */
export interface AskFlags {
  match?: string;
  ignoreCase?: boolean;
  from?: string[];
  timeout?: string;
  json?: boolean;
}

/** Whether a message is an answer. */
type Fits = (message: Message) => boolean;

/** Runs `chat ask`. @throws ChatError, CommandError */
export async function ask(
  settings: Settings,
  roomText: string,
  words: readonly string[],
  flags: AskFlags,
): Promise<void> {
  const room = readRoom(roomText);
  const text = parseMessageText(words.join(" "));
  const timeoutMs = readDuration("--timeout", flags.timeout);
  const username = requireUser(settings);
  const fits = toFits(username, flags);
  const client = await openClient(settings, username, { backlog: 0 });
  beforeInterrupt(() => client.close());
  try {
    const answer = await within(timeoutMs, untilAnswered(client, room, text, fits));
    await printLine(flags.json ? toMessageJson(answer) : toTerminalText(answer.message));
  } finally {
    await client.close();
  }
}

/** One's own words are no answer, unless `--from` asks for them. */
function toFits(username: string, flags: AskFlags): Fits {
  const names = flags.from?.map((name) => readName("--from", name));
  const pattern = readPattern("--match", flags.match, flags.ignoreCase);
  return (message) =>
    (names === undefined ? message.username !== username : names.includes(message.username)) &&
    (pattern === undefined || pattern.test(message.message));
}

/** Joins before it asks: from then on the client misses nothing, also over a restart of the server. */
async function untilAnswered(
  client: ChatClient,
  room: string,
  text: string,
  fits: Fits,
): Promise<Message> {
  const heard: Message[] = [];
  let wake = (): void => {};
  const refused = new Promise<never>((_resolve, reject) => {
    client.listen((event) => {
      if (event.type === "refused") reject(new ChatError(event.error.code, event.error.message));
      if (event.type !== "entry" || event.backlog) return;
      if (event.entry.type === "gap")
        say(`messages of ${room} are missing; one may have been an answer`);
      if (event.entry.type !== "message") return;
      heard.push(event.entry.message);
      wake();
    });
  });
  // Where something else has failed already, nobody waits for this.
  refused.catch(() => {});
  await Promise.race([client.join(room, { backlog: 0 }), refused]);
  const question = await Promise.race([client.send(room, text).stored, refused]);
  for (;;) {
    // An answer may have overtaken the acknowledgement of the question.
    const answer = heard.splice(0).find((message) => message.id > question.id && fits(message));
    if (answer !== undefined) return answer;
    await Promise.race([new Promise<void>((resolve) => (wake = resolve)), refused]);
  }
}
