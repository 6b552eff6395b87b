// People at browsers, for tests: each has a browser profile of their own. Collects what the browser complains of.

import {
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium,
} from "playwright-core";

/** How long a page may take to show something, in milliseconds. */
const SHOWN_WITHIN_MS = 10_000;

/** Somebody at a page. */
export interface Person {
  page: Page;
  /** Errors, policy violations and what was logged as an error, so far. */
  complaints: string[];
  /** Addresses of other origins that the page asked for. */
  strangers: string[];
  /** Fills in the form. */
  join: (username: string, room: string) => Promise<void>;
  say: (text: string) => Promise<void>;
  /** The messages in the log that hold this text; waits for none. */
  heard: (text: string) => Locator;
  /** Waits until a message with this text is in the log, from the server. */
  hears: (text: string) => Promise<void>;
  /** Closes the browser profile. */
  leave: () => Promise<void>;
}

/** Starts Chromium, which asks nobody on the network for anything. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

/** What people have in common where a test says nothing else, so that it may have many of one name. */
export const SHARED_SECRET = "what-people-of-tests-share";

/** How a browser profile is made. */
export interface Profile extends BrowserContextOptions {
  /** What proves that names are theirs; the one that all share where absent. */
  secret?: string;
}

/** Opens the page at `url` for somebody new. */
export async function openPage(
  browser: Browser,
  url: string,
  { secret = SHARED_SECRET, ...options }: Profile = {},
): Promise<Person> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  await context.addInitScript((kept) => {
    try {
      if (localStorage.getItem("chat.secret") === null) localStorage.setItem("chat.secret", kept);
    } catch {
      // A browser that forbids storage.
    }
  }, JSON.stringify(secret));
  context.setDefaultTimeout(SHOWN_WITHIN_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A server that is away is reported by the browser itself; tests of that do not ask for silence.
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(url).origin)
      strangers.push(request.url());
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(url);

  const heard = (text: string): Locator =>
    page.getByRole("log").locator(".text").filter({ hasText: text });
  return {
    page,
    complaints,
    strangers,
    heard,
    join: async (username, room) => {
      await page.getByLabel("Your name").fill(username);
      await page.getByLabel("Room").fill(room);
      await page.getByRole("button", { name: "Join" }).click();
      await page.getByText("Connected").waitFor();
    },
    say: async (text) => {
      const field = page.getByRole("textbox", { name: /^Message to/ });
      await field.fill(text);
      await field.press("Enter");
    },
    hears: async (text) => heard(text).first().waitFor(),
    leave: async () => context.close(),
  };
}
