import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";

const { test, arrive, inRoom, post } = pageSuite("access to the page");

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A text, as what compiles the tests would name the class with a function that the page has not. */
const KEPT_NOTIFICATIONS = `
  window.kept = [];
  window.Notification = class extends EventTarget {
    static permission = "default";
    static async requestPermission() { this.permission = "granted"; }
    constructor(title, { body }) { super(); kept.push(title + ": " + body); }
  };
  document.hasFocus = () => true;
`;

/** What axe has against a page as it is now. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Pick<typeof Axe, "run"> };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

const looks: Record<string, BrowserContextOptions> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "more contrast": { contrast: "more" },
  "forced colours": { forcedColors: "active" },
};
for (const [name, look] of Object.entries(looks)) {
  test(`axe finds nothing in any state of the page, ${name}`, async () => {
    await post("axe", "bob", "@ada see https://a.test, `x` and שלום\n> said\n```sh\nls\n```");
    // The policy of the page keeps scripts out, the checker's too.
    const ada = await arrive("/", { ...look, bypassCSP: true });
    const { page } = ada;
    assert.equal(await violationsOf(page), []);
    await page.getByLabel("Your name").fill("two words");
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByText(/^A username has 1 to 32/).waitFor();
    assert.equal(await violationsOf(page), []);
    await ada.join("ada", "axe");
    await ada.hears("@ada see");
    await ada.say("mine");
    await ada.hears("mine");
    assert.equal(await violationsOf(page), []);
    await page.getByRole("combobox", { name: "Join a room" }).fill("a:b");
    await page.keyboard.press("Enter");
    await page.getByText(/^A room name has 1 to 64/).waitFor();
    assert.equal(await violationsOf(page), []);
    await page.setViewportSize({ width: 360, height: 640 });
    await page.getByRole("button", { name: "Rooms and members" }).click();
    assert.equal(await violationsOf(page), []);
  });
}

test("from 320 to 2560 px nothing is wider than the page, and one can write", async () => {
  await post("sizes", "bob", "long".repeat(100));
  const { page, hears } = await inRoom("ada", "sizes");
  await hears("longlonglong");
  for (const width of [320, 390, 768, 1280, 2560]) {
    await page.setViewportSize({ width, height: 700 });
    assert.is(await page.evaluate(() => document.documentElement.scrollWidth), width);
    const field = await page.getByRole("textbox", { name: "Message to sizes" }).boundingBox();
    assert.ok(field !== null && field.width > 200 && field.x + field.width <= width, `${width} px`);
  }
});

test("a mention is told to who looks elsewhere, once that was allowed", async () => {
  const ada = await arrive("/");
  // Chromium without a screen shows no notification: what would be shown is kept instead.
  await ada.page.addInitScript({ content: KEPT_NOTIFICATIONS });
  await ada.page.reload();
  await ada.join("ada", "alerts");
  const kept = async (): Promise<string[]> =>
    ada.page.evaluate(() => (window as unknown as { kept: string[] }).kept);
  const ask = ada.page.getByRole("button", { name: "Notify me of mentions" });
  await ask.click();
  await ask.waitFor({ state: "detached" });
  await post("alerts", "bob", "@ada while you look");
  await ada.hears("while you look");
  assert.equal(await kept(), []);
  await ada.page.evaluate(() => {
    document.hasFocus = () => false;
  });
  await post("alerts", "bob", "to nobody");
  await post("alerts", "bob", "@ada while you do not");
  await ada.page.waitForFunction(() => (window as unknown as { kept: string[] }).kept.length > 0);
  assert.equal(await kept(), ["bob in alerts: @ada while you do not"]);
});

test.run();
