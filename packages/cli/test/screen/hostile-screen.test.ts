// Hostile text in every face that is written to a terminal: the screen, plain lines, and `chat tail`.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { hostileTexts } from "../../../protocol/test/hostile-text/hostile-text.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { runChat } from "../support/run-chat.ts";
import { ScreenChat } from "../support/screen-chat.ts";

const test = suite("hostile text", { timeoutMs: 60_000 });
let server: FakeChatServer;

test.before.each(async () => {
  server = await new FakeChatServer().start();
});
test.after.each(async () => {
  await server.stop();
});

/** A row of the log: with a time and a name, below such a row, a line across, or blank. */
const LOG_ROW =
  /^(?:\d\d:\d\d +(?:alice|mallory|--) [│┃]| +[│┃]|── (?:the history|[A-Z][a-z]{2}, )|$)/;

async function openScreen(size: { columns: number; rows: number }): Promise<ScreenChat> {
  const chat = new ScreenChat(["join", "general", "--user", "ada"], {
    ...size,
    env: { CHAT_SERVER: server.url },
  });
  await chat.until(({ fullScreen, rows }) => fullScreen && (rows.at(-1) ?? "").includes(">"));
  return chat;
}

test("on the screen each stays in its own rows: no cursor, title or line is anywhere but in its place", async () => {
  const chat = await openScreen({ columns: 80, rows: 24 });
  await chat.shows("● connected");
  try {
    for (const [index, { name, text }] of hostileTexts.entries()) {
      server.post("general", "alice", `before ${index}`);
      server.post("general", "mallory", text);
      server.post("general", "alice", `after ${index}.`);
      await chat.shows(`after ${index}.`);
      const { rows } = chat;
      assert.match(rows[0] ?? "", /^ #general │ ada +1 here · lag \d+ ms$/, name);
      assert.match(rows[20] ?? "", new RegExp(`^\\d\\d:\\d\\d +alice │ after ${index}\\.$`), name);
      for (const row of rows.slice(1, 21)) assert.match(row, LOG_ROW, `${name}: ${row}`);
      assert.is(rows[21], "F1 or /help lists all commands and keys", name);
      assert.match(rows[22] ?? "", /^ 1 general\* +● connected$/, name);
      assert.is(rows[23], "[general] ada>", name);
      assert.equal(chat.cursor, { row: 23, column: 15 }, name);
      assert.ok(chat.fullScreen, name);
    }
    assert.not(chat.titles.some((title) => title.includes("owned")));
    // oxlint-disable-next-line no-control-regex
    assert.not(/\x1b(?:\]52|\]9;pay|\]777;notify;bank|[P_^Xc#(])|\x9b|\x9d/.test(chat.written));
  } finally {
    await chat.end();
  }
});

test("the smallest screen holds too", async () => {
  const chat = await openScreen({ columns: 20, rows: 5 });
  try {
    for (const [index, { name, text }] of hostileTexts.entries()) {
      server.post("general", "mallory", text);
      server.post("general", "alice", `after ${index}.`);
      await chat.shows(`after ${index}.`);
      assert.is(chat.rows[4], ">", name);
      assert.equal(chat.cursor, { row: 4, column: 2 }, name);
    }
  } finally {
    await chat.end();
  }
});

test("in lines, plain or of tail, each line of each of them says who said it, and nothing else is written", async () => {
  for (const { text } of hostileTexts) server.post("general", "mallory", text);
  const env = { CHAT_SERVER: server.url };
  for (const args of [
    ["join", "general", "--user", "ada", "--plain"],
    ["tail", "general", "-n", "100", "--no-follow"],
  ]) {
    const { status, stdout } = await runChat(args, { env });
    assert.is(status, 0, args.join(" "));
    const lines = stdout.trimEnd().split("\n");
    assert.ok(lines.length > hostileTexts.length);
    for (const line of lines) {
      assert.match(
        line,
        /^(?:\d{4}-\d\d-\d\d )?\d\d:\d\d general <mallory>(?: |$)/,
        args.join(" "),
      );
      // oxlint-disable-next-line no-control-regex
      assert.not(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(line), JSON.stringify(line));
    }
  }
});

test.run();
