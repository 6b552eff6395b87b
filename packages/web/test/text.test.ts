import * as assert from "uvu/assert";
import { hostileTexts } from "../../protocol/test/hostile-text/hostile-text.ts";
import { pageSuite } from "./support/page-suite.ts";
import { SHARED_SECRET } from "./support/people.ts";

const { test, url, inRoom, post } = pageSuite("text on the page");

test("text from others is text, whatever is in it", async () => {
  const texts = [
    "<img src=x onerror=\"document.title='hit'\">",
    "<script>document.title='hit'</script>",
    "</p><style>*{display:none}</style>",
    "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "{{constructor.constructor('document.title=1')()}} ${document.title=1}",
    "\u202egnp.exe\u202c \u0007\u001b[31mred",
    "&lt;b&gt; &amp; %3Cscript%3E",
  ];
  for (const text of texts) await post("hostile", "mallory", text);
  const ada = await inRoom("ada", "hostile");
  await ada.hears("&lt;b&gt; &amp; %3Cscript%3E");
  const shown = await ada.page.getByRole("log").locator(".text").allTextContents();
  assert.equal(shown.slice(0, 5), texts.slice(0, 5));
  // oxlint-disable-next-line no-control-regex
  assert.not.match(shown.join(""), /[\u0000-\u0008\u001b\u202a-\u202e]/);
  assert.is(await ada.page.getByRole("log").locator("img, script, style, a").count(), 0);
  assert.is(await ada.page.title(), "hostile · chat");
  assert.equal(ada.complaints, []);
});

test("links lead to the web, into another tab, and tell it nothing of this one", async () => {
  await post("links", "ci-bot", "see https://ci.test/412?a=1&b=<2>, please");
  const ada = await inRoom("ada", "links");
  const link = ada.page.getByRole("log").getByRole("link");
  assert.is(await link.textContent(), "https://ci.test/412?a=1&b=");
  assert.is(await link.getAttribute("href"), "https://ci.test/412?a=1&b=");
  assert.is(await link.getAttribute("rel"), "noopener noreferrer");
  assert.is(await link.getAttribute("target"), "_blank");
});

test("the published hostile texts change nothing but their own message", async () => {
  await post("corpus", "bea", "before");
  for (const { text } of hostileTexts) await tryToPost("corpus", text);
  await post("corpus", "bea", "after");
  const ada = await inRoom("ada", "corpus", { viewport: { width: 390, height: 700 } });
  await ada.hears("after");
  const log = ada.page.getByRole("log");
  assert.is(await log.locator("img, script, style, iframe, form, input").count(), 0);
  for (const link of await log.getByRole("link").all()) {
    assert.match((await link.getAttribute("href")) ?? "", /^https?:\/\//);
  }
  const shown = (await log.locator(".text").allTextContents()).join("\n");
  // oxlint-disable-next-line no-control-regex
  assert.not.match(shown, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Bidi_Control}/u);
  const frame = await ada.page.locator(".log").boundingBox();
  for (const row of await log.getByRole("article").all()) {
    const box = await row.boundingBox();
    assert.ok(box === null || box.width <= (frame?.width ?? 0), await row.innerText());
    assert.is(await row.evaluate((element) => getComputedStyle(element).overflow), "clip");
  }
  assert.is(await ada.page.title(), "corpus · chat");
  assert.is(await ada.page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.equal(ada.complaints, []);
  assert.equal(ada.strangers, []);
});

test("light markup is shown as what it means, and code can be copied", async () => {
  const code = "if (a < b) {\n\treturn `*c*`;\n}";
  await post(
    "markup",
    "bea",
    `*bold* _leaning_ \`x*y*\` 2*3*4\n> said\n\`\`\`js\n${code}\n\`\`\`\nend`,
  );
  const ada = await inRoom("ada", "markup", { permissions: ["clipboard-read", "clipboard-write"] });
  await ada.hears("end");
  const text = ada.page.getByRole("log").locator(".text");
  assert.is(await text.locator("strong").textContent(), "bold");
  assert.is(await text.locator("em").textContent(), "leaning");
  assert.is(await text.locator("p > code").textContent(), "x*y*");
  assert.is(await text.locator("p").first().textContent(), "bold leaning x*y* 2*3*4");
  assert.is(await text.locator("blockquote").textContent(), "said");
  assert.is(await text.locator("pre").textContent(), code);
  await text.getByRole("button", { name: "Copy this code" }).click();
  await text.getByRole("button", { name: "Copied this code" }).waitFor();
  assert.is(await ada.page.evaluate(async () => navigator.clipboard.readText()), code);
  assert.equal(ada.complaints, []);
});

test("a long line of code is scrolled inside its block", async () => {
  await post("wide", "bea", `\`\`\`\n${"wide ".repeat(400)}\n\`\`\``);
  const ada = await inRoom("ada", "wide", { viewport: { width: 320, height: 568 } });
  await ada.hears("wide");
  const widths = await ada.page.locator(".text pre").evaluate((pre) => ({
    hidden: pre.scrollWidth > pre.clientWidth,
    page: document.documentElement.scrollWidth,
  }));
  assert.equal(widths, { hidden: true, page: 320 });
});

/** Some of the texts are nothing that a server takes. */
async function tryToPost(room: string, message: string): Promise<void> {
  const response = await fetch(`${url()}/api/rooms/${room}/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "chat-secret": SHARED_SECRET },
    body: JSON.stringify({ username: "mallory", message }),
  });
  assert.ok(response.status === 201 || response.status === 400, await response.text());
}

test.run();
