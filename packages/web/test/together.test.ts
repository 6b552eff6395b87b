import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { pythonWith } from "../../../test-support/needs.ts";
import { type LineProgram, startLineProgram } from "./support/line-program.ts";
import { pageSuite } from "./support/page-suite.ts";

const { test, url, inRoom } = pageSuite(
  "browsers, a terminal and a program in one room",
  "python3-socketio",
  "python3-websocket",
);

const CHAT = fileURLToPath(new URL("../../cli/bin/chat.js", import.meta.url));
const MEMBER = fileURLToPath(new URL("support/python_member.py", import.meta.url));
const programs: LineProgram[] = [];

function start(command: string, ...args: string[]): LineProgram {
  const program = startLineProgram(command, args);
  programs.push(program);
  return program;
}

test.after.each(async () => {
  await Promise.all(programs.splice(0).map(async (program) => program.leave()));
});

test("everybody hears everybody, each message once and in one order", async () => {
  const terminal = start(
    ...([process.execPath, CHAT, "join", "all", "--user", "tess", "--plain"] as const),
    ...(["--server", url()] as const),
  );
  const python = start(
    pythonWith("python3-socketio", "python3-websocket"),
    ...[MEMBER, url(), "all", "pia"],
  );
  await python.hears("joined");
  const [ada, bob] = await Promise.all([inRoom("ada", "all"), inRoom("bob", "all")]);
  await ada.page.getByText("4 here", { exact: true }).waitFor();

  const said: [speaker: { say: (text: string) => unknown }, text: string][] = [
    [ada, "from ada"],
    [terminal, "from the terminal"],
    [python, "from python"],
    [bob, "from bob"],
    [terminal, "once more"],
  ];
  for (const [speaker, text] of said) {
    await speaker.say(text);
    await Promise.all([ada, bob, terminal, python].map(async (one) => one.hears(text)));
  }

  const texts = said.map(([, text]) => text);
  for (const { page, complaints } of [ada, bob]) {
    assert.equal(await page.getByRole("log").locator(".text").allTextContents(), texts);
    assert.equal(complaints, []);
  }
  const ofPython = python.lines().flatMap((line) => /^\d+ \w+: (.*)/.exec(line)?.[1] ?? []);
  assert.equal(ofPython, texts);
  const ofTerminal = terminal.lines().flatMap((line) => /<\w+> (.*)/.exec(line)?.[1] ?? []);
  assert.equal(ofTerminal, texts);
});

test.run();
