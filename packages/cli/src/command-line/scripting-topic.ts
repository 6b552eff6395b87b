// What `chat help scripting` prints. Its examples are those of docs/scripting.md, word for word: a test sees to that.

/** The topic, in lines of 80 cells but for examples that cannot be broken. */
export const SCRIPTING_TOPIC = `Scripting: data is on standard output, all else on standard error, and the exit
status says what came of it. CHAT_SERVER, CHAT_USER and CHAT_TOKEN_FILE, or
\`chat config\`, say who and where.

CI NOTICE

However often a step runs within five minutes, the same --id is said once;
--retry goes on while the server is away.

  chat send ops "build $BUILD is green" --user ci --id "build-$BUILD" --retry 30s -q

CRON

The command's output and status are what cron sees; the room hears of failures
alone, with the last ten lines.

  chat run ops --user backup --on-fail -- tar -cf backup.tar important

LOG WATCH

One message for lines that come together. A server that asks for a slower pace
gets it.

  tail -n +1 -F app.log | grep --line-buffered ERROR | chat send ops --user logs --lines --batch 500ms

APPROVAL GATE

ask prints the first answer that fits. Status 124: nobody answered in time.

  answer=$(chat ask ops "Deploy $VERSION? yes or no" --user deploy --match '^(yes|no)$' -i --timeout 5m) || exit
  if [ "\${answer,,}" = yes ]; then echo "deploying $VERSION"; else exit 1; fi

A BOT

--exec runs a program for each message that others write, with the message in
CHAT_ROOM, CHAT_FROM, CHAT_TEXT, CHAT_ID and CHAT_TIMESTAMP, and as JSON on
standard input. With --cursor FILE it goes on where it ended.

  #!/usr/bin/env bash
  # bot.sh
  export CHAT_USER=helper
  if [ $# = 0 ]; then exec chat tail general --match '^!' --exec "bash '$0' answer"; fi
  case $CHAT_TEXT in
    '!time') date +%H:%M ;;
    '!echo '*) printf '%s\\n' "\${CHAT_TEXT#'!echo '}" ;;
    *) echo "$CHAT_FROM, I know !time and !echo" ;;
  esac | chat send "$CHAT_ROOM"

GIT HOOK

As .git/hooks/post-commit. Its status does not count.

  git log -1 --format='%an committed %h: %s' | chat send dev --user git --timeout 3s -q || true

EXIT STATUS

  0 done, 1 failed, 2 wrong usage, 4 refused, 5 rejected (too long, not valid),
  69 no server, 75 out of retries or too fast, 124 --timeout has passed,
  130 interrupted. \`chat run\` ends with the status of its command.
`;
