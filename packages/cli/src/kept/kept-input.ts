// What the screen remembers, on disk: for one name on one server. Where nothing can be kept, it is said once, and the
// chat goes on without.

import { join } from "node:path";

import type { InputMemory } from "../screen/input-memory.ts";
import { ReadMarks } from "./read-marks.ts";
import { SentTexts } from "./sent-texts.ts";
import { TypedTexts, type After } from "./typed-texts.ts";

/** Remembers in a folder. */
export class KeptInput implements InputMemory {
  readonly #sent: SentTexts;
  readonly #typed: TypedTexts;
  readonly #read: ReadMarks;
  readonly #failed: (error: unknown) => void;
  #trouble: string | undefined;
  #tell: (why: string) => void = () => {};

  constructor(folder: string, after: After) {
    this.#failed = (error) => {
      if (this.#trouble !== undefined) return;
      const why = (error as NodeJS.ErrnoException).code ?? String(error);
      this.#trouble = `what you type is not kept: ${folder} cannot be written (${why})`;
      this.#tell(this.#trouble);
    };
    this.#sent = new SentTexts(join(folder, "sent.jsonl"));
    this.#typed = new TypedTexts(folder, after, this.#failed);
    this.#read = new ReadMarks(join(folder, "read.json"));
  }

  onTrouble(tell: (why: string) => void): void {
    this.#tell = tell;
    if (this.#trouble !== undefined) tell(this.#trouble);
  }

  /** What was being typed besides, by several chats at once, is found like what was sent. */
  history(room: string): readonly string[] {
    const others = this.#typed.others.filter((other) => other.room === room);
    return [...this.#sent.of(room), ...others.map(({ text }) => text)];
  }

  unfinished(room: string): string {
    return this.#typed.of(room);
  }

  typed(room: string, text: string): void {
    this.#typed.keep(room, text);
  }

  sent(room: string, text: string): void {
    // At once: nobody should find it again as if it had not been sent.
    this.#typed.keep(room, "");
    this.#typed.save();
    try {
      this.#sent.add(room, text);
    } catch (error) {
      this.#failed(error);
    }
  }

  readTo(room: string): number {
    return this.#read.of(room);
  }

  read(room: string, id: number): void {
    try {
      this.#read.set(room, id);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Keeps all of it now: the chat ends. */
  save(): void {
    this.#typed.save();
  }
}
