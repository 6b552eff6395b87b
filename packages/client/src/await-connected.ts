// Waits for a connection: until it is there, was refused for good, or took too long. Knows no socket.

import { ChatError } from "@chat/protocol";

import type { Clock } from "./clock.ts";
import { closedError, toChatError } from "./failures.ts";
import type { ChatEvent, ConnectionState } from "./types.ts";

/** What is waited by. */
export interface AwaitedConnection {
  clock: Clock;
  /** For people: what does not answer. */
  url: string;
  state: () => ConnectionState;
  listen: (listener: (event: ChatEvent) => void) => () => void;
}

/**
 * Settles once connected.
 *
 * @param timeoutMs how long at most, in milliseconds
 * @throws ChatError the refusal's code where the server refused, `unavailable` where the time passed or the client was closed
 */
export function awaitConnected(
  { clock, url, state, listen }: AwaitedConnection,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { status, error } = state();
      if (status === "connected") finish(resolve);
      else if (status === "closed") finish(() => reject(closedError()));
      else if (status === "refused" && error) finish(() => reject(toChatError(error)));
    };
    const stopListening = listen(({ type }) => {
      if (type === "connection") look();
    });
    const stopWaiting = clock.after(timeoutMs, () => {
      const why = state().error?.message ?? `${url} does not answer.`;
      finish(() => reject(new ChatError("unavailable", why)));
    });
    const finish = (settle: () => void): void => {
      stopListening();
      stopWaiting();
      settle();
    };
    look();
  });
}
