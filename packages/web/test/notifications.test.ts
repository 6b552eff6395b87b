import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";
import type { Person } from "./support/people.ts";

const { test, inRoom, post } = pageSuite("notifications by a service worker");

/** As the browsers of telephones have it: allowed, but not by the page itself. A text, for the reason given in access.test.ts. */
const TELEPHONE = `
  window.Notification = class {
    static permission = "granted";
    constructor() { throw new TypeError("Illegal constructor"); }
  };
  const shown = ServiceWorkerRegistration.prototype.showNotification;
  ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
    window.asked = { title, ...options, scope: this.scope };
    return shown.call(this, title, options).catch(() => {});
  };
  document.hasFocus = () => false;
`;

/** Mentions ada in a room she does not look at. Answers what the worker was asked to show. */
async function mention(ada: Person, room: string): Promise<Record<string, string>> {
  await post(room, "bob", "@ada are you there?");
  const asked = await ada.page.waitForFunction(
    () => (window as unknown as { asked?: Record<string, string> }).asked,
  );
  return (await asked.jsonValue()) as Record<string, string>;
}

test("where a page may show none itself, its worker does, and a click leads to the room", async () => {
  const ada = await inRoom("ada", "calls");
  await ada.page.context().grantPermissions(["notifications"]);
  await ada.page.addInitScript({ content: TELEPHONE });
  await ada.page.reload();
  await ada.page.getByText("Connected").waitFor();
  const asked = await mention(ada, "calls");
  assert.is(asked["title"], "bob in calls");
  assert.is(asked["body"], "@ada are you there?");
  assert.match(asked["data"] ?? "", /\/#\/room\/calls$/);
  await ada.page.evaluate(() => (location.hash = "#/room/elsewhere"));
  await ada.page.getByRole("heading", { name: "elsewhere" }).waitFor();
  const [worker] = ada.page.context().serviceWorkers();
  // There is nobody to click: the worker is told what the browser would tell it.
  await worker?.evaluate(`dispatchEvent(
    Object.assign(new Event("notificationclick"), {
      notification: { data: ${JSON.stringify(asked["data"])}, close() {} },
      waitUntil() {},
    }),
  )`);
  await ada.page.getByRole("heading", { name: "calls" }).waitFor();
  assert.equal(ada.complaints, []);
});

test("who was never told anything has no worker", async () => {
  const ada = await inRoom("ada", "quiet");
  await post("quiet", "bob", "@ada hello");
  await ada.hears("@ada hello");
  assert.equal(ada.page.context().serviceWorkers(), []);
});

test.run();
