// What `chat help` has to say about topics that are no commands.

import type { Command } from "commander";

import { SCRIPTING_TOPIC } from "./scripting-topic.ts";

/** Adds the topics to `chat help`. As commands they print the same. */
export function addTopics(program: Command): void {
  const topic = program
    .command("scripting", { hidden: true })
    .helpOption(false)
    .action(() => topic.outputHelp());
  topic.helpInformation = () => SCRIPTING_TOPIC;
}
