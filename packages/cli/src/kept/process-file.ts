// A value that a process keeps in a file of its own while it runs. What a process left behind that is no more, whatever
// it died of, the next one takes over: nothing is lost, and two that run at once never write over each other.

import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { replaceFile } from "../json-file.ts";

/** One value of one process. */
export class ProcessFile {
  readonly #folder: string;
  readonly #name: string;
  readonly #path: string;

  /** @param folder is made when something is kept @param name what is kept, a word of letters */
  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
    this.#path = join(folder, `${name}-${process.pid}.json`);
  }

  /**
   * Takes over what ended processes left behind, oldest first; nobody else will get it. It stays on disk until
   * {@link settled} is called.
   *
   * @throws Error as the file system has it
   */
  takeOver(): unknown[] {
    return this.#files().flatMap(({ file, pid }) => {
      if (pid !== process.pid && isRunning(pid)) return [];
      const path = join(this.#folder, file);
      const taken = join(this.#folder, `${this.#name}-${process.pid}.from-${pid}.json`);
      try {
        if (path !== taken) renameSync(path, taken);
        return [JSON.parse(readFileSync(taken, "utf8")) as unknown];
      } catch {
        // Another process was quicker, or it is no JSON: then nobody can make anything of it.
        return [];
      }
    });
  }

  /** What was taken over is kept elsewhere by now. */
  settled(): void {
    for (const { file } of this.#files()) {
      if (file.startsWith(`${this.#name}-${process.pid}.from-`)) rmSync(join(this.#folder, file));
    }
  }

  /** Keeps a value in the place of the last one; undefined for nothing. @throws Error as the file system has it */
  save(value: unknown): void {
    // Soon rather than for ever: it has to survive this process, a loss of power may take the last second with it.
    if (value !== undefined) replaceFile(this.#path, JSON.stringify(value), false);
    else if (existsSync(this.#path)) rmSync(this.#path);
  }

  #files(): { file: string; pid: number }[] {
    const form = new RegExp(`^${this.#name}-(\\d+)(?:\\.from-\\d+)?\\.json$`);
    const files = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    const own = files.flatMap((file) => {
      const pid = Number(form.exec(file)?.[1] ?? Number.NaN);
      if (Number.isNaN(pid)) return [];
      const changed = statSync(join(this.#folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
      return [{ file, pid, changed }];
    });
    return own.sort((a, b) => a.changed - b.changed);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
