// How the broken builds change a script on its way into Redis: by replacing a part of its text. Loaded into a server
// process before the server; the product knows nothing of it.

import { Cluster, Redis } from "ioredis";

import { replaceMethod } from "./replace-method.js";

/**
 * Replaces `part` of a script, or fails where the script has no such part: then the defect would be none.
 *
 * @param {string} command the name of the script's command
 * @param {string} part
 * @param {string} replacement
 */
export function changeScript(command, part, replacement) {
  for (const { prototype } of [Redis, Cluster]) {
    replaceMethod(prototype, "defineCommand", (define, name, definition) => {
      if (name !== command) return define(name, definition);
      const { lua } = definition;
      if (!lua.includes(part)) throw new Error(`the script ${command} has no part "${part}"`);
      return define(name, { ...definition, lua: lua.replace(part, () => replacement) });
    });
  }
}
