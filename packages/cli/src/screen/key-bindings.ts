// Which key does what: the usual keys, and what the config file says otherwise. Source of the help on keys.
// Knows no screen.

import { keyActions, type KeyAction } from "./key-actions.ts";

/** What each key, or sequence of keys, does. */
export type KeyBindings = ReadonlyMap<string, KeyAction>;

/** In the config file: this key does nothing. */
const NO_ACTION = "none";

const BASE_KEYS = new Set([
  ...["enter", "tab", "backspace", "delete", "insert", "escape", "space"],
  ...["up", "down", "left", "right", "home", "end", "pageup", "pagedown"],
  ...["wheel-up", "wheel-down", ...Array.from({ length: 12 }, (_, index) => `f${index + 1}`)],
]);
const MODIFIED = /^((?:ctrl-|alt-|shift-)*)(\S+)$/u;

/**
 * The usual keys with changes: what a key does by the name of an action, or {@link NO_ACTION}.
 * Changes are expected to be sound, see {@link parseKey} and {@link isActionName}.
 */
export function createKeyBindings(changes: ReadonlyMap<string, string> = new Map()): KeyBindings {
  const bindings = new Map(
    keyActions.flatMap((action) => action.keys.map((key) => [key, action] as const)),
  );
  for (const [key, name] of changes) {
    const action = keyActions.find((known) => known.name === name);
    if (action === undefined) bindings.delete(key);
    else bindings.set(key, action);
  }
  return bindings;
}

/** Whether more keys must follow this one before it does anything. */
export function isPrefix(bindings: KeyBindings, keys: string): boolean {
  return [...bindings.keys()].some((known) => known.startsWith(`${keys} `));
}

/** Whether an action, or none at all, has this name. */
export function isActionName(name: string): boolean {
  return name === NO_ACTION || keyActions.some((action) => action.name === name);
}

/**
 * A key as the decoder names it, however people write it: `Ctrl-T`, `alt-b`, `F5`, `ctrl-x ctrl-e`. Undefined for what
 * is no key. A character without modifiers is none: it is text.
 */
export function parseKey(text: string): string | undefined {
  const keys = text.trim().split(/\s+/).map(parseOneKey);
  return keys.includes(undefined) ? undefined : keys.join(" ");
}

function parseOneKey(text: string): string | undefined {
  const [, written = "", base = ""] =
    MODIFIED.exec(text.replace(/^(?:(?:ctrl|alt|shift)-)+/i, (part) => part.toLowerCase())) ?? [];
  const modifiers = ["ctrl-", "alt-", "shift-"].filter((modifier) => written.includes(modifier));
  const name = base.toLowerCase();
  if (BASE_KEYS.has(name)) return modifiers.join("") + name;
  if (!/^.$/u.test(base)) return undefined;
  // A control character has no case, and no terminal tells Shift apart where there is a character.
  if (written === "ctrl-") return `ctrl-${name}`;
  return written === "alt-" ? `alt-${base}` : undefined;
}

/** The keys and what they do, a row each, for the help. */
export function toKeyHelp(bindings: KeyBindings): [keys: string, help: string][] {
  return keyActions.flatMap((action): [string, string][] => {
    const keys = [...bindings].filter(([, bound]) => bound === action).map(([key]) => key);
    if (keys.length === 0 || action.help === "") return [];
    return [[keys.map(toKeyWords).join(", "), action.help]];
  });
}

/** A key for people: `Ctrl-A`, `PgUp`, `Alt-b`. */
export function toKeyWords(keys: string): string {
  return keys.split(" ").map(toOneKeyWords).join(" ");
}

const WORDS = new Map([
  ["pageup", "PgUp"],
  ["pagedown", "PgDn"],
  ["escape", "Esc"],
  ["wheel-up", "Wheel up"],
  ["wheel-down", "Wheel down"],
]);

function toOneKeyWords(key: string): string {
  const [, modifiers = "", base = ""] = MODIFIED.exec(key) ?? [];
  const words = WORDS.get(base) ?? (base.length > 1 ? capital(base) : base);
  const character = modifiers === "ctrl-" ? words.toUpperCase() : words;
  return modifiers.replace(/[a-z]+/g, capital) + (base.length > 1 ? words : character);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
