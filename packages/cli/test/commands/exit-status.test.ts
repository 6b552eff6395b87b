// Every exit status of the contract, by the real command, for every command that can end with it.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { CHAT, chatEnvironment, type Ended, runChat, startChat } from "../support/run-chat.ts";

const test = suite("exit status");
let server: FakeChatServer;

test.before.each(async () => {
  server = await new FakeChatServer().start();
  server.post("general", "bob", "hi");
});
test.after.each(() => server.stop());

const me = (): Record<string, string> => ({ CHAT_SERVER: server.url, CHAT_USER: "ci" });
const run = (line: string, input = "in\n"): Promise<Ended> =>
  runChat(line.split(" "), { env: me(), input });

/** Runs a command line of the shell, with `chat` in it. */
async function runInShell(line: string): Promise<{ status: number; stderr: string }> {
  const command = line.replaceAll("chat ", `'${process.execPath}' '${CHAT}' `);
  const child = execFile("sh", ["-c", command], { env: chatEnvironment(me()) });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status] = (await once(child, "close")) as [number];
  return { status, stderr };
}

/** Each of these lines ends with a status, and where it is not 0 with one line that says why. */
async function expect(status: number, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const ended = await run(line);
    assert.is(ended.status, status, `${line}: ${ended.stderr}`);
    if (status !== 0) assert.match(ended.stderr, /^chat: [^\n]+\n$/, line);
  }
}

test("0: the server has it, or has answered", async () => {
  await expect(0, [
    "send general x",
    "send general",
    "send general --lines",
    "tail general --no-follow",
    "tail general --count 1",
    "history general",
    "rooms",
    "who general",
    "status",
    "run general -- true",
    "join general",
    "config",
    "completion bash",
    "--version",
    "help send",
  ]);
});

test("1: another failure, such as a full disk under standard output", async () => {
  for (const line of [
    "chat history general > /dev/full",
    "chat send general hi --json > /dev/full",
    "echo x | chat send general --tee > /dev/full",
    "chat tail general --no-follow > /dev/full",
  ]) {
    assert.equal(await runInShell(line), {
      status: 1,
      stderr: "chat: standard output cannot be written: the disk is full\n",
    });
  }
  await expect(1, ["tail general --no-follow --cursor /dev/full"]);
});

test("2: wrong usage", async () => {
  await expect(2, [
    "nothing",
    "send",
    "send general x --nope",
    "send general x --lines",
    "tail general --since yesterday",
    "history general -n -1",
    "rooms more",
    "ask general",
    "run general",
    "completion tcsh",
    "config get nothing",
    "rooms --server ftp://x",
    "rooms --token-file /no/such",
  ]);
});

test("4: not let in", async () => {
  server.token = "open";
  await expect(4, [
    "send general x",
    "send general --lines",
    "tail general",
    "tail general --no-follow",
    "history general",
    "rooms",
    "who general",
    "status",
    "ask general x",
    "join general",
  ]);
});

test("5: rejected, before anything is posted", async () => {
  const before = server.requests.length;
  const long = "x".repeat(4_001);
  await expect(5, [
    `send general ${long}`,
    `ask general ${long}`,
    "send a/b x",
    "tail a/b",
    "who a/b",
    "history a/b",
    "join a/b",
    "send general x --user a/b",
  ]);
  const { status, stderr } = await run("send general --lines", `fine\n${long}\n`);
  assert.is(status, 5);
  assert.match(stderr, /^chat: line 2: [^\n]*4000[^\n]* 4001\.\n$/);
  assert.is(server.requests.length, before + 1);
});

test("69: no chat server there, neither where nothing listens nor where something else does", async () => {
  const other = createServer((socket) => socket.on("error", () => {}).end("220 mail\r\n"));
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const commands = [
    "send general x",
    "send general --lines",
    "tail general",
    "rooms",
    "ask general x",
  ];
  for (const address of [
    "http://127.0.0.1:1",
    `http://127.0.0.1:${port}`,
    // It does not speak TLS.
    server.url.replace("http:", "https:"),
  ]) {
    await expect(
      69,
      commands.map((command) => `${command} --server ${address}`),
    );
  }
  other.close();
});

test("75: out of retries, or too fast", async () => {
  const away = { status: 503, body: { error: { code: "unavailable", message: "Away." } } };
  const limit = { code: "rate_limited", message: "Too fast.", retryAfterMs: 60_000 };
  server.refusals.push(away, { status: 429, body: { error: limit } });
  await expect(75, ["send general x", "send general x --retry 1s"]);
  server.refusals.push(...Array.from({ length: 9 }, () => away));
  await expect(75, ["send general --lines --retry 300ms", "send general x --retry 300ms"]);
  await expect(75, ["send general x --retry 300ms --server http://127.0.0.1:1"]);
});

test("124: --timeout has passed", async () => {
  server.holdAnswers = true;
  await expect(124, ["tail general --timeout 300ms", "ask general x --timeout 300ms"]);
  const waiting = startChat(["send", "general", "--timeout", "300ms"], me());
  assert.is((await waiting.ended).status, 124);
  const lines = startChat(["send", "general", "--lines", "--timeout", "300ms"], me());
  assert.is((await lines.ended).status, 124);
});

test("130: interrupted, whatever it waits for", async () => {
  for (const args of [
    ["tail", "general", "--json"],
    ["send", "general", "--lines", "--json"],
    ["send", "general", "--tee", "--retry", "10s"],
    ["join", "general"],
  ]) {
    const running = startChat(args, me());
    running.type("hi\n");
    await running.says("hi");
    running.child.kill("SIGINT");
    assert.is((await running.ended).status, 130, args.join(" "));
  }
});

test.run();
