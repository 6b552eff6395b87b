// What is being typed, by room, kept soon after each key: it survives whatever ends the chat. Knows no screen.

import { isObject } from "../json-file.ts";
import { ProcessFile } from "./process-file.ts";

/** So long after a key it is on disk: a crash takes at most that much typing with it. In milliseconds. */
export const KEEP_AFTER_MS = 250;

/** Calls back once, in so many milliseconds. Returns how to call it off. */
export type After = (ms: number, callback: () => void) => () => void;

/** The texts. */
export class TypedTexts {
  readonly #file: ProcessFile;
  readonly #after: After;
  readonly #failed: (error: unknown) => void;
  readonly #texts = new Map<string, string>();
  /** Other texts that were being typed in a room, of which only one can be gone on with. */
  readonly #others: { room: string; text: string }[] = [];
  #cancel: (() => void) | undefined;

  /** @param failed is told once, where nothing can be kept */
  constructor(folder: string, after: After, failed: (error: unknown) => void) {
    this.#file = new ProcessFile(folder, "typed");
    this.#after = after;
    this.#failed = failed;
    this.#restore();
  }

  /** What was being typed in a room when the chat last ended; empty where nothing was. */
  of(room: string): string {
    return this.#texts.get(room) ?? "";
  }

  /** What was being typed in a room besides: by several chats at once that all ended. */
  get others(): readonly { room: string; text: string }[] {
    return this.#others;
  }

  /** Keeps what is being typed in a room; empty for nothing. */
  keep(room: string, text: string): void {
    if (this.of(room) === text) return;
    if (text === "") this.#texts.delete(room);
    else this.#texts.set(room, text);
    this.#cancel ??= this.#after(KEEP_AFTER_MS, () => this.save());
  }

  /** Keeps all of it now. */
  save(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    try {
      this.#file.save(this.#texts.size === 0 ? undefined : Object.fromEntries(this.#texts));
    } catch (error) {
      this.#failed(error);
    }
  }

  #restore(): void {
    try {
      for (const value of this.#file.takeOver()) {
        if (!isObject(value)) continue;
        for (const [room, text] of Object.entries(value)) {
          if (typeof text !== "string" || text === "") continue;
          const other = this.#texts.get(room);
          if (other !== undefined && other !== text) this.#others.push({ room, text: other });
          this.#texts.set(room, text);
        }
      }
      this.save();
      this.#file.settled();
    } catch (error) {
      this.#failed(error);
    }
  }
}
