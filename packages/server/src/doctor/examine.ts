// The doctor's round: the settings first, then what they lead to.

import { type Config, ConfigError, type Settings, parseConfig } from "../config.ts";
import { StartError, chooseStore } from "../open-store.ts";
import { examineDirectory } from "./examine-directory.ts";
import { examineMachine } from "./examine-machine.ts";
import { examineRedis } from "./examine-redis.ts";
import { type Finding, ok, problem } from "./finding.ts";

const MODES = {
  standalone: "one server",
  sentinel: "a master that Sentinels watch",
  cluster: "a Cluster",
};

/** Looks at everything a server with these settings would need. Leaves nothing behind. */
export async function examine(settings: Settings): Promise<Finding[]> {
  let config: Config;
  try {
    config = parseConfig(settings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // What the others would look at is not known.
    return [problem("settings", error.message, "Correct it; the README has all settings.")];
  }
  return [
    ok("settings", "All make sense."),
    ...(await examineMachine(config)),
    ...(await examineStore(config)),
  ];
}

async function examineStore(config: Config): Promise<Finding[]> {
  try {
    const choice = await chooseStore(config);
    if (choice.kind === "redis") {
      return [
        ok("store", `Redis at ${choice.shown}: ${MODES[choice.address.mode]}.`),
        ...(await examineRedis(choice.address, choice.shown)),
      ];
    }
    return [ok("store", `Embedded: ${choice.why}.`), ...examineDirectory(choice.directory)];
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const [says = "", ...advice] = error.message.split(/(?<=\.) /);
    return [problem("store", says, advice.join(" "))];
  }
}
