// A suite of tests of the page: one server and one browser for all of its tests, and people who leave after each.

import type { Browser } from "playwright-core";
import * as assert from "uvu/assert";
import type { Need } from "../../../../test-support/needs.ts";
import { type Server, startServer } from "../../../../test-support/server.ts";
import { type Suite, suite } from "../../../../test-support/suite.ts";
import { type Person, type Profile, SHARED_SECRET, openPage, startBrowser } from "./people.ts";

/** What the tests of a page work with. */
export interface PageSuite {
  test: Suite;
  /** The server's address, once the first test runs. */
  url: () => string;
  /** Somebody new opens the page. */
  arrive: (path?: string, options?: Profile) => Promise<Person>;
  /** Somebody new opens the page and joins. */
  inRoom: (username: string, room: string, options?: Profile) => Promise<Person>;
  /** Posts as a script does. */
  post: (room: string, username: string, message: string) => Promise<void>;
}

/** @param needs what has to be installed besides Chromium */
export function pageSuite(title: string, ...needs: Need[]): PageSuite {
  const test = suite(title, { needs: ["chromium", ...needs], timeoutMs: 60_000 });
  let browser: Browser;
  let server: Server;
  const present: Person[] = [];

  test.before(async () => {
    [browser, server] = await Promise.all([
      startBrowser(),
      startServer({
        env: { RATE_LIMITS: "off", LOG_LEVEL: "warn", HISTORY_LIMIT: "500", OPERATORS: "olga" },
      }),
    ]);
  });
  test.after.each(async () => {
    await Promise.all(present.splice(0).map(async (person) => person.leave()));
  });
  test.after(async () => {
    await browser.close();
    await server.stop();
  });

  const arrive: PageSuite["arrive"] = async (path = "/", options = {}) => {
    const person = await openPage(browser, server.url + path, options);
    present.push(person);
    return person;
  };
  return {
    test,
    url: () => server.url,
    arrive,
    inRoom: async (username, room, options = {}) => {
      const person = await arrive("/", options);
      await person.join(username, room);
      return person;
    },
    post: async (room, username, message) => {
      const response = await fetch(`${server.url}/api/rooms/${room}/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", "chat-secret": SHARED_SECRET },
        body: JSON.stringify({ username, message }),
      });
      assert.is(response.status, 201, await response.text());
    },
  };
}
