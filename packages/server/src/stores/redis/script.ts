// A Lua script as a method of a connection: run by its digest, sent whole where Redis does not know it. See decision 058.

import { createHash } from "node:crypto";

import { ReplyError } from "ioredis";

import type { Connection } from "./connect.ts";

/** A script. */
export interface Script {
  lua: string;
  /** How many of its arguments are keys; where absent the first says it. */
  numberOfKeys?: number;
}

/** Runs a script with its keys and arguments. Rejects with what ioredis or Redis says. */
export type RunScript = (...keysAndArguments: (string | number)[]) => Promise<unknown>;

type Arguments = [numberOfKeys: number, ...keysAndArguments: (string | number)[]];

/**
 * Makes methods of scripts. Redis is sent the whole of each once by a connection, and again where it forgot it or is another
 * one: a script that it does not know did not run.
 */
export function runScripts<Name extends string>(
  connection: Connection,
  scripts: Readonly<Record<Name, Script>>,
): Record<Name, RunScript> {
  const methods = Object.entries<Script>(scripts).map(([name, script]) => [
    name,
    runScript(connection, script),
  ]);
  return Object.fromEntries(methods) as Record<Name, RunScript>;
}

function runScript(connection: Connection, { lua, numberOfKeys }: Script): RunScript {
  const digest = createHash("sha1").update(lua).digest("hex");
  let sent = false;
  return (...given) => {
    const all = (numberOfKeys === undefined ? given : [numberOfKeys, ...given]) as Arguments;
    const whole = () => connection.eval(lua, ...all);
    if (!sent) {
      sent = true;
      return whole();
    }
    return connection.evalsha(digest, ...all).catch((error: unknown) => {
      if (isUnknown(error)) return whole();
      throw error;
    });
  };
}

function isUnknown(error: unknown): boolean {
  return error instanceof ReplyError && (error as Error).message.startsWith("NOSCRIPT");
}
