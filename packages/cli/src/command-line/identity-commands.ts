// The definitions of `chat identity` and what belongs to it.

import type { Command } from "commander";

import type { RunUnsettled } from "./run.ts";

/** Adds `identity`. */
export function addIdentityCommands(program: Command, run: RunUnsettled): void {
  const identity = program
    .command("identity")
    .description("show what makes your names yours; carry it to another device")
    .option("--json", "one JSON object")
    .action(
      run(async (flags, { json }: { json?: boolean }) => {
        const { showIdentity } = await import("../commands/identity.ts");
        return showIdentity(flags, { ...(json && { json }) });
      }),
    )
    .addHelpText("after", about);
  identity
    .command("export [file]")
    .description("print the identity, or write it to a new file")
    .option("--page", "only the secret that the page of this server takes")
    .action(
      run(async (flags, file: string | undefined, options: { page?: boolean }) => {
        const { exportIdentity } = await import("../commands/identity.ts");
        return exportIdentity(flags, file, options);
      }),
    );
  identity
    .command("import [file]")
    .description("take over an identity, or the secret of this server's page")
    .option("--force", "in the place of the one that is here; a copy of that is kept")
    .action(
      run(async (flags, file: string | undefined, options: { force?: boolean }) => {
        const { importIdentity } = await import("../commands/identity.ts");
        return importIdentity(flags, file, options);
      }),
    );
}

const about = `
A name belongs to whoever used it first, for as long as messages of it may be there. What proves it is kept in
identity.json beside the config file, or where CHAT_IDENTITY_FILE says; with CHAT_IDENTITY_FILE=none names are used
without owning them.

Examples:
  chat identity export > my.identity     on the one device
  chat identity import my.identity       on the other`;
