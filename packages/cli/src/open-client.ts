// A connected ChatClient for a command, or an error that says why there is none.

import { ChatClient, type ChatClientOptions, type ConnectionState } from "@chat/client";
import { ChatError, type ChatErrorCode } from "@chat/protocol";

import { UnreachableError } from "./exit-status.ts";
import { withSecret } from "./identity/identity-file.ts";
import type { Settings } from "./settings.ts";

/** How long a first connection may take: a command that hangs says nothing. */
const CONNECT_MS = 10_000;

/**
 * Connects. The first failure is final: a command that cannot even begin should say so at once. What is lost
 * later is the client's to repair. It brings the secret that makes names one's own.
 *
 * @throws ChatError where the server refuses, UnreachableError where none answers, CommandError for an identity of no use
 */
export async function openClient(
  given: Settings,
  username: string,
  options: Partial<ChatClientOptions> = {},
): Promise<ChatClient> {
  const settings = await withSecret(given, process.env);
  const client = new ChatClient({
    url: settings.server,
    username,
    ...(settings.token !== undefined && { token: settings.token }),
    ...(settings.secret !== undefined && { secret: settings.secret }),
    roomPassword: () => settings.roomPassword,
    ...options,
  });
  const failure = firstFailure(client, settings.server);
  client.connect();
  try {
    await Promise.race([client.connected(CONNECT_MS), failure.happens]);
    return client;
  } catch (error) {
    await client.close();
    throw error instanceof ChatError && error.code === "unavailable"
      ? new UnreachableError(settings.server, "no answer")
      : error;
  } finally {
    failure.stop();
  }
}

function firstFailure(
  client: ChatClient,
  server: string,
): { happens: Promise<never>; stop: () => void } {
  let stop = (): void => {};
  const happens = new Promise<never>((_resolve, reject) => {
    stop = client.listen((event) => {
      if (event.type !== "connection") return;
      const failure = toFailure(event.connection, server);
      if (failure) reject(failure);
    });
  });
  // Raced above; once that is decided nobody waits for it any more.
  happens.catch(() => {});
  return { happens, stop };
}

function toFailure({ status, error }: ConnectionState, server: string): Error | undefined {
  if (error === undefined || status === "connected") return undefined;
  if (error.code === "unreachable") return new UnreachableError(server, "nothing answers there");
  return new ChatError(error.code satisfies ChatErrorCode, error.message);
}
