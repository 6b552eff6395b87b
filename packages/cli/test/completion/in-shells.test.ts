// Completion as a person meets it: zsh at a terminal, fish as it asks itself.

import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { spawn } from "@lydell/node-pty";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { CHAT, chatEnvironment } from "../support/run-chat.ts";
import { createEmulator, rowsOf } from "../support/terminal-emulator.ts";

const WAIT_MS = 10_000;
let server: FakeChatServer;
let home = "";

async function begin(): Promise<void> {
  server = await new FakeChatServer().start();
  server.post("general", "ada", "hi");
  server.post("games", "ada", "hi");
  home = temporaryFolder("chat-shell");
  mkdirSync(join(home, "bin"));
  const program = `#!/bin/sh\nexec '${process.execPath}' '${CHAT}' "$@"\n`;
  writeFileSync(join(home, "bin/chat"), program, { mode: 0o755 });
}

function environment(): Record<string, string> {
  const path = `${join(home, "bin")}:${process.env["PATH"] ?? ""}`;
  return chatEnvironment({
    ...{ HOME: home, PATH: path, CHAT_SERVER: server.url, TERM: "xterm-256color" },
    ...{ XDG_CONFIG_HOME: join(home, "config"), XDG_DATA_HOME: join(home, "data") },
  });
}

const zsh = suite("completion in zsh", { needs: ["zsh"] });
zsh.before.each(begin);
zsh.after.each(() => server.stop());

zsh(
  "a press of Tab completes commands, flags and rooms, and offers what fits with what it is",
  async () => {
    const screen = createEmulator(100, 30);
    const shell = spawn("zsh", ["-f"], { cols: 100, rows: 30, env: environment() });
    const ended = new Promise((resolve) => shell.onExit(resolve));
    shell.onData((data) => screen.write(data));
    const shows = async (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(
          () => reject(new Error(`no "${text}" in\n${rowsOf(screen).join("\n")}`)),
          WAIT_MS,
        );
        const look = (): void => {
          if (!rowsOf(screen).join("\n").includes(text)) return;
          clearTimeout(limit);
          parsed.dispose();
          resolve();
        };
        const parsed = screen.onWriteParsed(look);
        look();
      });
    try {
      shell.write(
        `PS1='ready> '; autoload -U compinit; compinit -u -D; eval "$(chat completion zsh)"; clear\r`,
      );
      await shows("\nready> ".trim());
      shell.write("chat hist\t");
      await shows("ready> chat history");
      shell.write("ga\t");
      await shows("ready> chat history games");
      shell.write("--js\t");
      await shows("ready> chat history games --json");
      shell.write("\u0015chat send g\t");
      await shows("0 here, last message");
      shell.write("e\t");
      await shows("ready> chat send general");
    } finally {
      shell.kill("SIGKILL");
      await ended;
      screen.dispose();
    }
  },
);

zsh.run();

const fish = suite("completion in fish", { needs: ["fish"] });
fish.before.each(begin);
fish.after.each(() => server.stop());

fish("what is offered is commands, flags, rooms and files", async () => {
  const press = async (line: string): Promise<string[]> => {
    const ask = `chat completion fish | source; complete -C '${line}'`;
    const { stdout } = await promisify(execFile)("fish", ["--no-config", "-c", ask], {
      env: environment(),
    });
    return stdout.split("\n").slice(0, -1);
  };
  assert.equal(
    (await press("chat hist")).map((line) => line.split("\t")),
    [["history", "print the newest messages of a room"]],
  );
  assert.equal(
    (await press("chat send g")).map((line) => line.split("\t")[0]),
    ["games", "general"],
  );
  assert.match((await press("chat tail general --no-f"))[0] ?? "", /^--no-follow\t/);
  assert.equal(await press(`chat run ops -- ${home}/bi`), [`${home}/bin/`]);
});

fish.run();
