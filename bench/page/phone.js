// The page in Chromium, as fast or as slow as is asked for. Knows the page by its labels alone.

import { chromium } from "playwright-core";

/** What Lighthouse calls slow 4G: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up. */
const SLOW_4G = { latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };

/**
 * @typedef {object} Slowness
 * @property {number} [cpu] how many times slower the processor is
 * @property {boolean} [network] whether the network is a telephone's
 */

/** Starts a browser. Its pages have one profile: what one remembers the next one knows. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  });
}

/** The screen of a telephone, in CSS pixels. */
const PHONE = { width: 390, height: 780 };

/**
 * An empty page, slowed down, with nothing in its cache.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {Slowness} [slowness]
 */
export async function openPhone(context, { cpu = 1, network = false } = {}) {
  const page = await context.newPage();
  await page.setViewportSize(PHONE);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  if (network) {
    await devtools.send("Network.emulateNetworkConditions", { offline: false, ...SLOW_4G });
  }
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  return page;
}

/**
 * Bytes of all that a page has fetched, the document too, as they came over the network, without headers.
 *
 * @param {import("playwright-core").Page} page
 */
export async function bytesOf(page) {
  return page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .map((entry) => /** @type {PerformanceResourceTiming} */ (entry).encodedBodySize)
      .reduce((sum, size) => sum + size, 0),
  );
}

/**
 * Fills in the form and waits until the chat is connected.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} url
 * @param {string} room
 */
export async function join(page, url, room) {
  await page.goto(`${url}/#/room/${room}`);
  await page.getByLabel("Your name").fill("ada");
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByText("Connected").waitFor();
}

/**
 * Milliseconds from asking for a page until this element of it can be used.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} url
 * @param {string} selector
 */
export async function timeUntilUsable(page, url, selector) {
  await page.addInitScript((sought) => {
    const look = () => {
      if (document.querySelector(sought) === null) requestAnimationFrame(look);
      // A task behind the frame that shows it: whatever kept the page busy until then is over.
      else setTimeout(() => console.debug("usable at", performance.now()));
    };
    requestAnimationFrame(look);
  }, selector);
  // Told, not asked for: asking would make the page read a third of a megabyte of Playwright's while it starts.
  const told = page.waitForEvent("console", (message) => message.text().startsWith("usable at"));
  await page.goto(url, { waitUntil: "commit" });
  return Number((await told).text().split(" ").at(-1));
}

/**
 * Scrolls a room up and down for some seconds. Answers the times between frames, in milliseconds, ascending.
 *
 * @param {import("playwright-core").Page} page
 * @param {number} seconds
 */
export async function timeScrolling(page, seconds) {
  const times = await page.evaluate(async (ms) => {
    const box = /** @type {HTMLElement} */ (document.querySelector(".log"));
    const frames = [];
    const start = performance.now();
    let [before, step] = [start, -90];
    while (before - start < ms) {
      if (before - start > ms / 2) step = 90;
      box.scrollTop += step;
      const now = await new Promise((resolve) => requestAnimationFrame(resolve));
      frames.push(Number(now) - before);
      before = Number(now);
    }
    return frames.slice(2);
  }, seconds * 1000);
  return times.toSorted((a, b) => a - b);
}

/**
 * Types for some seconds. Answers the times from each key until the frame that shows it, in milliseconds, ascending.
 *
 * @param {import("playwright-core").Page} page
 * @param {number} seconds
 */
export async function timeTyping(page, seconds) {
  await page.evaluate(() => {
    const times = /** @type {number[]} */ ([]);
    Object.assign(globalThis, { keyTimes: times });
    addEventListener(
      "keydown",
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          setTimeout(() => times.push(performance.now() - timeStamp));
        }),
      true,
    );
  });
  await page.locator("textarea").focus();
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await page.keyboard.press("x");
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  const times = await page.evaluate(() => /** @type {any} */ (globalThis).keyTimes);
  return /** @type {number[]} */ (times).toSorted((a, b) => a - b);
}
