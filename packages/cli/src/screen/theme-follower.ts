// The colours that hold now: of the theme the person chose, for the background the terminal has. Knows no screen.

import supportsHyperlinks from "supports-hyperlinks";

import { backgroundOf } from "./background-reply.ts";
import { createPaint, type Paint } from "./paint.ts";
import { type Background, chooseTheme, type ThemeChoice } from "./theme.ts";

/** What the person chose, now and later. */
export interface ThemeSource {
  get(name: "theme"): ThemeChoice;
  /** Calls back after each change. Returns how to stop. */
  listen(listener: () => void): () => void;
}

/** Follows the choice and the terminal. */
export class ThemeFollower {
  readonly #source: ThemeSource | undefined;
  readonly #changed: (paint: Paint) => void;
  readonly stop: () => void;
  #background: Background = backgroundOf(process.env);
  #choice: ThemeChoice;

  /** @param source `auto` for ever where absent @param changed hears of other colours */
  constructor(source: ThemeSource | undefined, changed: (paint: Paint) => void) {
    this.#source = source;
    this.#changed = changed;
    this.#choice = source?.get("theme") ?? "auto";
    this.stop = source?.listen(() => this.#choose()) ?? (() => {});
  }

  /** The colours now. */
  get paint(): Paint {
    return createPaint(chooseTheme(this.#choice, this.#background), supportsHyperlinks.stdout);
  }

  /** The terminal has said what its background is. */
  found(background: Background): void {
    this.#background = background;
    this.#changed(this.paint);
  }

  #choose(): void {
    const choice = this.#source?.get("theme") ?? "auto";
    if (choice === this.#choice) return;
    this.#choice = choice;
    this.#changed(this.paint);
  }
}
