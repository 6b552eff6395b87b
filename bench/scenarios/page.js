// What the page costs whoever opens it, and whether it stays quick: in Chromium, at a telephone's speed and in a flood.

import {
  bytesOf,
  join,
  openPhone,
  startBrowser,
  timeScrolling,
  timeTyping,
  timeUntilUsable,
} from "../page/phone.js";
import { floor } from "./floors.js";
import { pause } from "./session.js";

const ROOM = { rooms: 1, members: 2, senders: 1 };
const BACKLOG = 100;
const MANY = 10_000;
const SECONDS = 6;
const SETTLE_MS = 1_500;
const VISITS = 5;

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("playwright-core").BrowserContext} Context */
/** @typedef {import("./session.js").Figures} Figures */

/** How slow the processor is, against this machine's. */
const PHONES = [
  { label: "4× slower", peer: "embedded", size: 4 },
  { label: "6× slower", peer: "embedded", size: 6 },
];

/** @type {readonly import("./index.js").Scenario[]} */
export const pageScenarios = [
  {
    name: "page-weight",
    title: "the page: bytes over the network, with nothing in the cache",
    cases: [{ label: "page", peer: "embedded" }],
    columns: ["formBytes", "chatBytes", "wideBytes"],
    rounds: 1,
    run: (session) => inBrowser(session, weigh),
    floors: ["formBytes", "chatBytes", "wideBytes"].map((bytes) =>
      floor(bytes, "page").atMost(25_600),
    ),
  },
  {
    name: "page-start",
    title: "the page: from asking for it until it can be used, on a telephone on slow 4G",
    cases: PHONES,
    columns: ["formMs", "chatMs"],
    run: (session, { size = 1 }) =>
      inBrowser(session, (context, url) => start(session, context, url, size)),
    floors: PHONES.flatMap(({ label }) => [
      floor("formMs", label).atMost(1_000),
      floor("chatMs", label).atMost(1_000),
    ]),
  },
  {
    name: "page-scroll",
    title: "the page: scrolling through 10,000 messages",
    cases: [{ label: "page", peer: "embedded" }],
    columns: ["framesPerSecond", "frameP99"],
    run: (session) => inBrowser(session, (context, url) => scroll(session, context, url)),
    floors: [floor("framesPerSecond", "page").atLeast(58)],
  },
  {
    name: "page-1000",
    title: "the page: typing while 1,000 messages/s arrive",
    cases: [{ label: "page", peer: "embedded" }],
    columns: ["echoP50", "echoP95", "missing"],
    run: (session) => inBrowser(session, (context, url) => flood(session, context, url)),
    floors: [floor("echoP95", "page").atMost(100), floor("missing", "page").atMost(0)],
  },
];

/**
 * @param {Session} session
 * @param {(context: Context, url: string) => Promise<Figures>} act
 */
async function inBrowser(session, act) {
  await session.enter(ROOM);
  const browser = await startBrowser();
  try {
    return await act(await browser.newContext(), `http://127.0.0.1:${session.ports[0]}`);
  } finally {
    await browser.close();
  }
}

/** @param {Context} context @param {string} url */
async function weigh(context, url) {
  const page = await openPhone(context);
  await page.goto(url);
  await page.getByLabel("Your name").waitFor();
  await pause(SETTLE_MS);
  const formBytes = await bytesOf(page);
  await join(page, url, "weight");
  await pause(SETTLE_MS);
  await page.close();
  // Who comes back with a remembered name sees the chat first; nothing is in the cache.
  const back = await openPhone(context);
  await back.goto(`${url}/#/room/weight`);
  await back.getByText("Connected").waitFor();
  await pause(SETTLE_MS);
  const chatBytes = await bytesOf(back);
  await back.close();
  const wide = await openPhone(context);
  await wide.setViewportSize({ width: 1280, height: 800 });
  await wide.goto(`${url}/#/room/weight`);
  await wide.getByRole("link", { name: "weight" }).waitFor();
  await pause(SETTLE_MS);
  return { formBytes, chatBytes, wideBytes: await bytesOf(wide) };
}

/** @param {Session} session @param {Context} context @param {string} url @param {number} cpu */
async function start(session, context, url, cpu) {
  await session.measure({ way: "window", window: 8, messages: BACKLOG, seconds: 20 });
  const formMs = await timeVisits(context, cpu, url, "#username");
  const visit = await openPhone(context);
  await join(visit, url, session.room);
  await visit.close();
  const chatMs = await timeVisits(context, cpu, `${url}/#/room/${session.room}`, "textarea");
  return { formMs, chatMs };
}

/**
 * The median of some visits: whatever else the machine does falls on one or the other.
 *
 * @param {Context} context @param {number} cpu @param {string} url @param {string} selector
 */
async function timeVisits(context, cpu, url, selector) {
  const times = [];
  while (times.length < VISITS) {
    const page = await openPhone(context, { cpu, network: true });
    times.push(await timeUntilUsable(page, url, selector));
    await page.close();
  }
  return at(
    times.toSorted((a, b) => a - b),
    0.5,
  );
}

/** @param {Session} session @param {Context} context @param {string} url */
async function scroll(session, context, url) {
  const page = await openPhone(context);
  await join(page, url, session.room);
  await session.measure({ way: "rate", rate: MANY / 5, seconds: 5 });
  await pause(SETTLE_MS);
  const times = await timeScrolling(page, SECONDS);
  const total = times.reduce((sum, time) => sum + time, 0);
  return { framesPerSecond: (times.length * 1000) / total, frameP99: at(times, 0.99) };
}

/** @param {Session} session @param {Context} context @param {string} url */
async function flood(session, context, url) {
  const page = await openPhone(context);
  await join(page, url, session.room);
  await session.measure({ way: "rate", rate: 1_000, seconds: 2 });
  const typing = timeTyping(page, SECONDS);
  await session.measure({ way: "rate", rate: 1_000, seconds: SECONDS });
  const times = await typing;
  await pause(SETTLE_MS);
  const gaps = await page.locator(".gap").count();
  return { echoP50: at(times, 0.5), echoP95: at(times, 0.95), missing: gaps };
}

/** @param {readonly number[]} ascending @param {number} part */
function at(ascending, part) {
  return ascending[Math.min(ascending.length - 1, Math.floor(part * ascending.length))] ?? NaN;
}
