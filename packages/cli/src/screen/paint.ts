// A theme as functions from text to styled text. Knows neither what is said nor where it stands.

import chalk from "chalk";

import { NameColours } from "./name-colour.ts";
import type { Colour, Theme, ThemeColours } from "./theme.ts";

/** Makes text of one line look like something. The text holds no escape sequences. */
export type Dress = (text: string) => string;

/** A theme, as the screen uses it. */
export interface Paint extends Record<keyof ThemeColours, Dress> {
  readonly bold: Dress;
  readonly italic: Dress;
  /** The bar on top. */
  readonly bar: Dress;
  /** Whether text can look different at all: if not, the signs of the markup have to stay. */
  readonly plain: boolean;
  /** Whether addresses become links of the terminal. */
  readonly links: boolean;
  /** A name, or a part of it, in the name's colour. */
  name(name: string, text: string): string;
}

const asItIs: Dress = (text) => text;

/** The painting functions of a theme, in as many colours as the terminal has. */
export function createPaint(theme: Theme, links: boolean): Paint {
  const plain = !theme.dressed || chalk.level === 0;
  const dress = (colour: Colour | undefined, otherwise: Dress): Dress => {
    if (plain) return asItIs;
    return colour === undefined ? otherwise : toDress(colour);
  };
  const { colours } = theme;
  const names = plain ? [] : theme.names.map(toDress);
  const colourOf = placesOf(theme, names.length);
  return {
    muted: dress(colours?.muted, asItIs),
    accent: dress(colours?.accent, chalk.underline),
    alert: dress(colours?.alert, chalk.bold),
    good: dress(colours?.good, asItIs),
    wait: dress(colours?.wait, chalk.bold),
    bad: dress(colours?.bad, chalk.bold),
    code: dress(colours?.code, chalk.underline),
    bold: plain ? asItIs : chalk.bold,
    italic: plain ? asItIs : chalk.italic,
    bar: plain ? asItIs : toBar(theme.bar),
    ...{ plain, links },
    name: (name, text) => names[colourOf.placeOf(name)]?.(text) ?? text,
  };
}

/** Names keep their colours when a theme is taken up again. */
const places = new Map<Theme, NameColours>();

function placesOf(theme: Theme, count: number): NameColours {
  const known = places.get(theme);
  if (known !== undefined) return known;
  const made = new NameColours(count);
  places.set(theme, made);
  return made;
}

function toDress(colour: Colour): Dress {
  if (typeof colour === "number") return chalk.ansi256(colour);
  return chalk.level >= 3 ? chalk.hex(colour.hex) : chalk.ansi256(colour.near);
}

function toBar(bar: Theme["bar"]): Dress {
  if (bar === undefined) return asItIs;
  if (bar === "inverse" || typeof bar.front !== "number" || typeof bar.back !== "number") {
    return chalk.inverse;
  }
  return chalk.ansi256(bar.front).bgAnsi256(bar.back);
}
