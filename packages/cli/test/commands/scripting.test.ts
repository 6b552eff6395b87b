// The scripting commands as processes: what they print, and the status they end with.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { runChat, startChat } from "../support/run-chat.ts";

const test = suite("scripting commands");
let server: FakeChatServer;

test.before.each(async () => {
  server = await new FakeChatServer().start();
});
test.after.each(() => server.stop());

const me = (): Record<string, string> => ({ CHAT_SERVER: server.url, CHAT_USER: "ci" });
const run = (args: string[], input = "") => runChat(args, { env: me(), input });

test("send posts its arguments, and says nothing where nobody looks", async () => {
  assert.equal(await run(["send", "general", "build", "ok"]), {
    status: 0,
    stdout: "",
    stderr: "",
  });
  assert.is(server.history("general")[0]?.message, "build ok");
  assert.is(server.history("general")[0]?.username, "ci");
});

test("send posts standard input as one message, without the line break at its end", async () => {
  await run(["send", "general"], "a\nb\n\n");
  await run(["send", "general", "-"], "dash\n");
  assert.equal(
    server.history("general").map(({ message }) => message),
    ["a\nb", "dash"],
  );
});

test("send --json prints the stored message", async () => {
  const { stdout } = await run(["send", "general", "hi", "--json"]);
  assert.equal(JSON.parse(stdout), { type: "message", ...server.history("general")[0] });
});

test("send --lines posts each line with something in it, in order", async () => {
  const { status } = await run(["send", "general", "--lines"], "one\n\ntwo\r\nthree");
  assert.is(status, 0);
  assert.equal(
    server.history("general").map(({ message }) => message),
    ["one", "two", "three"],
  );
});

test("send --lines posts a line while the next is still to come", async () => {
  const running = startChat(["send", "general", "--lines", "--json"], me());
  running.type("first\n");
  await running.says("first");
  running.child.stdin?.end("second\n");
  assert.is((await running.ended).status, 0);
});

test("the same --id is the same message", async () => {
  const first = await run(["send", "general", "hi", "--id", "k", "--json"]);
  assert.is((await run(["send", "general", "hi", "--id", "k", "--json"])).stdout, first.stdout);
  assert.is(server.history("general").length, 1);
});

test("too long is rejected before anything is posted", async () => {
  const { status, stderr } = await run(["send", "general"], "x".repeat(4_001));
  assert.is(status, 5);
  assert.match(stderr, "4000");
  assert.equal(server.requests, []);
});

test("what is no text, or empty, is rejected", async () => {
  const binary = await runChat(["send", "general"], {
    env: me(),
    input: new Uint8Array([0x68, 0xff, 0xfe]),
  });
  assert.is(binary.status, 5);
  assert.match(binary.stderr, "UTF-8");
  assert.is((await run(["send", "general"], " \n")).status, 5);
});

test("bad names are rejected: status 5 and one line", async () => {
  for (const args of [
    ["send", "a b", "x"],
    ["who", "a/b"],
    ["history", "*"],
    ["send", "ops", "x", "--user", "a b"],
  ]) {
    const { status, stderr } = await run(args);
    assert.is(status, 5, args.join(" "));
    assert.match(stderr, /^chat: [^\n]+\n$/);
  }
});

test("wrong usage ends with status 2 and one line", async () => {
  const wrong = [
    ["nonsense"],
    ["send"],
    ["send", "general", "x", "--nope"],
    ["send", "general", "x", "--timeout", "soon"],
    ["send", "general", "x", "--lines"],
    ["tail", "general", "-n", "many"],
    ["rooms", "--server", "ftp://x"],
  ];
  for (const args of wrong) {
    const { status, stderr, stdout } = await run(args);
    assert.is(status, 2, args.join(" "));
    assert.match(stderr, /^chat: [^\n]+\n$/);
    assert.is(stdout, "");
  }
});

test("without a name send says how to give one", async () => {
  const { status, stderr } = await runChat(["send", "general", "x"], {
    env: { CHAT_SERVER: server.url },
  });
  assert.is(status, 2);
  assert.match(stderr, "--user NAME");
});

test("no server: status 69, its address, and how to start one", async () => {
  await server.stop();
  for (const args of [
    ["send", "general", "x"],
    ["rooms"],
    ["tail", "general"],
    ["join", "general"],
    ["status"],
  ]) {
    const { status, stderr } = await run(args);
    assert.is(status, 69, args.join(" "));
    assert.ok(stderr.includes(server.url) && stderr.includes("npm start"), stderr);
    assert.match(stderr, /^chat: [^\n]+\n$/);
  }
  server = await new FakeChatServer().start();
});

test("a token that is missing: status 4; one that fits opens the door", async () => {
  server.token = "open";
  for (const args of [
    ["send", "general", "x"],
    ["rooms"],
    ["tail", "general"],
    ["join", "general"],
  ]) {
    assert.is((await run(args)).status, 4, args.join(" "));
  }
  const env = { ...me(), CHAT_TOKEN: "open" };
  assert.is((await runChat(["send", "general", "x"], { env })).status, 0);
  assert.is((await runChat(["tail", "general", "--count", "1"], { env })).status, 0);
});

test("a rate limit ends send with status 75, and only paces --lines", async () => {
  const limited = { error: { code: "rate_limited", message: "Too fast.", retryAfterMs: 20 } };
  server.refusals.push({ status: 429, body: limited });
  assert.is((await run(["send", "general", "x"])).status, 75);
  server.refusals.push({ status: 429, body: limited });
  assert.is((await run(["send", "general", "--lines"], "a\nb\n")).status, 0);
  assert.equal(
    server.history("general").map(({ message }) => message),
    ["a", "b"],
  );
});

test("--retry goes on with the same nonce, and ends with 75 when its time is up", async () => {
  const away = {
    status: 503,
    body: { error: { code: "unavailable", message: "The store is away." } },
  };
  server.refusals.push(away);
  assert.is((await run(["send", "general", "x"])).status, 75);
  server.refusals.push(away, away);
  assert.is((await run(["send", "general", "x", "--retry", "20s"])).status, 0);
  assert.is(server.history("general").length, 1);
  server.refusals.push(...Array.from({ length: 9 }, () => away));
  const { status, stderr } = await run(["send", "general", "y", "--retry", "300ms"]);
  assert.is(status, 75);
  assert.match(stderr, "gave up after 0.3 s");
});

test("--quiet is quiet when it fails, too", async () => {
  assert.equal(await run(["send", "a b", "x", "-q"]), { status: 5, stdout: "", stderr: "" });
});

test("--timeout ends with 124", async () => {
  const waiting = startChat(["send", "general", "--timeout", "200ms"], me());
  assert.is((await waiting.ended).status, 124);
  assert.is((await run(["tail", "general", "--timeout", "200ms"])).status, 124);
});

test("history prints what was last said, oldest first, over as many pages as it takes", async () => {
  for (let index = 1; index <= 130; index++) server.post("general", "bob", `m${index}`);
  const lines = (await run(["history", "general", "-n", "120"])).stdout.trimEnd().split("\n");
  assert.is(lines.length, 120);
  assert.match(lines[0] ?? "", /^\d\d:\d\d general <bob> m11$/);
  assert.match(lines.at(-1) ?? "", "m130");
  const { stdout } = await run(["history", "general", "-n", "1", "--json"]);
  assert.equal(JSON.parse(stdout), { type: "message", ...server.history("general").at(-1) });
});

test("rooms, who and status answer people and programs", async () => {
  server.post("ops", "bob", "hi");
  const tail = startChat(["tail", "ops", "--user", "watcher"], me());
  await tail.says("hi");
  assert.match((await run(["rooms"])).stdout, /^ops {2}1 here {2}last message \d+ s ago\n$/);
  assert.is(JSON.parse((await run(["rooms", "--json"])).stdout).room, "ops");
  assert.is((await run(["who", "ops"])).stdout, "watcher\n");
  assert.equal(JSON.parse((await run(["who", "ops", "--json"])).stdout), {
    room: "ops",
    members: ["watcher"],
  });
  const { stdout } = await run(["status"]);
  assert.match(stdout, /^server +http:\/\/\S+$/m);
  assert.match(stdout, /^health +well: it takes and delivers messages$/m);
  assert.match(stdout, /^version +1\.2\.3$/m);
  assert.match(stdout, /^latency +[\d.]+ ms from here and back$/m);
  assert.match(stdout, /^rooms +(nobody is in a room|\d+ rooms? with \d+ names? in them)$/m);
  assert.is(JSON.parse((await run(["status", "--json"])).stdout).store, "embedded");
  tail.child.kill("SIGINT");
  assert.is((await tail.ended).status, 130);
});

test("status says in the server's words why it cannot serve, and ends with 75", async () => {
  server.unready = "The message store cannot be reached.";
  const { status, stdout } = await run(["status"]);
  assert.is(status, 75);
  assert.match(stdout, /^health +cannot serve: The message store cannot be reached\.$/m);
  const { reason, ready } = JSON.parse((await run(["status", "--json"])).stdout) as {
    reason: string;
    ready: boolean;
  };
  assert.equal([ready, reason], [false, "The message store cannot be reached."]);
});

test("tail prints the backlog and then what is said, until --count", async () => {
  server.post("general", "bob", "old");
  server.post("general", "bob", "newer");
  const tail = startChat(["tail", "general", "-n", "1", "--count", "2"], me());
  await tail.says("newer");
  server.post("general", "bob", "live");
  const { status, stdout } = await tail.ended;
  assert.is(status, 0);
  assert.equal(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(6)),
    ["general <bob> newer", "general <bob> live"],
  );
});

test("tail --json tells who comes and goes as well", async () => {
  const tail = startChat(["tail", "general", "--json"], me());
  server.post("general", "bob", "marker");
  await tail.says("marker");
  await run(["join", "general", "--user", "guest"]);
  await tail.says(`"left"`);
  tail.child.kill("SIGINT");
  const types = (await tail.ended).stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).type);
  assert.equal(types, ["message", "joined", "left"]);
});

test("tail loses and repeats nothing when its connection is cut", async () => {
  server.post("general", "bob", "before");
  const tail = startChat(["tail", "general"], me());
  await tail.says("before");
  server.cut();
  server.post("general", "bob", "meanwhile");
  await tail.says("meanwhile");
  server.post("general", "bob", "after");
  await tail.says("after");
  tail.child.kill("SIGINT");
  const words = (await tail.ended).stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("> ")[1]);
  assert.equal(words, ["before", "meanwhile", "after"]);
});

test("tail --no-follow needs no name and ends", async () => {
  server.post("general", "bob", "old");
  const { status, stdout } = await runChat(["tail", "general", "--no-follow"], {
    env: { CHAT_SERVER: server.url },
  });
  assert.is(status, 0);
  assert.match(stdout, "<bob> old");
});

test("a reader that has gone ends tail quietly", async () => {
  server.post("general", "bob", "only");
  const tail = startChat(["tail", "general"], me());
  await tail.says("only");
  tail.child.stdout?.destroy();
  server.post("general", "bob", "unread");
  const { status, stderr } = await tail.ended;
  assert.is(status, 0);
  assert.is(stderr, "");
});

test("help and version go to standard output with status 0, no command to standard error with 2", async () => {
  const help = await run(["--help"]);
  assert.is(help.status, 0);
  for (const name of ["join", "send", "tail", "history", "rooms", "who", "status"]) {
    assert.match(help.stdout, new RegExp(`^  ${name} `, "m"));
  }
  assert.match((await run(["send", "--help"])).stdout, "--retry");
  assert.match((await run(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
  assert.is((await run([])).status, 2);
});

test.run();
