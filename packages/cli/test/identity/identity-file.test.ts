// The identity file: made once, by whoever comes first, and never replaced by itself.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { isSecret } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { CommandError } from "../../src/exit-status.ts";
import {
  identityFilePath,
  readIdentity,
  toServerName,
  withSecret,
} from "../../src/identity/identity-file.ts";
import { createIdentity } from "../../src/identity/make-secret.ts";

const test = suite("the identity file");
let folder: string;
let path: string;

test.before.each(() => {
  folder = join(temporaryFolder("chat-identity"), "chat");
  path = join(folder, "identity.json");
});

async function secretFor(server: string, file = path): Promise<string | undefined> {
  const settings = { server, user: "ada", token: undefined };
  return (await withSecret(settings, { CHAT_IDENTITY_FILE: file })).secret;
}

test("the first use makes it, readable by its owner alone, and further uses bring the same secret", async () => {
  const secret = await secretFor("http://chat.example");
  assert.ok(isSecret(secret));
  assert.is(secret?.length, 43);
  assert.is(statSync(path).mode & 0o777, 0o600);
  assert.is(statSync(folder).mode & 0o777, 0o700);
  assert.is(await secretFor("http://chat.example"), secret);
  assert.equal(readdirSync(folder), ["identity.json"]);
});

test("each server is told another secret, none is told the root, and a file that forgot them makes them anew", async () => {
  const one = await secretFor("http://one.example");
  const two = await secretFor("http://two.example");
  assert.is.not(one, two);
  const root = readIdentity(path)?.root as string;
  assert.ok(one !== root && two !== root);
  writeFileSync(path, JSON.stringify({ root }));
  assert.is(await secretFor("http://two.example"), two);
  assert.is(await secretFor("http://one.example"), one);
});

test("the names of this machine for itself are one server; scheme, port and other names make others", () => {
  for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
    assert.is(toServerName(`http://${name}:8000`), "http://localhost:8000");
    assert.is(toServerName(`https://${name}`), "https://localhost");
  }
  assert.is(toServerName("http://127.0.0.1.example:80"), "http://127.0.0.1.example:80");
  assert.is(toServerName("http://192.168.0.1:8000"), "http://192.168.0.1:8000");
});

test("of eight commands that start at once for the first time all bring one secret", async () => {
  const code = `
    import { withSecret } from ${JSON.stringify(new URL("../../src/identity/identity-file.ts", import.meta.url).href)};
    const env = { CHAT_IDENTITY_FILE: ${JSON.stringify(path)} };
    await new Promise((resolve) => setTimeout(resolve, Number(process.argv[1]) - Date.now()));
    const { secret } = await withSecret({ server: "http://s.example" }, env);
    process.stdout.write(secret);
  `;
  const at = String(Date.now() + 2_500);
  const secrets = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const child = spawn(
        process.execPath,
        ["--import", "tsx", "--input-type=module", "-e", code, at],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
      await once(child, "close");
      return said;
    }),
  );
  assert.is(new Set(secrets).size, 1, secrets.join("\n"));
  assert.ok(isSecret(secrets[0]));
  assert.equal(readdirSync(folder), ["identity.json"]);
});

test("who finds that another was first takes that one's identity, and leaves it as it is", () => {
  const first = createIdentity(path);
  const text = readFileSync(path, "utf8");
  assert.equal(createIdentity(path), first);
  assert.is(readFileSync(path, "utf8"), text);
  assert.equal(readdirSync(folder), ["identity.json"]);
});

test("a damaged file is reported with its path, and stays as it is", async () => {
  mkdirSync(folder, { recursive: true });
  for (const text of [
    "",
    "{",
    "[]",
    `{"root":"short"}`,
    `{"root":5}`,
    `{"root":"${"a".repeat(43)}","servers":[]}`,
    `{"root":"${"a".repeat(43)}","servers":{"http://s.example":"bad one"}}`,
  ]) {
    writeFileSync(path, text);
    try {
      await secretFor("http://s.example");
      assert.unreachable(text);
    } catch (error) {
      assert.instance(error, CommandError);
      assert.is((error as CommandError).status, 2);
      assert.ok((error as Error).message.includes(path), (error as Error).message);
    }
    assert.is(readFileSync(path, "utf8"), text);
  }
});

test("where no file can be made there is no secret, and no failure", async () => {
  assert.is(await secretFor("http://s.example", "/dev/null/chat/identity.json"), undefined);
});

test("a file that cannot be changed any more serves all the same", async () => {
  const one = await secretFor("http://one.example");
  chmodSync(folder, 0o500);
  const two = await secretFor("http://two.example");
  assert.ok(isSecret(two));
  assert.is(await secretFor("http://one.example"), one);
  chmodSync(folder, 0o700);
});

test("CHAT_IDENTITY_FILE names the file, `none` wants no identity, and else it is beside the config file", async () => {
  assert.is(identityFilePath({ CHAT_IDENTITY_FILE: "/x/y" }), "/x/y");
  assert.is(identityFilePath({ CHAT_IDENTITY_FILE: "none" }), undefined);
  assert.match(identityFilePath({}) ?? "", /chat.identity\.json$/);
  assert.match(identityFilePath({ CHAT_IDENTITY_FILE: " " }) ?? "", /chat.identity\.json$/);
  assert.is(await secretFor("http://s.example", "none"), undefined);
});

test.run();
