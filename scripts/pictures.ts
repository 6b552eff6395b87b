// `npm run pictures`: the pictures of the README, taken of the real thing: a server on Redis, people in it, `chat join` in
// tmux, the page in Chromium. Needs Debian's redis-server, tmux and chromium.

import { mkdirSync, statSync } from "node:fs";

import { ChatClient } from "@chat/client";
import type { Browser, BrowserContextOptions } from "playwright-core";

import { openPage, startBrowser } from "../packages/web/test/support/people.ts";
import { type Redis, startRedis } from "../test-support/redis.ts";
import { type Server, startServer } from "../test-support/server.ts";
import { ROOT } from "./paths.js";
import { EARLIER, NOW, ROOMS } from "./pictures/conversation.ts";
import { openTerminal } from "./pictures/terminal.ts";

const DIRECTORY = `${ROOT}/docs/images`;
const SIZE = { columns: 92, rows: 20 };
/** Pictures travel with every clone: larger ones are refused, in bytes. */
const LARGEST = 150_000;

/** Fills the histories, with times of their own: the server takes over what is in Redis already. */
async function tellEarlier(redis: Redis): Promise<void> {
  const now = Date.now();
  for (const room of ROOMS) {
    for (const { minutesAgo, username, message } of EARLIER[room]) {
      const timestamp = new Date(now - minutesAgo * 60_000).toISOString();
      await redis.cli(
        "LPUSH",
        `room:${room}:messages`,
        JSON.stringify({ username, message, timestamp }),
      );
    }
  }
}

async function enter(server: Server, username: string): Promise<ChatClient> {
  const client = new ChatClient({ url: server.url, username });
  client.connect();
  for (const room of ROOMS) await client.join(room);
  return client;
}

async function post(server: Server, username: string, message: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/rooms/ops/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, message }),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
}

/** The terminal of ada, while the others talk. */
async function takeTerminal(server: Server, browser: Browser): Promise<void> {
  const chat = `${ROOT}/packages/cli/bin/chat.js`;
  const ada = await openTerminal(SIZE, [
    ...[process.execPath, chat, "join", ...ROOMS],
    ...["--user", "ada", "--server", server.url],
  ]);
  try {
    await ada.shows("connected", "pulls/96");
    const [bea, grace] = [await enter(server, "bea"), await enter(server, "grace")];
    const dan = await enter(server, "dan");
    await post(server, "ci-bot", NOW.bot);
    await bea.send("ops", NOW.review).stored;
    await dan.send("dev", NOW.elsewhere).stored;
    await bea.send("ops", NOW.question).stored;
    grace.setTyping("ops", true);
    await ada.type(NOW.draft);
    await ada.shows(NOW.question, "grace is typing", NOW.draft);
    await shootTerminal(browser, await ada.toHtml());
    await Promise.all([bea, grace, dan].map((one) => one.close()));
  } finally {
    await ada.close();
  }
}

async function shootTerminal(browser: Browser, lines: string): Promise<void> {
  const context = await browser.newContext({ deviceScaleFactor: 1.25 });
  const page = await context.newPage();
  await page.setContent(`<!doctype html><style>
    body { margin: 0; background: transparent; --cell: 8.43px; }
    .window { display: inline-block; border-radius: 10px; overflow: hidden; background: #14161b;
      border: 1px solid #30343d; }
    .bar { height: 30px; background: #22252c; display: flex; gap: 8px; padding: 0 12px; align-items: center; }
    .bar i { width: 11px; height: 11px; border-radius: 50%; background: #454a55; }
    .screen { padding: 10px 14px; font: 14px/19px "DejaVu Sans Mono", monospace; color: #d7dae0; }
    .line { height: 19px; white-space: pre; display: flex; }
    .line span { display: inline-block; height: 19px; }
  </style><div class="window"><div class="bar"><i></i><i></i><i></i></div><div class="screen">${lines}</div></div>`);
  await page
    .locator(".window")
    .screenshot({ path: `${DIRECTORY}/terminal.png`, omitBackground: true });
  await context.close();
}

/** The page of ada, with the others in it, and something new in another room. */
async function takePage(
  server: Server,
  browser: Browser,
  others: readonly ChatClient[],
  name: string,
  options: BrowserContextOptions,
): Promise<void> {
  const ada = await openPage(browser, server.url, options);
  await ada.join("ada", "dev");
  await ada.hears(NOW.elsewhere);
  await ada.page.goto(`${server.url}/#/room/ops`);
  await ada.hears(NOW.question);
  await others[0]?.send("dev", NOW.elsewhere).stored;
  await ada.page.locator(".rooms .badge").waitFor({ state: "attached" });
  // Away from what it would highlight.
  await ada.page.mouse.move(0, 0);
  await ada.page.screenshot({ path: `${DIRECTORY}/page-${name}.png` });
  await ada.leave();
}

mkdirSync(DIRECTORY, { recursive: true });
const redis = await startRedis();
await tellEarlier(redis);
const server = await startServer({ env: { REDIS_URL: redis.url } });
const browser = await startBrowser();
try {
  await takeTerminal(server, browser);
  const others = await Promise.all(["dan", "bea", "grace"].map((name) => enter(server, name)));
  const desktop = { viewport: { width: 1_080, height: 680 } };
  const phone = { viewport: { width: 390, height: 700 }, deviceScaleFactor: 2 };
  await takePage(server, browser, others, "light", { ...desktop, colorScheme: "light" });
  await takePage(server, browser, others, "dark", { ...desktop, colorScheme: "dark" });
  await takePage(server, browser, others, "phone", { ...phone, colorScheme: "light" });
  await takePage(server, browser, others, "phone-dark", { ...phone, colorScheme: "dark" });
  await Promise.all(others.map((one) => one.close()));
} finally {
  await browser.close();
  await server.stop();
  await redis.stop();
}

for (const name of ["terminal", "page-light", "page-dark", "page-phone", "page-phone-dark"]) {
  const { size } = statSync(`${DIRECTORY}/${name}.png`);
  console.log(`docs/images/${name}.png  ${Math.round(size / 1_000)} kB`);
  if (size > LARGEST) throw new Error(`docs/images/${name}.png is larger than ${LARGEST} bytes`);
}
