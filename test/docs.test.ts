// The documents against the code: what they say can be typed is typed, what they list is what there is.

import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";

import { readConfigFile } from "../packages/cli/src/config-file.ts";
import { preferenceFields } from "../packages/cli/src/preferences/preference-fields.ts";
import { readPreferences } from "../packages/cli/src/preferences/read-preferences.ts";
import { createKeyBindings, toKeyHelp } from "../packages/cli/src/screen/key-bindings.ts";
import { resolveSettings } from "../packages/cli/src/settings.ts";
import { usageOf } from "../packages/cli/src/slash/slash-command.ts";
import { slashCommands } from "../packages/cli/src/slash/slash-commands.ts";
import { parseConfig } from "../packages/server/src/config.ts";
import { parseLimits } from "../packages/server/src/limits/limit-table.ts";
import { requests } from "../packages/server/src/sockets/requests.ts";
import { ROOT } from "../scripts/paths.js";
import { startChild, untilReady } from "../test-support/child.ts";
import { pythonWith } from "../test-support/needs.ts";
import { type Redis, startRedis } from "../test-support/redis.ts";
import { suite } from "../test-support/suite.ts";
import { temporaryFolder } from "../test-support/temporary-folder.ts";
import * as markdown from "./docs/markdown.ts";
import { type Tryout, startTryout } from "./docs/tryout.ts";

const PICTURE_MAX_BYTES = 150_000;
const documents = markdown.listDocuments();
const readme = markdown.readDocument("README.md");
const terminal = markdown.readDocument("docs/terminal.md");
const protocol = markdown.readDocument("docs/protocol.md");
const operations = markdown.readDocument("docs/operating.md");
/** Started by people, and tried by other tests: `npm start` by start.test.ts, containers by docker.test.ts. */
const NOT_TRIED = /^(npm (start|test|run \S+)|docker compose)\b/;

const words = suite("what the documents say");

words("every link leads to a file, and every anchor to a heading", () => {
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

words("no picture weighs more than a clone should carry", () => {
  const pictures = markdown.linkTargets(readme).filter((target) => target.endsWith(".png"));
  assert.ok(pictures.length >= 2);
  for (const path of pictures) {
    assert.ok(statSync(`${ROOT}/${path}`).size <= PICTURE_MAX_BYTES, path);
  }
});

words("every npm command named is there", () => {
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

words(
  "the table of settings names those of the server, with their defaults and bounds",
  async () => {
    const asked = new Set<string>();
    const defaults = parseConfig(record(asked));
    const rows = markdown.tableRows(readme, "variable");
    assert.equal(rows.map(([name]) => unquote(name)).sort(), [...asked].sort());
    for (const [variable, , fallback, allowed] of rows) {
      const name = unquote(variable);
      const value = Object.entries(defaults).find(
        ([field]) => field === toField(name),
      )?.[1] as unknown;
      const shown = typeof value === "boolean" ? (value ? "on" : "off") : [value].join(",");
      assert.is(unquote(fallback), shown, name);
      const bounds = /from (\d+) to (\d+)/.exec(refusal(name));
      if (bounds) assert.is(allowed, `${bounds[1]} to ${bounds[2]}`, name);
      const choices = /one of (.*)\./.exec(refusal(name))?.[1];
      if (choices !== undefined) assert.is(allowed?.replaceAll("`", ""), choices, name);
    }
    const help = await startChild(
      process.execPath,
      ["packages/server/bin/chat-server.js", "--help"],
      {
        cwd: ROOT,
      },
    );
    await help.exited;
    const flags = new Map(
      [...help.logs.matchAll(/^ {2}(--[\w-]+) [^[]*\[(\w+)\]/gm)].map(([, flag, name]) => [
        name,
        flag,
      ]),
    );
    for (const [variable, flag] of rows) {
      assert.is(unquote(flag), flags.get(unquote(variable)) ?? "", unquote(variable));
    }
  },
);

words("the table of the command's settings names those it reads", () => {
  const asked = new Set<string>();
  resolveSettings({}, record(asked), () => ({}));
  const named = markdown.tableRows(readme, "flag").map(([, variable]) => unquote(variable));
  assert.equal(named.sort(), [...asked].sort());
});

words("the commands that are typed into a chat are those there are", () => {
  const named = markdown.tableRows(terminal, "command").map(toPlainCells);
  const known = slashCommands.map((command) => {
    return [`/${command.name} ${usageOf(command)}`.trim(), command.help];
  });
  assert.equal(named, [...known, ["//text", "a message that begins with a slash"]]);
});

words("the keys of the chat are those that do something", () => {
  const named = markdown.tableRows(terminal, "keys").map(toPlainCells);
  assert.equal(named, toKeyHelp(createKeyBindings()));
});

words("the table of the chat's settings names each with its values", () => {
  const named = markdown.tableRows(terminal, "setting").map(toPlainCells);
  const known = preferenceFields.map(({ name, values, kind, help }) => {
    return [name, kind ?? values.join(", "), help];
  });
  assert.equal(named, known);
});

words("the config file shown is one that holds", () => {
  const shown = markdown.codeBlocks(terminal).find(({ language }) => language === "json");
  const object = JSON.parse(shown?.text ?? "") as Record<string, unknown>;
  const path = `${temporaryFolder("docs-config")}/config.json`;
  writeFileSync(path, JSON.stringify(object));
  assert.equal(readConfigFile(path).rooms, object["rooms"]);
  assert.equal(Object.fromEntries(readPreferences(path, object).keys), object["keys"]);
});

/** Cells as people see them. */
function toPlainCells(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replaceAll("`", "").replace(/\\([_*])/g, "$1"));
}

words("both tables of requests name what a server answers", () => {
  const known = Object.keys(requests).sort();
  for (const [text, head] of [
    [readme, "you send"],
    [protocol, "event"],
  ] as const) {
    const named = markdown.tableRows(text, head).map(([event]) => unquote(event));
    assert.equal(named.sort(), known);
  }
});

words("the table of limits names each with its default", () => {
  const { rates, counts } = parseLimits(undefined, true);
  const known = [
    ...Object.entries(rates).map(([name, rate]) => [name, `${rate?.burst}/${rate?.perSecond}`]),
    ...Object.entries(counts).map(([name, count]) => [name, `${count}`]),
  ];
  const named = markdown.tableRows(operations, "limit").map(toPlainCells);
  assert.equal(
    named.map(([name, value]) => [name, value]),
    known,
  );
});

words("the table of errors names every code with its status", () => {
  const source = readFileSync(`${ROOT}/packages/server/src/http/errors.ts`, "utf8");
  const known = [...source.matchAll(/^ {2}(\w+): (\d{3}),$/gm)].map(
    ([, code, status]) => `${code} ${status}`,
  );
  assert.ok(known.length > 10);
  const named = markdown
    .tableRows(protocol, "code")
    .map(([code, status]) => `${unquote(code)} ${status}`);
  assert.equal(named.sort(), known.sort());
});

words.run();

const commands = suite("what the documents tell people to type", { timeoutMs: 60_000 });
let shared: Tryout;

commands.before(async () => {
  shared = await startTryout();
});

commands.after(async () => shared.end());

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
  commands(`${path}: every command works, and prints what is shown`, async () => {
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

commands("the table of metrics names those of a server", async () => {
  const text = await (await fetch(`${shared.server.url}/metrics`)).text();
  const known = [...text.matchAll(/^# TYPE (chat_\w+)/gm)].map(([, name]) => name ?? "");
  const operating = markdown.readDocument("docs/operating.md");
  const named = markdown.tableRows(operating, "metric").map(([name]) => unquote(name));
  assert.equal(named.sort(), known.sort());
});

commands.run();

const redisSuite = suite("what the README says of Redis", {
  needs: ["redis-server"],
  timeoutMs: 60_000,
});
let redis: Redis;

redisSuite.before(async () => {
  redis = await startRedis();
});

redisSuite.after(async () => redis.stop());

redisSuite("every key is in the table with its type, and has a time to live", async () => {
  const place = await startTryout({ REDIS_URL: redis.url }, redis.port);
  try {
    const posted = await place.run("npx chat send general hello --user ada --id n-1");
    assert.is(posted.code, 0, posted.output);
    for (const { text } of markdown.codeBlocks(readme)) {
      if (!text.includes("redis-cli")) continue;
      const { code, output } = await place.run(text);
      assert.is(code, 0, output);
      const [entry, ttl] = output.trim().split("\n") as [string, string];
      assert.is((JSON.parse(entry) as { message: string }).message, "hello");
      assert.ok(Number(ttl) > 86_000 && Number(ttl) <= 86_400, ttl);
    }
    const rows = markdown.tableRows(readme, "key").map(([key, type]) => ({
      pattern: toPattern(unquote(key)),
      type: type?.toLowerCase(),
    }));
    const keys = (await redis.cli("KEYS", "*")).split("\n");
    for (const { pattern } of rows)
      assert.ok(
        keys.some((key) => pattern.test(key)),
        String(pattern),
      );
    for (const key of keys) {
      const row = rows.find(({ pattern }) => pattern.test(key));
      assert.is(row?.type, await redis.cli("TYPE", key), key);
      assert.ok(Number(await redis.cli("TTL", key)) > 0, key);
    }
  } finally {
    await place.end();
  }
});

redisSuite.run();

const python = suite("the example in Python", {
  needs: ["python3-socketio", "python3-websocket"],
  timeoutMs: 60_000,
});

python("joins, says hello and hears itself", async () => {
  const place = await startTryout();
  const example = markdown.codeBlocks(protocol).find(({ language }) => language === "python");
  const file = join(temporaryFolder("chat-docs"), "example.py");
  writeFileSync(file, place.atServer(example?.text ?? ""));
  const child = await startChild(pythonWith("python3-socketio", "python3-websocket"), ["-u", file]);
  try {
    const heard = async () => child.logs.includes("<python> hello from Python");
    await untilReady(child, "the example", heard, 10_000);
    assert.match(child.logs, "here: bob, python");
  } finally {
    await child.kill();
    await place.end();
  }
});

python.run();

function withoutUntried(script: string): string {
  return script
    .split("\n")
    .filter((line) => !NOT_TRIED.test(line))
    .join("\n");
}

/** Settings that are all absent, and note what is asked for. */
function record(asked: Set<string>): Record<string, string | undefined> {
  return new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => {
        asked.add(String(name));
        return undefined;
      },
    },
  );
}

/** What the server says of a value that makes no sense; empty where it takes anything. */
function refusal(name: string): string {
  try {
    parseConfig({ [name]: "no such value" });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** The field of the configuration that a variable sets. */
function toField(name: string): string {
  if (name === "CHAT_TOKEN") return "tokens";
  return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function unquote(cell: string | undefined): string {
  return (cell ?? "").replaceAll("`", "");
}

/** A key of the table as a pattern: what stands for a name is any name. */
function toPattern(key: string): RegExp {
  const named = key.replace(/\{(room|user|nonce|node)\}/g, "\u0000");
  const escaped = named.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("\u0000", "[^:{}]+")}$`);
}

/** JSON as far as it is the same each time: numbers only by their sign, no moments, no machine names. */
function toShape(printed: string): unknown[] {
  const settle = (name: string, value: unknown): unknown => {
    if (name === "node") return "some node";
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
