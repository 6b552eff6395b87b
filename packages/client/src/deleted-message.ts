// What a message is once an operator has deleted it.

import { DELETED_TEXT, type Message } from "@chat/protocol";

/** The message without its text. */
export function toDeleted(message: Message): Message {
  return { ...message, message: DELETED_TEXT, deleted: true };
}
