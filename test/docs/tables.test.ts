// The tables of the documents against the code: settings, requests, errors, what can be typed into a chat.

import { writeFileSync } from "node:fs";
import * as assert from "uvu/assert";

import { readConfigFile } from "../../packages/cli/src/config-file.ts";
import { preferenceFields } from "../../packages/cli/src/preferences/preference-fields.ts";
import { readPreferences } from "../../packages/cli/src/preferences/read-preferences.ts";
import { createKeyBindings, toKeyHelp } from "../../packages/cli/src/screen/key-bindings.ts";
import { resolveSettings } from "../../packages/cli/src/settings.ts";
import { usageOf } from "../../packages/cli/src/slash/slash-command.ts";
import { slashCommands } from "../../packages/cli/src/slash/slash-commands.ts";
import { parseConfig } from "../../packages/server/src/config.ts";
import { createOpenApi } from "../../packages/server/src/http/documents/open-api.ts";
import { HTTP_STATUS } from "../../packages/server/src/http/errors.ts";
import { parseLimits } from "../../packages/server/src/limits/limit-table.ts";
import { requests } from "../../packages/server/src/sockets/requests.ts";
import { eventSchemas } from "../../packages/protocol/src/schemas.ts";
import { ROOT } from "../../scripts/paths.js";
import { startChild } from "../../test-support/child.ts";
import { suite } from "../../test-support/suite.ts";
import { temporaryFolder } from "../../test-support/temporary-folder.ts";
import * as markdown from "./markdown.ts";

const readme = markdown.readDocument("README.md");
const scripting = markdown.readDocument("docs/scripting.md");
const terminal = markdown.readDocument("docs/terminal.md");
const protocol = markdown.readDocument("docs/protocol.md");
const operations = markdown.readDocument("docs/operating.md");

const test = suite("the tables of the documents");

test("the table of settings names those of the server, with their defaults and bounds", async () => {
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
    const choices = /must be one of (.*)\./.exec(refusal(name))?.[1];
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
});

test("the table of the command's settings names those it reads", () => {
  const asked = new Set<string>();
  resolveSettings({}, record(asked), () => ({}));
  const named = markdown.tableRows(scripting, "flag").map(([, variable]) => unquote(variable));
  assert.equal(named.sort(), [...asked].sort());
});

test("the commands that are typed into a chat are those there are", () => {
  const named = markdown.tableRows(terminal, "command").map(toPlainCells);
  const known = slashCommands.map((command) => {
    return [`/${command.name} ${usageOf(command)}`.trim(), command.help];
  });
  assert.equal(named, [...known, ["//text", "a message that begins with a slash"]]);
});

test("the keys of the chat are those that do something", () => {
  const named = markdown.tableRows(terminal, "keys").map(toPlainCells);
  assert.equal(named, toKeyHelp(createKeyBindings()));
});

test("the table of the chat's settings names each with its values", () => {
  const named = markdown.tableRows(terminal, "setting").map(toPlainCells);
  const known = preferenceFields.map(({ name, values, kind, help }) => {
    return [name, kind ?? values.join(", "), help];
  });
  assert.equal(named, known);
});

test("the config file shown is one that holds", () => {
  const shown = markdown.codeBlocks(terminal).find(({ language }) => language === "json");
  const object = JSON.parse(shown?.text ?? "") as Record<string, unknown>;
  const path = `${temporaryFolder("docs-config")}/config.json`;
  writeFileSync(path, JSON.stringify(object));
  assert.equal(readConfigFile(path).rooms, object["rooms"]);
  assert.equal(Object.fromEntries(readPreferences(path, object).keys), object["keys"]);
});

test("the table of requests names what a server answers", () => {
  const named = markdown.tableRows(protocol, "event").map(([event]) => unquote(event));
  assert.equal(named.sort(), Object.keys(requests).sort());
});

test("the table of limits names each with its default", () => {
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

test("the table of events names what a server sends", () => {
  const sent = markdown.section(protocol, "What the server sends");
  const named = markdown.tableRows(sent, "event").map(([event]) => unquote(event));
  assert.equal(named.sort(), Object.keys(eventSchemas).sort());
});

test("the table of endpoints names those of the document for programs", () => {
  const { paths } = createOpenApi("") as { paths: Record<string, Record<string, object>> };
  const known = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== "parameters")
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  const named = markdown
    .tableRows(protocol, "endpoint")
    .flatMap(([cell]) => unquote(cell).split(", "));
  assert.equal(named.sort(), known.sort());
});

test("the table of errors names every code with its status", () => {
  const known = Object.entries(HTTP_STATUS).map(([code, status]) => `${code} ${status}`);
  const named = markdown
    .tableRows(protocol, "code")
    .map(([code, status]) => `${unquote(code)} ${status}`);
  assert.equal(named.sort(), known.sort());
});

test.run();

/** Cells as people see them. */
function toPlainCells(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replaceAll("`", "").replace(/\\([_*])/g, "$1"));
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
