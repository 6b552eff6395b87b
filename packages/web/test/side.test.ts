// The side comes by itself, behind what was said.

import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";

const { test, arrive, post } = pageSuite("the side of the page");

const SIDE = /\/assets\/side-.*\.js$/;

test("without the side's file one reads and writes, and what changes next asks for it again", async () => {
  const ada = await arrive();
  let missing = true;
  let asked = 0;
  await ada.page.route(SIDE, async (route) => {
    asked++;
    await (missing ? route.abort() : route.continue());
  });
  await ada.join("ada", "aside");
  await ada.say("hello");
  await ada.hears("hello");
  assert.ok(asked > 0);
  assert.is(await ada.page.getByRole("complementary").count(), 0);
  missing = false;
  await post("aside", "ci-bot", "build ok");
  await ada.page.getByRole("complementary", { name: "Rooms and members" }).waitFor();
  await ada.page.getByRole("link", { name: "aside" }).waitFor();
});

test("on a narrow screen it is not fetched before somebody touches the page", async () => {
  const ada = await arrive();
  await ada.page.setViewportSize({ width: 390, height: 780 });
  let asked = 0;
  await ada.page.route(SIDE, async (route) => {
    asked++;
    await route.continue();
  });
  await ada.join("ada", "narrow");
  await post("narrow", "ci-bot", "build ok");
  await ada.hears("build ok");
  assert.is(asked, 0);
  await ada.page.mouse.move(100, 300);
  await ada.page.mouse.down();
  await ada.page.locator(".rooms").waitFor({ state: "attached" });
  assert.is(asked, 1);
});

test("a drawer that is opened before its file is there has the keyboard once it is", async () => {
  const ada = await arrive();
  await ada.page.setViewportSize({ width: 390, height: 780 });
  let arriving = () => {};
  const arrived = new Promise<void>((resolve) => (arriving = resolve));
  await ada.page.route(SIDE, async (route) => {
    await arrived;
    await route.continue();
  });
  await ada.join("ada", "drawer");
  await ada.page.getByRole("button", { name: "Rooms and members" }).click();
  arriving();
  const close = ada.page.getByRole("button", { name: "Close" });
  await close.waitFor();
  assert.ok(await close.evaluate((button) => button === document.activeElement));
  await ada.page.keyboard.press("Escape");
  await close.waitFor({ state: "hidden" });
  const menu = ada.page.getByRole("button", { name: "Rooms and members" });
  assert.ok(await menu.evaluate((button) => button === document.activeElement));
});

test.run();
