// One request to the server's HTTP endpoints, over a connection of our own: node:http would take five milliseconds to
// load, the global fetch 120. Knows no command.

import type { Settings } from "../settings.ts";
import { untilAborted } from "../until-aborted.ts";
import { toSuccess, type HttpAnswer } from "./http-answer.ts";
import { HttpPipe } from "./http-pipe.ts";

/** What to ask the server for. */
export interface HttpQuestion {
  /** Of the address, percent-encoded: `/api/rooms`. */
  path: string;
  /** Posted as JSON; a GET where absent. */
  body?: object;
  /** Ends the request; its reason is what the call rejects with. */
  signal?: AbortSignal;
  /** How long the server may be silent, in milliseconds; 10,000 where absent. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** Questions without conditions of their own come one after the other, and share a connection. */
const shared = new WeakMap<Settings, HttpPipe>();

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

/**
 * Asks the server, and takes any JSON for an answer: `/readyz` says why it is not ready.
 *
 * @throws UnreachableError where no chat server answers
 */
export async function askServerAnyhow(
  settings: Settings,
  { path, body, signal, timeoutMs }: HttpQuestion,
): Promise<HttpAnswer> {
  if (signal === undefined && timeoutMs === undefined) {
    return await sharedPipe(settings).ask(path, body);
  }
  const pipe = new HttpPipe(settings, timeoutMs ?? TIMEOUT_MS);
  try {
    const answer = pipe.ask(path, body);
    return await (signal ? untilAborted(answer, signal) : answer);
  } finally {
    pipe.close();
  }
}

function sharedPipe(settings: Settings): HttpPipe {
  const pipe = shared.get(settings) ?? new HttpPipe(settings, TIMEOUT_MS);
  shared.set(settings, pipe);
  return pipe;
}
