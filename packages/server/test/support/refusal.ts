// What became of a request, as the code of its error.

import { ChatError } from "@chat/protocol";

/** The code that `work` is refused with, `none` where it is not. @throws whatever else it rejects with */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}
