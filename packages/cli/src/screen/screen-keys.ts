// Keys on their way to what they do: bindings looked up, sequences of keys put together. Knows no screen.

import type { KeyAction } from "./key-actions.ts";
import { isPrefix, type KeyBindings } from "./key-bindings.ts";

/** Looks up keys, one after the other. */
export class ScreenKeys {
  readonly #bindings: KeyBindings;
  /** The keys so far of a sequence that has only begun. */
  #begun = "";

  constructor(bindings: KeyBindings) {
    this.#bindings = bindings;
  }

  /** What the key does; `begun` where others have to follow, undefined where it does nothing. */
  press(key: string): KeyAction | "begun" | undefined {
    const keys = this.#begun + key;
    this.#begun = "";
    const action = this.#bindings.get(keys);
    if (action !== undefined) return action;
    if (isPrefix(this.#bindings, keys)) {
      this.#begun = `${keys} `;
      return "begun";
    }
    // What is no end of the sequence counts by itself.
    return keys === key ? undefined : this.press(key);
  }

  /** Something else than a key came: a sequence that has begun ends here. */
  reset(): void {
    this.#begun = "";
  }
}
