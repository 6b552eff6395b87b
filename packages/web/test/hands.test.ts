import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";
import type { Person } from "./support/people.ts";

const { test, arrive, inRoom, post } = pageSuite("keys, fingers and forms of the page");

const focused = async ({ page }: Person): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

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

test("the log is followed while one writes several lines", async () => {
  for (let i = 1; i <= 40; i++) await post("lines", "bob", `line ${i}.`);
  const ada = await inRoom("ada", "lines", { viewport: { width: 900, height: 600 } });
  await ada.hears("line 40.");
  await ada.page.getByRole("textbox", { name: "Message to lines" }).focus();
  for (const text of ["one", "two", "three", "four"]) {
    await ada.page.keyboard.type(text);
    await ada.page.keyboard.press("Shift+Enter");
  }
  await ada.page.keyboard.type("five");
  await post("lines", "bob", "and one more");
  await ada.hears("and one more");
  assert.is(await ada.page.getByRole("button", { name: /new message|Latest/ }).count(), 0);
  await ada.page.keyboard.press("Enter");
  await ada.hears("five");
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

test.run();
