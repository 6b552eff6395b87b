// The scripts as typed commands of a connection.

import { CLAIM } from "./claim-script.ts";
import type { MeasureOutcome } from "../../rooms/room-store.ts";
import type { Connection } from "./connect.ts";
import { MEASURE } from "./measure-script.ts";
import { type Script, runScripts } from "./script.ts";
import * as scripts from "./scripts.ts";

/** The scripts, each as a method that takes its keys and arguments. See {@link scripts} for what they do. */
export interface Scripts {
  append(
    numberOfKeys: number,
    ...keysAndArguments: string[]
  ): Promise<[timestamp: string, ...rooms: (string[] | null)[]]>;
  adopt(list: string, ...pairs: string[]): Promise<number>;
  enter(...keysAndArguments: string[]): Promise<string>;
  exit(...keysAndArguments: string[]): Promise<string>;
  reap(...keysAndArguments: string[]): Promise<string>;
  reconcile(...keysAndArguments: string[]): Promise<string[]>;
  loadRoom(
    list: string,
    sessions: string,
    names: string,
    rules: string,
  ): Promise<
    [version: string, born: string, entries: string[], members: string[], rules: string[]]
  >;
  measure(
    list: string,
    rules: string,
    ...measure: string[]
  ): Promise<[outcome: MeasureOutcome, original?: string]>;
  beat(nodes: string, node: string, beat: string, ttlSeconds: string): Promise<string | null>;
  condemn(nodes: string, node: string, beat: string, mark: string): Promise<number>;
  claim(key: string, claim: string, proof: string, ttlMs: string): Promise<string>;
}

/** A connection that knows the scripts. */
export type ScriptedConnection = Connection & Scripts;

/** Teaches a connection the scripts. */
export function withScripts(connection: Connection): ScriptedConnection {
  const methods = runScripts(connection, {
    append: { lua: scripts.APPEND },
    adopt: { lua: scripts.ADOPT, numberOfKeys: 1 },
    enter: { lua: scripts.ENTER, numberOfKeys: 3 },
    exit: { lua: scripts.EXIT, numberOfKeys: 3 },
    reap: { lua: scripts.REAP, numberOfKeys: 3 },
    reconcile: { lua: scripts.RECONCILE, numberOfKeys: 4 },
    loadRoom: { lua: scripts.LOAD, numberOfKeys: 4 },
    measure: { lua: MEASURE, numberOfKeys: 2 },
    beat: { lua: scripts.BEAT, numberOfKeys: 1 },
    condemn: { lua: scripts.CONDEMN, numberOfKeys: 1 },
    claim: { lua: CLAIM, numberOfKeys: 1 },
  } satisfies Record<keyof Scripts, Script>);
  return Object.assign(connection, methods as unknown as Scripts);
}
