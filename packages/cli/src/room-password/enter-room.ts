// Entering a room that may be private: a person at a terminal is asked for its password.

import type { ChatClientApi } from "@chat/client";
import { ChatError } from "@chat/protocol";

import { say } from "../output/standard-output.ts";
import { askPassword } from "./ask-password.ts";

/** How often a person may try. */
const TRIES = 3;

/** Joins a room. @throws ChatError where the server refuses it, or a private room's password is not known */
export async function enterRoom(client: ChatClientApi, room: string): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      const password = left === TRIES ? undefined : await askPassword(`Password of ${room}: `);
      await client.join(room, password === undefined ? {} : { password });
      return;
    } catch (error) {
      if (left === 0 || !isAboutPassword(error) || !process.stdin.isTTY) throw error;
      if (error.code === "wrong_password") say("that is not the password");
    }
  }
}

function isAboutPassword(error: unknown): error is ChatError {
  return (
    error instanceof ChatError &&
    (error.code === "password_required" || error.code === "wrong_password")
  );
}
