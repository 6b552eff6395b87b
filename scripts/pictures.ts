// `npm run pictures`: the pictures of the README, taken of the real thing: a server on Redis, people in it, `chat join` in
// tmux, the page in Chromium. `npm run pictures -- terminal` takes those whose names begin so. Needs Debian's redis-server,
// tmux and chromium.

import { mkdirSync, statSync } from "node:fs";

import { ChatClient } from "@chat/client";
import type { Browser, BrowserContextOptions } from "playwright-core";

import { openPage, startBrowser } from "../packages/web/test/support/people.ts";
import { type Redis, startRedis } from "../test-support/redis.ts";
import { type Server, startServer } from "../test-support/server.ts";
import { ROOT } from "./paths.js";
import { EARLIER, NOW, ROOMS } from "./pictures/conversation.ts";
import { takeTerminal, TERMINAL_PICTURES } from "./pictures/terminals.ts";

const DIRECTORY = `${ROOT}/docs/images`;
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
  await ada.page.screenshot({ path: `${DIRECTORY}/${name}.png` });
  await ada.leave();
}

/** A server of its own for a picture, with what was said earlier. */
async function withServer(act: (server: Server) => Promise<void>): Promise<void> {
  const redis = await startRedis();
  await tellEarlier(redis);
  const server = await startServer({ env: { REDIS_URL: redis.url } });
  try {
    await act(server);
  } finally {
    await server.stop();
    await redis.stop();
  }
}

const desktop = { viewport: { width: 1_080, height: 680 } };
const phone = { viewport: { width: 390, height: 700 }, deviceScaleFactor: 2 };
const PAGES: Record<string, BrowserContextOptions> = {
  "page-light": { ...desktop, colorScheme: "light" },
  "page-dark": { ...desktop, colorScheme: "dark" },
  "page-phone": { ...phone, colorScheme: "light" },
  "page-phone-dark": { ...phone, colorScheme: "dark" },
};

const [beginning = ""] = process.argv.slice(2);
const wanted = (name: string): boolean => name.startsWith(beginning);
const pages = Object.keys(PAGES).filter(wanted);
const terminals = TERMINAL_PICTURES.filter(({ name }) => wanted(name));
mkdirSync(DIRECTORY, { recursive: true });
const browser = await startBrowser();
try {
  for (const picture of terminals) {
    await withServer((server) =>
      takeTerminal(
        picture,
        server.url,
        {
          enter: (username) => enter(server, username),
          post: (username, message) => post(server, username, message),
        },
        browser,
        `${DIRECTORY}/${picture.name}.png`,
      ),
    );
  }
  if (pages.length > 0) {
    await withServer(async (server) => {
      const others = await Promise.all(["dan", "bea", "grace"].map((name) => enter(server, name)));
      const [dan, bea] = others;
      await dan?.send("dev", NOW.elsewhere).stored;
      await dan?.send("ops", NOW.review).stored;
      await bea?.send("ops", NOW.question).stored;
      for (const name of pages) await takePage(server, browser, others, name, PAGES[name] ?? {});
      await Promise.all(others.map((one) => one.close()));
    });
  }
} finally {
  await browser.close();
}

for (const name of [...terminals.map((picture) => picture.name), ...pages]) {
  const { size } = statSync(`${DIRECTORY}/${name}.png`);
  console.log(`docs/images/${name}.png  ${Math.round(size / 1_000)} kB`);
  if (size > LARGEST) throw new Error(`docs/images/${name}.png is larger than ${LARGEST} bytes`);
}
