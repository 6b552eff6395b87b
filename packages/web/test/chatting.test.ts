import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";

const { test, arrive, inRoom, post } = pageSuite("chatting on the page");

test("two people chat both ways, each message once, in one order", async () => {
  const [ada, bob] = await Promise.all([inRoom("ada", "both"), inRoom("bob", "both")]);
  await ada.say("hello bob");
  await bob.hears("hello bob");
  await bob.say("hello ada");
  await ada.hears("hello ada");
  for (const { page } of [ada, bob]) {
    assert.equal(await page.getByRole("log").locator(".text").allTextContents(), [
      "hello bob",
      "hello ada",
    ]);
  }
  assert.equal(ada.complaints, []);
  assert.equal(ada.strangers, []);
});

test("who comes back sees the chat, and nothing of what stood there while it was loaded", async () => {
  const { page } = await inRoom("ada", "return");
  await page.reload();
  await page.getByText("Connected").waitFor();
  assert.is(await page.getByText("Loading…").count(), 0);
  const [height, screen] = await page.evaluate(() => [
    document.documentElement.scrollHeight,
    innerHeight,
  ]);
  assert.is(height, screen);
});

test("who comes later sees the backlog, with names and times", async () => {
  await post("backlog", "ci-bot", "build ok");
  const ada = await inRoom("ada", "backlog");
  await ada.hears("build ok");
  const message = ada.page.getByRole("article").filter({ hasText: "build ok" });
  assert.is(await message.locator(".name").textContent(), "ci-bot");
  const time = message.locator("time");
  assert.match((await time.getAttribute("datetime")) ?? "", /^\d{4}-.*Z$/);
  assert.match((await time.textContent()) ?? "", /\d:\d\d/);
  await ada.page.getByRole("log").getByText("Today").waitFor();
});

test("comings and goings are told, and the members kept", async () => {
  const ada = await inRoom("ada", "notices");
  const bob = await inRoom("bob", "notices");
  await ada.page.getByRole("log").getByText("bob joined").waitFor();
  await ada.page.getByText("2 here", { exact: true }).waitFor();
  const members = ada.page.locator(".members li bdi");
  await members.nth(1).waitFor();
  assert.equal(await members.allTextContents(), ["ada", "bob"]);
  await ada.say("between");
  await bob.hears("between");
  await bob.page.getByRole("link", { name: "notices" }).hover();
  await bob.page.getByRole("button", { name: "Leave notices" }).click();
  await bob.page.getByRole("heading", { name: "Choose a room to join" }).waitFor();
  await ada.page.getByRole("log").getByText("bob left").waitFor();
  await ada.page.getByText("1 here", { exact: true }).waitFor();
});

test("one sees who is typing, until the message is there", async () => {
  const [ada, bob] = await Promise.all([inRoom("ada", "typing"), inRoom("bob", "typing")]);
  await bob.page.getByRole("textbox", { name: "Message to typing" }).pressSequentially("hm");
  await ada.page.getByText("bob is typing…").waitFor();
  await bob.page.keyboard.press("Enter");
  await ada.hears("hm");
  await ada.page.getByText("bob is typing…").waitFor({ state: "detached" });
});

test("a message that the server refuses is kept, to be tried again or discarded", async () => {
  const { page, join, say, hears } = await arrive();
  let refuses = true;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const onward = socket.connectToServer();
    socket.onMessage((frame) => {
      const [, request] = /^42(\d+)\["message"/.exec(String(frame)) ?? [];
      const error = { code: "internal", message: "Something broke." };
      if (refuses && request !== undefined) {
        socket.send(`43${request}[${JSON.stringify({ ok: false, error })}]`);
      } else onward.send(frame);
    });
  });
  await page.reload();
  await join("ada", "refused");
  await say("first");
  await say("second");
  const failed = page.getByRole("article").filter({ hasText: "not sent" });
  await failed.filter({ hasText: "second" }).getByText("Something broke.").waitFor();
  await failed.filter({ hasText: "second" }).getByRole("button", { name: "Discard" }).click();
  await failed.filter({ hasText: "second" }).waitFor({ state: "detached" });
  refuses = false;
  await failed.getByRole("button", { name: "Try again" }).click();
  await hears("first");
  assert.is(await page.getByText("second").count(), 0);
  assert.is(await failed.count(), 0);
});

test.run();
