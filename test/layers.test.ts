// The layer rules are only worth something while the linter fires: every one of them is broken here, in a copy.

import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import * as assert from "uvu/assert";

import { ROOT } from "../scripts/paths.js";
import { suite } from "../test-support/suite.ts";

/** [the file that imports, what it imports] */
const FORBIDDEN: [string, string][] = [
  ["packages/protocol/src/a.ts", "@chat/client"],
  ["packages/protocol/src/b.ts", "node:fs"],
  ["packages/client/src/a.ts", "@chat/server"],
  ["packages/client/src/b.ts", "node:fs"],
  ["packages/client/src/c.ts", "../../server/src/main.ts"],
  ["packages/cli/src/a.ts", "@chat/server"],
  ["packages/cli/src/commands/b.ts", "@chat/web"],
  ["packages/cli/src/commands/c.ts", "../../../server/src/main.ts"],
  ["packages/web/src/a.ts", "@chat/server"],
  ["packages/web/src/b.ts", "@chat/cli"],
  ["packages/web/src/c.ts", "node:fs"],
  ["packages/server/src/a.ts", "@chat/client"],
  ["packages/server/src/http/b.ts", "@chat/cli"],
  ["packages/server/src/rooms/a.ts", "../stores/store.ts"],
  ["packages/server/src/rooms/b.ts", "../compose.ts"],
  ["packages/server/src/rooms/c.ts", "socket.io"],
  ["packages/server/src/rooms/d.ts", "node:fs"],
  ["packages/server/src/rooms/e.ts", "@koa/router"],
  ["packages/server/src/rooms/f.ts", "@chat/client"],
  ["packages/server/src/stores/a.ts", "../sockets/gateway.ts"],
  ["packages/server/src/stores/redis/b.ts", "../../http/routes.ts"],
  ["packages/server/src/stores/redis/c.ts", "../../compose.ts"],
  ["packages/server/src/sockets/a.ts", "../http/routes.ts"],
  ["packages/server/src/sockets/b.ts", "../stores/store.ts"],
  ["packages/server/src/http/a.ts", "../sockets/gateway.ts"],
  ["packages/server/src/http/c.ts", "../stores/store.ts"],
  ["packages/server/src/http/d.ts", "../main.ts"],
];

const ALLOWED: [string, string][] = [
  ["packages/client/src/y.ts", "@chat/protocol"],
  ["packages/cli/src/y.ts", "@chat/protocol"],
  ["packages/cli/src/z.ts", "@chat/client"],
  ["packages/web/src/y.ts", "@chat/protocol"],
  ["packages/web/src/z.ts", "@chat/client/react"],
  ["packages/server/src/rooms/x.ts", "@chat/protocol"],
  ["packages/server/src/rooms/y.ts", "./room-store.ts"],
  ["packages/server/src/stores/redis/x.ts", "../../rooms/room-store.ts"],
  ["packages/server/src/stores/redis/y.ts", "node:crypto"],
  ["packages/server/src/sockets/y.ts", "../rooms/chat.ts"],
  ["packages/server/src/http/y.ts", "../rooms/chat.ts"],
  ["packages/server/src/compose.ts", "./stores/store.ts"],
  ["packages/server/src/main.ts", "./compose.ts"],
];

const test = suite("layer rules");
let folder = "";
let reported: { rule: string; file: string }[] = [];

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "chat-layers-"));
  copyFileSync(`${ROOT}/.oxlintrc.json`, `${folder}/.oxlintrc.json`);
  for (const [file, source] of [...FORBIDDEN, ...ALLOWED]) {
    write(file, `import * as it from "${source}";\nexport const used = it;\n`);
  }
  write("packages/client/src/ring-one.ts", `import "./ring-two.ts";\nexport const one = 1;\n`);
  write("packages/client/src/ring-two.ts", `import "./ring-one.ts";\nexport const two = 2;\n`);
  reported = await lint();
});

test.after(() => {
  rmSync(folder, { recursive: true, force: true });
});

for (const [file, source] of FORBIDDEN) {
  test(`${file.replace(/[^/]*$/, "")} must not import ${source}`, () => {
    assert.ok(isRestricted(file), "the linter said nothing");
  });
}

for (const [file, source] of ALLOWED) {
  test(`${file.replace(/[^/]*$/, "")} may import ${source}`, () => {
    assert.not(isRestricted(file), "the linter objects");
  });
}

test("a ring of imports is reported", () => {
  assert.ok(reported.some(({ rule, file }) => rule.includes("no-cycle") && file.includes("ring-")));
});

function isRestricted(file: string): boolean {
  return reported.some((one) => one.rule.includes("no-restricted-imports") && one.file === file);
}

function write(file: string, source: string): void {
  mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
  writeFileSync(`${folder}/${file}`, source);
}

/** What the repository's own linter and configuration say of the copy. */
async function lint(): Promise<{ rule: string; file: string }[]> {
  const output = await new Promise<string>((resolve) => {
    const program = `${ROOT}/node_modules/oxlint/bin/oxlint`;
    // It ends with status 1, as it should.
    execFile(process.execPath, [program, "--format", "json"], { cwd: folder }, (_error, stdout) => {
      resolve(stdout);
    });
  });
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { code: string; filename: string }[];
  };
  return diagnostics.map(({ code, filename }) => ({
    rule: code,
    file: filename.startsWith("/") ? relative(folder, filename) : filename,
  }));
}

test.run();
