// The outbox over a restart: what was not sent when the chat ended. Knows the client's drafts and no screen.

import type { Draft, OutboxStorage } from "@chat/client";

import { isObject } from "../json-file.ts";
import { ProcessFile } from "./process-file.ts";

/** What is older has had its moment: it goes out only when somebody says so. In milliseconds. */
export const STILL_TIMELY_MS = 10 * 60_000;

/** Keeps drafts in a file of this process. */
export class UnsentMessages implements OutboxStorage {
  readonly #file: ProcessFile;
  readonly #now: () => number;
  #empty = true;
  /** What the last {@link load} brought back. */
  restored: readonly Draft[] = [];

  constructor(folder: string, now: () => number) {
    this.#file = new ProcessFile(folder, "unsent");
    this.#now = now;
  }

  /**
   * The drafts of chats that have ended, oldest first. Those that waited for longer than {@link STILL_TIMELY_MS} come
   * back as refused, for the person to decide.
   */
  load(): readonly Draft[] {
    const drafts = this.#file
      .takeOver()
      .flatMap((value) => (Array.isArray(value) ? value : []))
      .filter(isDraft)
      .map((draft) => this.#review(draft))
      .toSorted((a, b) => a.createdAt - b.createdAt);
    this.save(drafts);
    this.#file.settled();
    this.restored = drafts;
    return drafts;
  }

  save(drafts: readonly Draft[]): void {
    const empty = drafts.length === 0;
    if (empty && this.#empty) return;
    this.#file.save(empty ? undefined : drafts);
    this.#empty = empty;
  }

  #review(draft: Draft): Draft {
    if (draft.state !== "waiting" || this.#now() - draft.createdAt < STILL_TIMELY_MS) return draft;
    const message = "This was not sent before the chat ended.";
    return { ...draft, state: "failed", error: { code: "unavailable", message } };
  }
}

function isDraft(value: unknown): value is Draft {
  if (!isObject(value)) return false;
  const { room, text, nonce, createdAt, state } = value;
  const texts = [room, text, nonce].every((one) => typeof one === "string");
  const states = ["waiting", "sending", "failed"];
  return texts && typeof createdAt === "number" && states.some((one) => one === state);
}
