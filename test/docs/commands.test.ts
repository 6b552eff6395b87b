// What the documents tell people to type is typed, and prints what they show.

import * as assert from "uvu/assert";

import { suite } from "../../test-support/suite.ts";
import * as markdown from "./markdown.ts";
import { withoutUntried } from "./not-run.ts";
import { type Tryout, startTryout } from "./tryout.ts";

const documents = markdown.listDocuments();

const test = suite("what the documents tell people to type", { timeoutMs: 60_000 });
let shared: Tryout;

test.before(async () => {
  shared = await startTryout();
});

test.after(async () => shared.end());

for (const path of documents) {
  const text = markdown.readDocument(path);
  const blocks = markdown
    .codeBlocks(text)
    .filter(({ language, text: script }) => language === "sh" && !script.includes("redis-cli"))
    .map((block) => ({ ...block, text: withoutUntried(block.text) }));
  const inline = markdown.inlineCode(text).filter((code) => /^npx chat [^…]+$/.test(code));
  const all = [...blocks, ...inline.map((code) => ({ text: code, output: undefined }))].filter(
    (block) => block.text.trim() !== "",
  );
  if (all.length === 0) continue;

  // What is shown depends on what was said before: such a document has a server of its own.
  const own = all.some(({ output }) => output !== undefined);
  test(`${path}: every command works, and prints what is shown`, async () => {
    const place = own ? await startTryout() : shared;
    try {
      for (const { text: script, output } of all) {
        const outcome = await place.run(script);
        assert.is(outcome.code, 0, `${script}\n${outcome.output}`);
        if (output !== undefined) assert.equal(toShape(outcome.output), toShape(output), script);
      }
    } finally {
      if (own) await place.end();
    }
  });
}

test("the table of metrics names those of a server", async () => {
  const text = await (await fetch(`${shared.server.url}/metrics`)).text();
  const known = [...text.matchAll(/^# TYPE (chat_\w+)/gm)].map(([, name]) => name ?? "");
  const operating = markdown.readDocument("docs/operating.md");
  const named = markdown.tableRows(operating, "metric").map(([name]) => unquote(name));
  assert.equal(named.sort(), known.sort());
});

test.run();

/** JSON as far as it is the same each time: numbers only by their sign, no moments, no machine names. */
function toShape(printed: string): unknown[] {
  const settle = (name: string, value: unknown): unknown => {
    if (name === "node" || name === "version") return `some ${name}`;
    if (name === "uptime" || name === "clients") return "some number";
    if (typeof value === "number") return Math.sign(value);
    return typeof value === "string" ? value.replace(/^\d{4}-.*Z$/, "some moment") : value;
  };
  return toTexts(printed).map((text) => JSON.parse(text, settle) as unknown);
}

/** The JSON values in a text: all of it is one, or each line, or one right after the other as curl leaves them. */
function toTexts(printed: string): string[] {
  try {
    JSON.parse(printed);
    return [printed];
  } catch {
    return printed.trim().replaceAll("}{", "}\n{").split("\n");
  }
}

function unquote(cell: string | undefined): string {
  return (cell ?? "").replaceAll("`", "");
}
