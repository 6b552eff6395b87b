import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";

const { test, arrive, inRoom, post } = pageSuite("reading on the page");

test("what others write in another room is counted, until one goes there", async () => {
  const { page, join, hears } = await arrive();
  await join("ada", "here");
  await post("here", "bob", "seen");
  await hears("seen");
  await page.getByRole("combobox", { name: "Join a room" }).fill("there");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "there" }).waitFor();
  await page.getByText("1 here", { exact: true }).waitFor();
  await post("here", "bob", "psst");
  await post("here", "bob", "@ada?");
  const link = page
    .getByRole("navigation", { name: "Rooms" })
    .getByRole("link", { name: "here 2 unread, you are mentioned" });
  await link.waitFor();
  await page.waitForFunction(() => document.title === "(@2) there · chat");
  await link.click();
  await hears("@ada?");
  await page.getByRole("log").getByText("New", { exact: true }).waitFor();
  await page.waitForFunction(() => document.title === "here · chat");
});

test("while one reads further up nothing moves, and a button leads to what is new", async () => {
  for (let i = 1; i <= 90; i++) await post("reading", "bob", `line ${i}`);
  const ada = await inRoom("ada", "reading", { viewport: { width: 900, height: 600 } });
  await ada.hears("line 90");
  const log = ada.page.getByRole("region", { name: "Conversation in reading" });
  await log.hover();
  await ada.page.mouse.wheel(0, -900);
  const button = ada.page.getByRole("button", { name: "Latest messages" });
  await button.waitFor();
  const top = async (): Promise<number> => {
    const box = await ada.heard("line 70").boundingBox();
    return box?.y ?? Number.NaN;
  };
  const before = await top();
  await post("reading", "bob", "and another");
  await ada.page.getByRole("button", { name: "1 new message" }).waitFor();
  assert.is(await top(), before);
  await ada.page.getByRole("button", { name: "1 new message" }).click();
  await ada.hears("and another");
  await ada.page.getByRole("button", { name: /new message|Latest/ }).waitFor({ state: "detached" });
  await post("reading", "bob", "at the end");
  await ada.hears("at the end");
  const distance = await log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  assert.ok(distance < 2, `${distance} px from the end`);
});

test("at the top of what is shown more comes in, and what one reads stays where it is", async () => {
  for (let i = 1; i <= 290; i++) await post("older", "bob", `line ${i}.`);
  const ada = await inRoom("ada", "older", { viewport: { width: 900, height: 600 } });
  await ada.hears("line 290.");
  const log = ada.page.getByRole("region", { name: "Conversation in older" });
  for (;;) {
    // In one step: what is on its way may come in between two.
    const text = await log.evaluate((box) => {
      box.scrollTo(0, 0);
      return box.querySelector(".text")?.textContent ?? "";
    });
    const first = Number(/\d+/.exec(text)?.[0]);
    if (first === 1) break;
    await ada.heard(`line ${first - 1}.`).waitFor();
    const apart = await ada.heard(`line ${first}.`).evaluate((row) => {
      const box = row.closest(".log");
      return row.getBoundingClientRect().top - (box?.getBoundingClientRect().top ?? 0);
    });
    assert.ok(apart >= 0 && apart < 150, `line ${first} is ${apart} px below the edge`);
  }
  await log.evaluate((box) => box.scrollTo(0, 0));
  await ada.page.getByText("This is where the history begins.").waitFor();
  const lines = await ada.page.getByRole("log").locator(".text").allTextContents();
  const numbers = lines.map((line) => Number(/\d+/.exec(line)?.[0]));
  assert.equal(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});

test.run();
