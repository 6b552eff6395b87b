// Asking a terminal for its background, and telling its answer apart from what is typed. Knows no terminal: text in,
// text out. Source: xterm's control sequences, OSC 11; the variable COLORFGBG as rxvt sets it.

import type { Background } from "./theme.ts";

/** Asks for the background's colour. Terminals that do not know the question say nothing. */
export const ASK_BACKGROUND = "\x1b]11;?\x1b\\";

const REPLY =
  // oxlint-disable-next-line no-control-regex
  /\x1b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?(?:\x07|\x1b\\)/i;
// oxlint-disable-next-line no-control-regex
const BEGUN = /\x1b(?:\](?:1(?:1(?:;(?:r(?:g(?:b(?:a?(?::[\da-f/]{0,20}\x1b?)?)?)?)?)?)?)?)?)?$/i;

/** Reads on in what comes from a terminal, and takes its answer out of it. */
export class BackgroundReply {
  readonly #found: (background: Background) => void;
  #held = "";

  constructor(found: (background: Background) => void) {
    this.#found = found;
  }

  /** Whether the beginning of something that may be an answer is held back. */
  get waiting(): boolean {
    return this.#held !== "";
  }

  /** What was typed. The beginning of an answer is held back until it is sure what it is. */
  push(text: string): string {
    let rest = this.#held + text;
    this.#held = "";
    const reply = REPLY.exec(rest);
    if (reply !== null) {
      rest = rest.slice(0, reply.index) + rest.slice(reply.index + reply[0].length);
      this.#found(brightnessOf(reply.slice(1, 4)));
    }
    // Esc alone is a key, and anything may follow it: only what goes on like an answer is held back.
    const begun = BEGUN.exec(rest);
    if (begun === null || begun[0].length < 2) return rest;
    this.#held = begun[0];
    return rest.slice(0, begun.index);
  }

  /** What was held back, now that nothing followed: it was typed. */
  flush(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}

/** What the environment says of the background: `COLORFGBG`, as `15;0`. */
export function backgroundOf(env: Readonly<Record<string, string | undefined>>): Background {
  const colour = /;(\d{1,2})$/.exec(env["COLORFGBG"] ?? "")?.[1];
  if (colour === undefined) return "unknown";
  return Number(colour) === 7 || Number(colour) > 8 ? "light" : "dark";
}

function brightnessOf(channels: readonly string[]): Background {
  const [red = 0, green = 0, blue = 0] = channels.map(
    (channel) => Number.parseInt(channel, 16) / (16 ** channel.length - 1),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? "light" : "dark";
}
