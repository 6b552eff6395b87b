// What `chat help` has to say about topics that are no commands.

import type { Command } from "commander";

const SCRIPTING = `Scripting: data is on standard output, all else on standard error.

  a notice, once       chat send ops "build 412 is green" --id build-412 --retry 30s -q
  the output of all    make 2>&1 | chat send ops --code --tee
  a log, as it grows   tail -F app.log | chat send ops --lines --batch 500ms
  a job and its end    chat run ops --on-fail -- ./backup.sh
  a question           chat ask ops "Deploy? yes or no" --match '^(yes|no)$' -i --timeout 5m
  a bot                chat tail ops --match '^!' --exec ./answer.sh
  all since last time  chat tail ops --cursor ~/.ops-cursor --no-follow --json

--exec hands a message over in CHAT_ROOM, CHAT_FROM, CHAT_TEXT, CHAT_ID and CHAT_TIMESTAMP, and as
JSON on standard input. CHAT_SERVER, CHAT_USER and CHAT_TOKEN_FILE, or \`chat config\`, say who and where.

Exit status: 0 done, 1 failed, 2 wrong usage, 4 refused, 5 rejected (too long, not valid), 69 no server,
75 out of retries or too fast, 124 --timeout has passed, 130 interrupted. \`chat run\` ends with the
status of its command.
`;

/** Adds the topics to `chat help`. As commands they print the same. */
export function addTopics(program: Command): void {
  const topic = program
    .command("scripting", { hidden: true })
    .helpOption(false)
    .action(() => topic.outputHelp());
  topic.helpInformation = () => SCRIPTING;
}
