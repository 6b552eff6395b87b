// How a command's function becomes an action of the command line.

import type { SettingFlags, Settings } from "../settings.ts";

/** What a command ends with: a status, or nothing for success. */
export type Outcome = Promise<number | void>;

/**
 * Turns a command's function into an action of commander: settings first, the status last.
 * `never[]`: each command has parameters of its own, which commander fills by the command's definition.
 */
export type Run = (
  command: (settings: Settings, ...args: never[]) => Outcome,
) => (...args: unknown[]) => Promise<void>;

/** The same for a command that takes the flags as they were given: settings first as well, but not settled. */
export type RunUnsettled = (
  command: (flags: SettingFlags, ...args: never[]) => Outcome,
) => (...args: unknown[]) => Promise<void>;
