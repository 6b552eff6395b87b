// A small disk that can be filled. Root has the right to mount one, and whoever lacks it is told so.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { reportLine } from "./failure.ts";

const CHUNK = Buffer.alloc(64 * 1024);

/** Whether this process may mount. */
export function mayMount(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0;
}

/** Tells the runner, in the form of suite.ts, that tests were left out for want of that right. */
export function reportNoMount(suite: string, tests: number): void {
  reportLine("SKIPPED", { suite, tests, missing: ["root"], install: "run the tests as root" });
}

/**
 * Runs a function with the folder of a disk of its own, which is gone afterwards.
 *
 * @param megabytes how much fits on it
 */
export async function withDisk<T>(
  megabytes: number,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "chat-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  try {
    return await use(folder);
  } finally {
    execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true });
  }
}

/** Writes to a file until nothing more fits on its disk. */
export function fillDisk(file: string): void {
  try {
    for (;;) writeFileSync(file, CHUNK, { flag: "a" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
