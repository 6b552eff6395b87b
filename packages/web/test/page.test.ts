import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Axe from "axe-core";
import type { Browser, BrowserContextOptions } from "playwright-core";
import * as assert from "uvu/assert";
import { type Server, startServer } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { type Person, openPage, startBrowser } from "./support/people.ts";

const test = suite("the page", { needs: ["chromium"], timeoutMs: 60_000 });

let browser: Browser;
let server: Server;
const present: Person[] = [];

async function arrive(path = "/", options: BrowserContextOptions = {}): Promise<Person> {
  const person = await openPage(browser, server.url + path, options);
  present.push(person);
  return person;
}

async function inRoom(
  username: string,
  room: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const person = await arrive("/", options);
  await person.join(username, room);
  return person;
}

async function post(room: string, username: string, message: string): Promise<void> {
  const response = await fetch(`${server.url}/api/rooms/${room}/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, message }),
  });
  assert.is(response.status, 201, await response.text());
}

const focused = async ({ page }: Person): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

test.before(async () => {
  [browser, server] = await Promise.all([
    startBrowser(),
    startServer({ env: { RATE_LIMITS: "off", LOG_LEVEL: "warn", HISTORY_LIMIT: "500" } }),
  ]);
});

test.after.each(async () => {
  await Promise.all(present.splice(0).map(async (person) => person.leave()));
});

test.after(async () => {
  await browser.close();
  await server.stop();
});

test("two people chat both ways, each message once, in one order", async () => {
  const [ada, bob] = await Promise.all([inRoom("ada", "both"), inRoom("bob", "both")]);
  await ada.say("hello bob");
  await bob.hears("hello bob");
  await bob.say("hello ada");
  await ada.hears("hello ada");
  for (const { page } of [ada, bob]) {
    assert.equal(await page.getByRole("log").locator(".text").allTextContents(), [
      "hello bob",
      "hello ada",
    ]);
  }
  assert.equal(ada.complaints, []);
  assert.equal(ada.strangers, []);
});

test("who comes later sees the backlog, with names and times", async () => {
  await post("backlog", "ci-bot", "build ok");
  const ada = await inRoom("ada", "backlog");
  await ada.hears("build ok");
  const message = ada.page.getByRole("article").filter({ hasText: "build ok" });
  assert.is(await message.locator(".name").textContent(), "ci-bot");
  const time = message.locator("time");
  assert.match((await time.getAttribute("datetime")) ?? "", /^\d{4}-.*Z$/);
  assert.match((await time.textContent()) ?? "", /\d:\d\d/);
  await ada.page.getByRole("log").getByText("Today").waitFor();
});

test("comings and goings are told, and the members kept", async () => {
  const ada = await inRoom("ada", "notices");
  const bob = await inRoom("bob", "notices");
  await ada.page.getByRole("log").getByText("bob joined").waitFor();
  await ada.page.getByText("2 here", { exact: true }).waitFor();
  assert.equal(await ada.page.locator(".members li bdi").allTextContents(), ["ada", "bob"]);
  await ada.say("between");
  await bob.hears("between");
  await bob.page.getByRole("link", { name: "notices" }).hover();
  await bob.page.getByRole("button", { name: "Leave notices" }).click();
  await bob.page.getByRole("heading", { name: "Choose a room to join" }).waitFor();
  await ada.page.getByRole("log").getByText("bob left").waitFor();
  await ada.page.getByText("1 here", { exact: true }).waitFor();
});

test("one sees who is typing, until the message is there", async () => {
  const [ada, bob] = await Promise.all([inRoom("ada", "typing"), inRoom("bob", "typing")]);
  await bob.page.getByRole("textbox", { name: "Message to typing" }).pressSequentially("hm");
  await ada.page.getByText("bob is typing…").waitFor();
  await bob.page.keyboard.press("Enter");
  await ada.hears("hm");
  await ada.page.getByText("bob is typing…").waitFor({ state: "detached" });
});

test("text from others is text, whatever is in it", async () => {
  const texts = [
    "<img src=x onerror=\"document.title='hit'\">",
    "<script>document.title='hit'</script>",
    "</p><style>*{display:none}</style>",
    "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "{{constructor.constructor('document.title=1')()}} ${document.title=1}",
    "\u202egnp.exe\u202c \u0007\u001b[31mred",
    "&lt;b&gt; &amp; %3Cscript%3E",
  ];
  for (const text of texts) await post("hostile", "mallory", text);
  const ada = await inRoom("ada", "hostile");
  await ada.hears("&lt;b&gt; &amp; %3Cscript%3E");
  const shown = await ada.page.getByRole("log").locator(".text").allTextContents();
  assert.equal(shown.slice(0, 5), texts.slice(0, 5));
  // oxlint-disable-next-line no-control-regex
  assert.not.match(shown.join(""), /[\u0000-\u0008\u001b\u202a-\u202e]/);
  assert.is(await ada.page.getByRole("log").locator("img, script, style, a").count(), 0);
  assert.is(await ada.page.title(), "hostile · chat");
  assert.equal(ada.complaints, []);
});

test("links lead to the web, into another tab, and tell it nothing of this one", async () => {
  await post("links", "ci-bot", "see https://ci.test/412?a=1&b=<2>, please");
  const ada = await inRoom("ada", "links");
  const link = ada.page.getByRole("log").getByRole("link");
  assert.is(await link.textContent(), "https://ci.test/412?a=1&b=");
  assert.is(await link.getAttribute("href"), "https://ci.test/412?a=1&b=");
  assert.is(await link.getAttribute("rel"), "noopener noreferrer");
  assert.is(await link.getAttribute("target"), "_blank");
});

test("on a telephone nothing is wider than the screen, and the rooms are a drawer away", async () => {
  await post("phone", "mallory", "W".repeat(1500));
  await post("phone", "mallory", `https://long.test/${"path/".repeat(100)}`);
  const ada = await inRoom("a".repeat(32), "phone", {
    viewport: { width: 320, height: 568 },
    reducedMotion: "no-preference",
    hasTouch: true,
  });
  await ada.hears("WWW");
  const widths = await ada.page.evaluate(() => [
    document.documentElement.scrollWidth,
    ...[...document.querySelectorAll(".log, .head, .composer")].map(
      ({ scrollWidth }) => scrollWidth,
    ),
  ]);
  assert.equal(widths, [320, 320, 320, 320]);
  const rooms = ada.page.getByRole("navigation", { name: "Rooms" });
  assert.not(await rooms.isVisible());
  await ada.page.getByRole("button", { name: "Rooms and members" }).tap();
  await rooms.waitFor();
  assert.is(await focused(ada), "Close");
  await ada.page.keyboard.press("Escape");
  await rooms.waitFor({ state: "hidden" });
  assert.is(await focused(ada), "Rooms and members");
});

test("the keyboard alone is enough", async () => {
  const { page, hears } = await arrive("/#/room/keys");
  await page.keyboard.type("ada");
  await page.keyboard.press("Enter");
  await page.getByText("Connected").waitFor();
  await page.keyboard.type("first line");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("second line");
  await page.keyboard.press("Enter");
  await hears("first line\nsecond line");
  // Back to the log, and into another room by its field.
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Shift+Tab");
    const label = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    if (label === "Join a room") break;
  }
  await page.keyboard.type("#other");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "other" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
});

test("Tab completes a name, and moves on where there is none", async () => {
  const ada = await inRoom("ada", "tab");
  await inRoom("carol", "tab");
  await ada.page.getByText("2 here", { exact: true }).waitFor();
  const field = ada.page.getByRole("textbox", { name: "Message to tab" });
  await field.pressSequentially("ask @ca");
  await field.press("Tab");
  assert.is(await field.inputValue(), "ask @carol ");
  await field.press("Tab");
  assert.is(
    await ada.page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
    "Send",
  );
});

test("a bad name or room is refused at the form, with the rule", async () => {
  const { page } = await arrive();
  await page.getByLabel("Your name").fill("two words");
  await page.getByLabel("Room").fill("a:b");
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByText(/^A username has 1 to 32/).waitFor();
  await page.getByText(/^A room name has 1 to 64/).waitFor();
  assert.is(await page.getByLabel("Your name").getAttribute("aria-invalid"), "true");
  assert.is(await page.evaluate(() => document.activeElement?.id), "username");
});

test("name, rooms and an unsent text survive a reload", async () => {
  const { page, join } = await arrive();
  await join("ada", "kept");
  await page.getByRole("combobox", { name: "Join a room" }).fill("second");
  await page.keyboard.press("Enter");
  const field = page.getByRole("textbox", { name: "Message to second" });
  await field.fill("half a sen");
  await page.reload();
  await page.getByText("Connected").waitFor();
  assert.is(await field.inputValue(), "half a sen");
  const rooms = page.getByRole("navigation", { name: "Rooms" }).getByRole("link");
  assert.equal(await rooms.allTextContents(), ["#kept", "#second"]);
  await rooms.first().click();
  await page.getByRole("heading", { name: "kept" }).waitFor();
  assert.match(page.url(), /#\/room\/kept$/);
});

test("what others write in another room is counted, until one goes there", async () => {
  const { page, join, hears } = await arrive();
  await join("ada", "here");
  await post("here", "bob", "seen");
  await hears("seen");
  await page.getByRole("combobox", { name: "Join a room" }).fill("there");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "there" }).waitFor();
  await page.getByText("1 here", { exact: true }).waitFor();
  await post("here", "bob", "psst");
  await post("here", "bob", "@ada?");
  const link = page
    .getByRole("navigation", { name: "Rooms" })
    .getByRole("link", { name: "here 2 unread, you are mentioned" });
  await link.waitFor();
  await page.waitForFunction(() => document.title === "(@2) there · chat");
  await link.click();
  await hears("@ada?");
  await page.getByRole("log").getByText("New", { exact: true }).waitFor();
  await page.waitForFunction(() => document.title === "here · chat");
});

test("a message that the server refuses is kept, to be tried again or discarded", async () => {
  const { page, join, say, hears } = await arrive();
  let refuses = true;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const onward = socket.connectToServer();
    socket.onMessage((frame) => {
      const [, request] = /^42(\d+)\["message"/.exec(String(frame)) ?? [];
      const error = { code: "internal", message: "Something broke." };
      if (refuses && request !== undefined) {
        socket.send(`43${request}[${JSON.stringify({ ok: false, error })}]`);
      } else onward.send(frame);
    });
  });
  await page.reload();
  await join("ada", "refused");
  await say("first");
  await say("second");
  const failed = page.getByRole("article").filter({ hasText: "not sent" });
  await failed.filter({ hasText: "second" }).getByText("Something broke.").waitFor();
  await failed.filter({ hasText: "second" }).getByRole("button", { name: "Discard" }).click();
  await failed.filter({ hasText: "second" }).waitFor({ state: "detached" });
  refuses = false;
  await failed.getByRole("button", { name: "Try again" }).click();
  await hears("first");
  assert.is(await page.getByText("second").count(), 0);
  assert.is(await failed.count(), 0);
});

test("while one reads further up nothing moves, and a button leads to what is new", async () => {
  for (let i = 1; i <= 90; i++) await post("reading", "bob", `line ${i}`);
  const ada = await inRoom("ada", "reading", { viewport: { width: 900, height: 600 } });
  await ada.hears("line 90");
  const log = ada.page.getByRole("region", { name: "Conversation in reading" });
  await log.hover();
  await ada.page.mouse.wheel(0, -900);
  const button = ada.page.getByRole("button", { name: "Latest messages" });
  await button.waitFor();
  const top = async (): Promise<number> => {
    const box = await ada.heard("line 70").boundingBox();
    return box?.y ?? Number.NaN;
  };
  const before = await top();
  await post("reading", "bob", "and another");
  await ada.page.getByRole("button", { name: "1 new message" }).waitFor();
  assert.is(await top(), before);
  await ada.page.getByRole("button", { name: "1 new message" }).click();
  await ada.hears("and another");
  await ada.page.getByRole("button", { name: /new message|Latest/ }).waitFor({ state: "detached" });
  await post("reading", "bob", "at the end");
  await ada.hears("at the end");
  const distance = await log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  assert.ok(distance < 2, `${distance} px from the end`);
});

test("at the top of what is shown more comes in, and what one reads stays where it is", async () => {
  for (let i = 1; i <= 290; i++) await post("older", "bob", `line ${i}.`);
  const ada = await inRoom("ada", "older", { viewport: { width: 900, height: 600 } });
  await ada.hears("line 290.");
  const log = ada.page.getByRole("region", { name: "Conversation in older" });
  for (const first of [191, 91]) {
    // Where the top was, once there is more above it.
    await log.evaluate((box) => box.scrollTo(0, 0));
    await ada.heard(`line ${first - 60}.`).waitFor();
    const apart = await ada.heard(`line ${first}.`).evaluate((row) => {
      const box = row.closest(".log");
      return row.getBoundingClientRect().top - (box?.getBoundingClientRect().top ?? 0);
    });
    assert.ok(apart >= 0 && apart < 150, `line ${first} is ${apart} px below the edge`);
  }
  await log.evaluate((box) => box.scrollTo(0, 0));
  await ada.page.getByText("This is where the history begins.").waitFor();
  const lines = await ada.page.getByRole("log").locator(".text").allTextContents();
  const numbers = lines.map((line) => Number(/\d+/.exec(line)?.[0]));
  assert.equal(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the form and the chat, ${colorScheme}`, async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await post("axe", "bob", "@ada see https://a.test and שלום");
    // The policy of the page keeps scripts out, the checker's too.
    const ada = await arrive("/", { colorScheme, bypassCSP: true });
    const check = async (): Promise<string[]> => {
      await ada.page.evaluate(axe);
      return ada.page.evaluate(async () => {
        const { axe: checker } = window as unknown as { axe: Pick<typeof Axe, "run"> };
        const { violations } = await checker.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
        );
      });
    };
    assert.equal(await check(), []);
    await ada.join("ada", "axe");
    await ada.hears("@ada see");
    await ada.say("mine");
    await ada.hears("mine");
    assert.equal(await check(), []);
    await ada.page.setViewportSize({ width: 360, height: 640 });
    await ada.page.getByRole("button", { name: "Rooms and members" }).click();
    assert.equal(await check(), []);
  });
}

test.run();
