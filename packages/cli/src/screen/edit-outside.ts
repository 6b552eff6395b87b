// Writing in the person's own editor: a file that nobody else can read, the editor, what it left behind.
// The terminal is lent to it by the caller.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { takeInterrupt } from "../interrupt.ts";
import type { Environment } from "../settings.ts";

/** Of a name that editors take for text with light markup. */
const FILE = "message.md";

/**
 * Opens `text` in `$VISUAL`, `$EDITOR` or vi, and waits for it.
 *
 * @returns the text as it was saved, without line breaks at its end
 * @throws Error that says why there is none
 */
export async function editOutside(text: string, env: Environment): Promise<string> {
  const editor = env["VISUAL"] || env["EDITOR"] || "vi";
  const folder = mkdtempSync(join(tmpdir(), "chat-"));
  const file = join(folder, FILE);
  // Ctrl-C is the editor's.
  const giveBack = takeInterrupt(() => {});
  try {
    writeFileSync(file, text === "" ? "" : `${text}\n`, { mode: 0o600 });
    const status = await run(editor, file);
    if (status !== 0) throw new Error(`${editor} failed (${status}); your text is as it was`);
    return readFileSync(file, "utf8").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  } finally {
    giveBack();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The variable may hold flags too: a shell takes it apart. */
async function run(editor: string, file: string): Promise<number | string> {
  const child = spawn("/bin/sh", ["-c", `${editor} "$1"`, "sh", file], { stdio: "inherit" });
  const [code, signal] = await once(child, "close");
  return (code as number | null) ?? (signal as string);
}
