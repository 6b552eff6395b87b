// How one person wants the chat to look and behave: chosen before, changed while chatting, kept in the config file.
// Knows no screen; whoever shows something listens.

import { changeConfigFile, configFilePath, readConfigObject } from "../config-file.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import type { Environment } from "../settings.ts";
import {
  findField,
  isValueOf,
  preferenceFields,
  toValuesWords,
  type ChoiceName,
  type Choices,
  type NotifyLevel,
} from "./preference-fields.ts";
import { readPreferences, type KeptPreferences } from "./read-preferences.ts";

/** Keeps a changed field; undefined takes it out. @throws CommandError where that cannot be done */
export type KeepField = (field: string, value: unknown) => void;

/** One person's preferences. */
export class Preferences {
  readonly #keep: KeepField;
  readonly #noColour: boolean;
  readonly #listeners = new Set<() => void>();
  #kept: KeptPreferences;

  constructor(kept: KeptPreferences, env: Environment, keep: KeepField) {
    this.#kept = kept;
    this.#noColour = (env["NO_COLOR"] ?? "") !== "";
    this.#keep = keep;
  }

  /** Those of the config file. @throws CommandError `usage` where it is of no use */
  static read(env: Environment): Preferences {
    const path = configFilePath();
    const kept = readPreferences(path, readConfigObject(path));
    return new Preferences(kept, env, (field, value) =>
      changeConfigFile(path, undefined, field, value),
    );
  }

  /** What was chosen, or what holds where nothing was. */
  get<Name extends ChoiceName>(name: Name): Choices[Name] {
    return this.find(name).value as Choices[Name];
  }

  /** The same, with where it comes from: `NO_COLOR`, `config file` or `default`. */
  find(name: ChoiceName): { value: string; from: string } {
    if (name === "theme" && this.#noColour) return { value: "none", from: "NO_COLOR" };
    const value = this.#kept.choices[name];
    if (value !== undefined) return { value, from: "config file" };
    return { value: findField(name)?.initial ?? "", from: "default" };
  }

  /**
   * Chooses a value: it holds at once, and is kept in the config file.
   *
   * @throws CommandError `usage` for a name or value that there is not, `failure` where it holds but cannot be kept
   */
  set(name: string, value: string): void {
    const field = requireField(name);
    if (!isValueOf(field, value)) {
      throw new CommandError(
        ExitStatus.usage,
        `${name} is ${toValuesWords(field)}, not "${value}"`,
      );
    }
    this.#change({ choices: { ...this.#kept.choices, [name]: value } }, name, value);
  }

  /** What keys do in place of what they usually do. */
  get keys(): ReadonlyMap<string, string> {
    return this.#kept.keys;
  }

  get ignored(): readonly string[] {
    return this.#kept.ignored;
  }

  get muted(): readonly string[] {
    return this.#kept.muted;
  }

  /** Shows somebody's messages no more, or again. @throws CommandError `failure` where that cannot be kept */
  ignore(name: string, yes: boolean): void {
    const ignored = withOrWithout(this.#kept.ignored, name, yes);
    this.#change({ ignored }, "ignored", ignored.length > 0 ? ignored : undefined);
  }

  /** Counts a room's news no more, or again. @throws CommandError `failure` where that cannot be kept */
  mute(room: string, yes: boolean): void {
    const muted = withOrWithout(this.#kept.muted, room, yes);
    this.#change({ muted }, "muted", muted.length > 0 ? muted : undefined);
  }

  /** What is announced in a room. */
  notifyIn(room: string): NotifyLevel {
    return this.#kept.notifyRooms.get(room) ?? this.get("notify");
  }

  /** Has something else announced in one room. @throws CommandError `failure` where that cannot be kept */
  setNotifyIn(room: string, level: NotifyLevel): void {
    const notifyRooms = new Map(this.#kept.notifyRooms).set(room, level);
    this.#change({ notifyRooms }, "notifyRooms", Object.fromEntries(notifyRooms));
  }

  /** Calls back after each change. Returns how to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #change(part: Partial<KeptPreferences>, field: string, value: unknown): void {
    this.#kept = { ...this.#kept, ...part };
    for (const listener of this.#listeners) listener();
    this.#keep(field, value);
  }
}

/** The choice of a name. @throws CommandError `usage` where there is none */
export function requireField(name: string): NonNullable<ReturnType<typeof findField>> {
  const field = findField(name);
  if (field !== undefined) return field;
  const names = preferenceFields.map((known) => known.name).join(", ");
  throw new CommandError(ExitStatus.usage, `there is no setting "${name}"; there are ${names}`);
}

function withOrWithout(list: readonly string[], item: string, yes: boolean): readonly string[] {
  const others = list.filter((one) => one !== item);
  return yes ? [...others, item] : others;
}
