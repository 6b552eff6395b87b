// How the broken builds change a script on its way into Redis: by replacing a part of its text. Loaded into a server
// process before the server; the product knows nothing of it.

import { createHash } from "node:crypto";

import { Cluster, Redis } from "ioredis";

import { replaceMethod } from "./replace-method.js";

/**
 * Replaces `part` of a script wherever a connection runs it, whole or by its digest, or fails where the script has no such
 * part: then the defect would be none.
 *
 * @param {string} script the whole text
 * @param {string} part
 * @param {string} replacement
 */
export function changeScript(script, part, replacement) {
  if (!script.includes(part)) throw new Error(`the script has no part "${part}"`);
  const changed = script.replace(part, () => replacement);
  for (const { prototype } of [Redis, Cluster]) {
    replaceWhat(prototype, "eval", script, changed);
    replaceWhat(prototype, "evalsha", digest(script), digest(changed));
  }
}

/**
 * @param {object} prototype
 * @param {string} method
 * @param {string} before what it is given first
 * @param {string} after what it is given instead
 */
function replaceWhat(prototype, method, before, after) {
  replaceMethod(prototype, method, (run, what, ...rest) =>
    run(what === before ? after : what, ...rest),
  );
}

/** @param {string} script */
function digest(script) {
  return createHash("sha1").update(script).digest("hex");
}
