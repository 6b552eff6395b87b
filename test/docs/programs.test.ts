// The programs, data and trees that the documents show: run, read, looked for. What is not is listed in not-run.ts.

import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";

import { transform } from "esbuild";
import { parse as parseYaml } from "yaml";

import { readMessage } from "../../packages/protocol/src/message.ts";
import { ROOT } from "../../scripts/paths.js";
import { startChild, untilReady } from "../../test-support/child.ts";
import { pythonWith } from "../../test-support/needs.ts";
import { suite } from "../../test-support/suite.ts";
import { temporaryFolder } from "../../test-support/temporary-folder.ts";
import * as markdown from "./markdown.ts";
import { BLOCKS } from "./not-run.ts";
import { type Tryout, startTryout } from "./tryout.ts";

interface Block extends markdown.CodeBlock {
  document: string;
  isOutput: boolean;
}

/** Inside the repository, so that its packages are found; three folders deep, as tests of packages are. */
const PLACE = `${ROOT}/.cache/docs/${process.pid}`;
const LANGUAGES = ["", "sh", "bash", "js", "jsx", "ts", "json", "text", "python", "yaml"];

const blocks = markdown.listDocuments().flatMap(blocksOf);
const test = suite("what the documents show", { timeoutMs: 60_000 });
let place: Tryout;

test.before(async () => {
  mkdirSync(PLACE, { recursive: true });
  place = await startTryout();
});

test.after(async () => {
  rmSync(PLACE, { recursive: true, force: true });
  await place.end();
});

test("is of a language that a test here reads", () => {
  for (const { document, language, text } of blocks) {
    assert.ok(LANGUAGES.includes(language), `${document}: ${language}: ${text.slice(0, 60)}`);
  }
});

test("is left out only where the list says why, and the list names nothing that is gone", () => {
  for (const { document, begins } of BLOCKS) {
    assert.ok(
      blocks.some((block) => block.document === document && isListed(block)),
      `${document} has no block that begins with "${begins}"`,
    );
  }
});

test("programs in JavaScript run to their end against a server", async () => {
  const programs = blocks.filter(({ language }) => language === "js");
  assert.ok(programs.length >= 2);
  for (const [at, { document, text }] of programs.entries()) {
    const file = `${PLACE}/program-${at}.mjs`;
    writeFileSync(file, place.atServer(text));
    const child = await startChild(process.execPath, [file], { cwd: ROOT });
    const { code } = await child.exited;
    assert.is(code, 0, `${document}\n${child.logs}`);
  }
});

test("components compile, and what they import is there", async () => {
  for (const { document, text } of blocks.filter(({ language }) => language === "jsx")) {
    await transform(text, { loader: "jsx" });
    for (const [, names = "", from = ""] of text.matchAll(/^import \{ (.+) \} from "(.+)";$/gm)) {
      const module = (await import(from)) as object;
      for (const name of names.split(", ")) assert.ok(name in module, `${document}: ${name}`);
    }
  }
});

test("tests in TypeScript run", async () => {
  for (const [at, { document, text }] of blocks
    .filter(({ language }) => language === "ts")
    .entries()) {
    const file = `${PLACE}/example-${at}.ts`;
    writeFileSync(file, text);
    const child = await startChild(process.execPath, ["--import", "tsx", file], { cwd: ROOT });
    const { code } = await child.exited;
    assert.is(code, 0, `${document}\n${child.logs}`);
  }
});

test("data that is not what a command prints is what it is said to be", () => {
  for (const { document, text, isOutput } of blocks.filter(({ language }) => language === "json")) {
    if (isOutput) continue;
    const value = JSON.parse(text) as object;
    if ("id" in value) assert.equal(readMessage(value), value, document);
  }
});

test("settings in YAML are read as a list or a map", () => {
  for (const { document, text } of blocks.filter(({ language }) => language === "yaml")) {
    assert.type(parseYaml(text), "object", document);
  }
});

test("trees of folders and files name what is there", () => {
  const trees = blocks.filter((block) => block.language === "" && !isListed(block));
  assert.ok(trees.length >= 3);
  for (const { document, text } of trees) {
    const base = text.startsWith("src/") ? "packages/server/" : "";
    let folder = "";
    for (const line of text.split("\n")) {
      const [, indent = "", name = ""] =
        /^( *)((?:[\w.-]+\/?)+(?:, [\w-]+)*)(?: {2,}|$)/.exec(line) ?? [];
      if (name === "") continue;
      if (indent === "") folder = name.endsWith("/") ? name : "";
      for (const part of name.split(", ")) {
        const path = base + (indent === "" ? part : folder + part);
        assert.ok(existsSync(`${ROOT}/${path}`), `${document} names ${path}`);
      }
    }
  }
});

test.run();

const python = suite("programs in Python", {
  needs: ["python3-socketio", "python3-websocket"],
  timeoutMs: 60_000,
});

python("join, say hello and hear themselves", async () => {
  const tryout = await startTryout();
  const programs = blocks.filter(({ language }) => language === "python");
  assert.ok(programs.length > 0);
  for (const { text } of programs) {
    const file = join(temporaryFolder("chat-docs"), "example.py");
    writeFileSync(file, tryout.atServer(text));
    const child = await startChild(pythonWith("python3-socketio", "python3-websocket"), [
      "-u",
      file,
    ]);
    try {
      const heard = async () => child.logs.includes("<python> hello from Python");
      await untilReady(child, "the example", heard, 10_000);
      assert.match(child.logs, "here: bob, python");
    } finally {
      await child.kill();
    }
  }
  await tryout.end();
});

python.run();

function blocksOf(document: string): Block[] {
  const all = markdown.codeBlocks(markdown.readDocument(document));
  return all.map((block, at) => ({
    ...block,
    document,
    isOutput: all[at - 1]?.output === block.text,
  }));
}

function isListed({ document, text }: Block): boolean {
  return BLOCKS.some(
    (block) => block.document === document && text.trimStart().startsWith(block.begins),
  );
}
