// Completion, as bash asks for it, against a server that is there and one that is not.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { toShellScript } from "../../src/completion/shell-scripts.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { CHAT, chatEnvironment, runChat, startChat } from "../support/run-chat.ts";

const test = suite("completion");
let server: FakeChatServer;

test.before(async () => {
  server = await new FakeChatServer().start();
  server.post("general", "ada", "hi");
  server.post("games", "ada", "hi");
});
test.after(() => server.stop());

/** What is offered for the last of these words, as the shells get it. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout, status, stderr } = await runChat(["__complete", "--", ...words], {
    env: { CHAT_SERVER: server.url },
  });
  assert.is(status, 0);
  assert.is(stderr, "");
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t")[0] ?? "");
}

test("commands, the commands below them, and what they take are offered", async () => {
  assert.equal(await offered("se"), ["send"]);
  const all = await offered("");
  assert.ok(all.includes("tail") && all.includes("completion") && all.includes("help"));
  assert.ok(!all.includes("__complete") && !all.includes("scripting"));
  assert.equal(await offered("help", "s"), ["send", "status", "scripting"]);
  assert.equal(await offered("config", "s"), ["set"]);
  assert.equal(await offered("config", "set", "to"), ["token", "token-file"]);
  assert.equal(await offered("completion", ""), ["bash", "zsh", "fish"]);
  assert.equal(await offered("run", "ops", "--", "c"), [":files"]);
});

test("flags of the command and of all commands are offered, their values where they are known", async () => {
  assert.equal(await offered("tail", "--no"), ["--no-follow"]);
  assert.equal(await offered("send", "general", "--us"), ["--user"]);
  assert.equal(await offered("send", "general", "--retry", "3"), []);
  assert.equal(await offered("rooms", "--token-file", ""), [":files"]);
  assert.equal(await offered("run", "ops", "--", "--"), [":files"]);
});

test("rooms and names come from the server", async () => {
  assert.equal(await offered("send", "g"), ["games", "general"]);
  assert.equal(await offered("--user", "ada", "tail", "games", "gen"), ["general"]);
  const bob = startChat(["tail", "ops", "--json"], { CHAT_SERVER: server.url, CHAT_USER: "bob" });
  server.post("ops", "ada", "marker");
  await bob.says("marker");
  assert.equal(await offered("ask", "ops", "--from", ""), ["bob"]);
  bob.child.kill();
  await bob.ended;
});

test("what is wrong with server, config or line is silent", async () => {
  assert.equal(await offered("--server", "127.0.0.1:9", "send", ""), []);
  assert.equal(await offered("--server", "ftp://x", "send", ""), []);
  assert.equal(await offered("--profile", "nowhere", "send", ""), []);
  assert.equal(await offered("nonsense", ""), []);
});

test("bash completes with the script, also where a word holds what bash would expand", async () => {
  const script = toShellScript("bash", [process.execPath, CHAT]);
  const press = async (...words: string[]): Promise<string[]> => {
    const line = words.map((word) => `'${word}'`).join(" ");
    const ask = `${script}\nCOMP_WORDS=(chat ${line}); COMP_CWORD=${words.length}
_chat_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", ask], {
      env: chatEnvironment({ CHAT_SERVER: server.url }),
    });
    return stdout.trim().split("\n");
  };
  assert.equal(await press("send", "ga"), ["games"]);
  assert.equal(await press("hist"), ["history"]);
  assert.equal(await press("send", "$(id)", ""), [""]);
});

test("each shell has a script, others are wrong usage", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { status, stdout } = await runChat(["completion", shell]);
    assert.is(status, 0);
    assert.ok(stdout.includes(`'${CHAT}' __complete -- `), stdout);
  }
  assert.is((await runChat(["completion", "tcsh"])).status, 2);
});

test.run();
