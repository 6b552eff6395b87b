// The documents as such: what they link to, which pictures they show, which commands of npm they name.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";

import { ROOT } from "../../scripts/paths.js";
import { suite } from "../../test-support/suite.ts";
import * as markdown from "./markdown.ts";

const PICTURE_MAX_BYTES = 150_000;
const documents = markdown.listDocuments();
const readme = markdown.readDocument("README.md");

const test = suite("the documents");

test("every link leads to a file, and every anchor to a heading", () => {
  for (const path of documents) {
    const text = markdown.readDocument(path);
    for (const target of markdown.linkTargets(text)) {
      if (/^https?:/.test(target)) continue;
      const [file, anchor] = target.split("#") as [string, string?];
      const full = file === "" ? path : join(dirname(path), file);
      assert.ok(existsSync(`${ROOT}/${full}`), `${path} leads to ${target}`);
      if (anchor === undefined) continue;
      const there = markdown.anchors(markdown.readDocument(full));
      assert.ok(there.includes(anchor), `${path} leads to ${target}`);
    }
  }
});

test("no picture weighs more than a clone should carry", () => {
  const pictures = markdown.linkTargets(readme).filter((target) => target.endsWith(".png"));
  assert.ok(pictures.length >= 2);
  for (const path of pictures) {
    assert.ok(statSync(`${ROOT}/${path}`).size <= PICTURE_MAX_BYTES, path);
  }
});

test("every npm command named is there", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const path of documents) {
    const text = markdown.readDocument(path);
    for (const [, name] of text.matchAll(/npm (?:run )?(start|test|(?<=run )[\w-]+)/g)) {
      assert.ok((name ?? "") in scripts, `${path} names npm run ${name}`);
    }
  }
});

test("every decision is in their index, under its own title", () => {
  const index = markdown.readDocument("docs/decisions/README.md");
  const rows = markdown.tableRows(index, "page").map(([page, title]) => [page, title]);
  const pages = readdirSync(`${ROOT}/docs/decisions`).filter((name) => /^(?!000)\d{3}-/.test(name));
  const known = pages.sort().map((name) => {
    const number = name.slice(0, 3);
    const [title = ""] = markdown.readDocument(`docs/decisions/${name}`).split("\n", 1);
    assert.ok(title.startsWith(`# ${number}: `), name);
    return [`[${number}](${name})`];
  });
  assert.equal(
    rows.map(([page]) => page),
    known.map(([page]) => page),
  );
  for (const [page, title] of rows) assert.ok((title ?? "").length > 10, page);
});

test("every document in docs is led to from the README", () => {
  for (const path of documents.filter((name) => /^docs\/[\w-]+\.md$/.test(name))) {
    assert.ok(markdown.linkTargets(readme).includes(path), path);
  }
});

test.run();
