import * as assert from "uvu/assert";
import { pageSuite } from "./support/page-suite.ts";

const { test, arrive, post } = pageSuite("names of one's own on the page");

const ADAS = "adas-secret-".padEnd(43, "a");
const EVES = "eves-secret-".padEnd(43, "e");

test("a name that is another's leads back to the form, which says so and takes another name", async () => {
  const ada = await arrive("/", { secret: ADAS });
  await ada.join("ada", "names");
  const eve = await arrive("/", { secret: EVES });
  const ask = async (username: string): Promise<void> => {
    await eve.page.getByLabel("Your name").fill(username);
    await eve.page.getByLabel("Room").fill("names");
    await eve.page.getByRole("button", { name: "Join" }).click();
  };
  await ask("ada");
  await eve.page.getByText('"ada" belongs to somebody else').waitFor();
  await ask("Ada");
  await eve.page.getByText('"Ada" looks like that of somebody who is in the room').waitFor();
  const name = eve.page.getByLabel("Your name");
  assert.is(await name.getAttribute("aria-invalid"), "true");
  assert.is(await name.inputValue(), "Ada");
  await eve.join("eve", "names");
  await eve.say("hello");
  await ada.hears("hello");
});

test("the secret of another browser makes one the same person here", async () => {
  const ada = await arrive("/", { secret: ADAS });
  await ada.join("bella", "moved");
  await ada.page.getByRole("button", { name: "Change name" }).click();
  await ada.page.getByText("Names of yours").click();
  const secret = await ada.page.getByLabel("Secret of this browser").inputValue();
  assert.is(secret, ADAS);

  const phone = await arrive("/", { secret: EVES });
  await phone.page.getByText("Names of yours").click();
  await phone.page.getByLabel("Secret of this browser").fill("too short");
  await phone.page.getByLabel("Your name").fill("bella");
  await phone.page.getByRole("button", { name: "Join" }).click();
  await phone.page.getByText("A secret has 16 to 128").waitFor();
  await phone.page.getByLabel("Secret of this browser").fill(` ${secret} `);
  await phone.join("bella", "moved");
  await phone.page.reload();
  await phone.page.getByText("Connected").waitFor();
  await phone.say("from the phone");
  await phone.hears("from the phone");
});

test("who keeps nothing has a name of their own for as long as the page is open", async () => {
  const ada = await arrive();
  await ada.page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new Error("forbidden");
      },
    });
  });
  await ada.page.reload();
  await ada.join("cora", "forgetful");
  const eve = await arrive("/", { secret: EVES });
  await eve.page.getByLabel("Your name").fill("cora");
  await eve.page.getByLabel("Room").fill("forgetful");
  await eve.page.getByRole("button", { name: "Join" }).click();
  await eve.page.getByText('"cora" belongs to somebody else').waitFor();
});

test("a script without a secret may use a name that nobody owns", async () => {
  const ada = await arrive("/", { secret: ADAS });
  await ada.join("ada", "scripts");
  await post("scripts", "ci", "build is green");
  await ada.hears("build is green");
});

test.run();
