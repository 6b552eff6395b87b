// The definitions of the commands that set this program up. They take the flags as they are: what is not settled
// yet must not keep anybody from settling it.

import type { Command } from "commander";

import type { RunUnsettled } from "./run.ts";

/** Adds `config` and `completion`. */
export function addSetupCommands(program: Command, run: RunUnsettled): void {
  const config = program
    .command("config")
    .description("show the settings and where they come from; keep others")
    .option("--json", "one JSON object")
    .action(
      run(async (settings, flags: { json?: boolean }) => {
        const { showConfig } = await import("../commands/config.ts");
        return showConfig(settings, flags);
      }),
    );
  config
    .command("get <setting>")
    .description("print what the config file holds")
    .action(
      run(async (settings, name: string) => {
        const { getConfig } = await import("../commands/config.ts");
        return getConfig(settings, name);
      }),
    );
  config
    .command("set <setting> [value...]")
    .description("keep a setting; token is read from standard input")
    .action(
      run(async (settings, name: string, words: string[]) => {
        const { setConfig } = await import("../commands/config.ts");
        return setConfig(settings, name, words.length > 0 ? words.join(" ") : undefined);
      }),
    );
  config
    .command("unset <setting>")
    .description("forget it")
    .action(
      run(async (settings, name: string) => {
        const { unsetConfig } = await import("../commands/config.ts");
        return unsetConfig(settings, name);
      }),
    );
  config
    .command("keys")
    .description("list what keys do in the chat, and what they can be made to do")
    .action(
      run(async () => {
        const { showKeys } = await import("../commands/config.ts");
        return showKeys();
      }),
    );
  addCompletion(program, run);
}

function addCompletion(program: Command, run: RunUnsettled): void {
  program
    .command("completion <shell>")
    .description("print the completion script of bash, zsh or fish")
    .action(
      run(async (_flags, shell: string) => {
        const { printCompletion } = await import("../commands/completion.ts");
        return printCompletion(shell);
      }),
    );
  program
    .command("__complete [words...]", { hidden: true })
    .allowUnknownOption()
    .action(
      run(async (flags, words: string[]) => {
        const { printCandidates } = await import("../commands/completion.ts");
        return printCandidates(program, flags, words);
      }),
    );
}
