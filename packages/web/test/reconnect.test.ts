import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import * as assert from "uvu/assert";
import { freePort } from "../../../test-support/free-port.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { type Person, openPage, startBrowser } from "./support/people.ts";

const test = suite("the page and its connection", { needs: ["chromium"], timeoutMs: 60_000 });

let browser: Browser;
let folder: string;
let env: Record<string, string>;
let server: Server;
const present: Person[] = [];

const arrive = async (path = "/"): Promise<Person> => {
  const person = await openPage(browser, server.url + path);
  present.push(person);
  return person;
};
const textsOf = async ({ page }: Person): Promise<string[]> =>
  page.getByRole("log").locator(".text").allTextContents();

test.before(async () => {
  browser = await startBrowser();
});

test.before.each(async () => {
  folder = mkdtempSync(join(tmpdir(), "chat-web-"));
  env = { PORT: String(await freePort()), DATA_DIR: folder, LOG_LEVEL: "warn" };
  server = await startServer({ env });
});

test.after.each(async () => {
  await Promise.all(present.splice(0).map(async (person) => person.leave()));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.after(async () => {
  await browser.close();
});

test("over a restart of the server nothing is lost or said twice, and what was written meanwhile goes out", async () => {
  const [ada, bob] = await Promise.all([arrive(), arrive()]);
  await ada.join("ada", "general");
  await bob.join("bob", "general");
  await ada.say("before");
  await bob.hears("before");
  await server.kill();
  await ada.page.getByText("Reconnecting…").waitFor();
  await ada.page.getByText("What you send waits here").waitFor();
  await ada.say("meanwhile");
  await ada.page.getByText("waiting to be sent").waitFor();
  server = await startServer({ env });
  await ada.page.getByText("Connected").waitFor();
  await bob.hears("meanwhile");
  await bob.say("after");
  await ada.hears("after");
  for (const person of [ada, bob]) {
    assert.equal(await textsOf(person), ["before", "meanwhile", "after"]);
  }
});

test("what was sent while offline arrives once, also after a reload", async () => {
  const [ada, bob] = await Promise.all([arrive(), arrive()]);
  await ada.join("ada", "general");
  await bob.join("bob", "general");
  await server.kill();
  await ada.page.getByText("Reconnecting…").waitFor();
  await ada.say("from the tunnel");
  await ada.page.getByText("waiting to be sent").waitFor();
  server = await startServer({ env });
  await ada.page.reload();
  await bob.hears("from the tunnel");
  await ada.hears("from the tunnel");
  await bob.say("answer");
  await ada.hears("answer");
  for (const person of [ada, bob])
    assert.equal(await textsOf(person), ["from the tunnel", "answer"]);
});

test("where no WebSocket gets through, plain requests carry the chat", async () => {
  const [ada, bob] = await Promise.all([arrive(), arrive()]);
  const scripts: string[] = [];
  ada.page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  await ada.page.routeWebSocket(/socket\.io/, async (socket) => socket.close());
  await ada.join("ada", "general");
  await bob.join("bob", "general");
  await ada.say("by another way");
  await bob.hears("by another way");
  await bob.say("and back");
  await ada.hears("and back");
  assert.ok(scripts.some((path) => /\/polling-[\w-]+\.js$/.test(path)));
  await server.kill();
  await ada.page.getByText("Reconnecting…").waitFor();
  server = await startServer({ env });
  await ada.page.getByText("Connected").waitFor();
  await bob.page.getByText("Connected").waitFor();
  await bob.say("again");
  await ada.hears("again");
  assert.equal(await textsOf(ada), ["by another way", "and back", "again"]);
});

test("who can use a WebSocket fetches no other way to the server", async () => {
  const ada = await arrive();
  const scripts: string[] = [];
  ada.page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  await ada.join("ada", "general");
  await ada.say("hi");
  await ada.hears("hi");
  assert.equal(
    scripts.filter((path) => !/^\/(assets|socket\.io)\//.test(path)),
    [],
  );
  assert.equal(
    scripts.filter((path) => path.includes("polling")),
    [],
  );
});

test("a server that says nothing any more counts as lost", async () => {
  const ada = await arrive();
  let opened = 0;
  await ada.page.routeWebSocket(/socket\.io/, (socket) => {
    opened += 1;
    socket.send('0{"sid":"a","upgrades":[],"pingInterval":150,"pingTimeout":150}');
    socket.onMessage((frame) => {
      if (String(frame).startsWith("40")) socket.send('40{"sid":"b"}');
    });
  });
  await ada.page.getByLabel("Your name").fill("ada");
  await ada.page.getByRole("button", { name: "Join" }).click();
  await ada.page.getByText("Reconnecting…").waitFor();
  await ada.page.getByText("Connected").waitFor();
  assert.ok(opened > 1);
});

test("a server that asks for a token gets a form for it, and remembers", async () => {
  await server.stop();
  server = await startServer({ env: { ...env, CHAT_TOKEN: "let-me-in" } });
  const ada = await arrive();
  await ada.page.getByLabel("Your name").fill("ada");
  await isRefused(ada);
  assert.is(await ada.page.getByLabel("Your name").inputValue(), "ada");
  await ada.page.getByLabel("Token").fill("wrong");
  await isRefused(ada);
  await ada.page.getByLabel("Token").fill("let-me-in");
  await ada.page.getByRole("button", { name: "Join" }).click();
  await ada.page.getByText("Connected").waitFor();
  await ada.page.reload();
  await ada.page.getByText("Connected").waitFor();
});

/** Sends the form, and waits for the one that comes back with the reason: the one before is still there for a moment. */
async function isRefused({ page }: Person): Promise<void> {
  await page.locator("form").evaluate((form) => form.setAttribute("data-sent", ""));
  await page.getByRole("button", { name: "Join" }).click();
  await page.locator("form:not([data-sent])").getByRole("alert").waitFor();
}

test.run();
