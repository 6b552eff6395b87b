import type { Page } from "playwright-core";
import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";

const { test, arrive, inRoom } = pageSuite("moderation on the page");

/** What somebody does in the operators' dialog. */
type Fields = readonly (readonly [label: string, value: string])[];

async function moderate(page: Page, action: string, fields: Fields = []) {
  await page.getByRole("button", { name: "Moderate" }).click();
  await page.getByLabel("What").selectOption(action);
  for (const [label, value] of fields) await page.getByLabel(label).fill(value);
  await page.getByRole("button", { name: "Do it" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

test("an operator deletes a message, and sets a topic, for everybody; others have no buttons for it", async () => {
  const olga = await inRoom("olga", "tidy");
  const bob = await inRoom("bob", "tidy");
  await bob.say("shame");
  await olga.hears("shame");
  olga.page.on("dialog", (dialog) => void dialog.accept());
  await olga.page.getByRole("article").hover();
  await olga.page.getByRole("button", { name: "Delete" }).click();
  await bob.page.getByRole("log").getByText("olga deleted a message").waitFor();
  assert.is(await bob.heard("shame").count(), 0);
  await bob.page.getByRole("article").getByText("(deleted)").waitFor();
  await moderate(olga.page, "topic", [["Topic (empty: none)", "Deploys & incidents"]]);
  await bob.page.locator(".topic").getByText("Deploys & incidents").waitFor();
  for (const name of ["Moderate", "Delete"]) {
    assert.is(await bob.page.getByRole("button", { name }).count(), 0, name);
  }
  assert.equal([...olga.complaints, ...bob.complaints], []);
});

test("who is muted reads why they may not speak; who is taken out why they are out", async () => {
  const olga = await inRoom("olga", "loud");
  const bob = await inRoom("bob", "loud");
  const who = ["Who", "bob"] as const;
  await moderate(olga.page, "mute", [who, ["Why (everybody reads it)", "too loud"]]);
  await bob.page
    .getByRole("log")
    .getByText(/olga muted bob until .* \(too loud\)/)
    .waitFor();
  await bob.say("can you hear me?");
  await bob.page.getByText(/You may read here, but not speak until/).waitFor();
  await moderate(olga.page, "kick", [who]);
  await bob.page.getByText("You are out: olga took bob out of the room.").waitFor();
  await olga.page.getByText("1 here", { exact: true }).waitFor();
});

test("a mistake is said in the dialog, which stays open", async () => {
  const { page } = await inRoom("olga", "mistaken");
  await page.getByRole("button", { name: "Moderate" }).click();
  await page.getByLabel("Who").fill("no such name");
  await page.getByRole("button", { name: "Do it" }).click();
  await page.getByRole("dialog").getByRole("alert").getByText("A username has").waitFor();
});

test("the dialog begins anew each time: what is chosen is what it asks for", async () => {
  const { page } = await inRoom("olga", "anew");
  await moderate(page, "topic", [["Topic (empty: none)", "Deploys"]]);
  await page.getByRole("button", { name: "Moderate" }).click();
  assert.is(await page.getByLabel("What").inputValue(), "mute");
  await page.getByLabel("Who").fill("bob");
});

test("a private room asks for its password until it is right", async () => {
  const olga = await inRoom("olga", "secret");
  await olga.say("inside");
  await moderate(olga.page, "password", [["Password (empty: open to everybody)", "sesame"]]);
  await olga.page.getByRole("log").getByText("olga made the room private").waitFor();
  const bob = await arrive();
  await bob.page.getByLabel("Your name").fill("bob");
  await bob.page.getByLabel("Room").fill("secret");
  await bob.page.keyboard.press("Enter");
  const field = bob.page.getByLabel("This room is private. Its password:");
  await field.fill("wrong");
  await bob.page.keyboard.press("Enter");
  await bob.page.getByText("This is not the password of the room").waitFor();
  await field.fill("sesame");
  await bob.page.keyboard.press("Enter");
  await bob.hears("inside");
  assert.is(await field.count(), 0);
});

test.run();
