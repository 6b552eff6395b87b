// Operators and private rooms at a real pseudo-terminal, with the real server.

import { join } from "node:path";

import * as assert from "uvu/assert";

import { type Server, startServer } from "../../../../test-support/server.ts";
import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { ScreenChat } from "../support/screen-chat.ts";

const test = suite("join, moderation", { timeoutMs: 60_000 });
let server: Server;
let homes: string;
const screens: ScreenChat[] = [];

test.before(async () => {
  homes = temporaryFolder("chat-moderation");
  server = await startServer({ env: { OPERATORS: "olga" } });
});

test.after.each(async () => {
  await Promise.all(screens.splice(0).map((screen) => screen.end()));
});

test.after(async () => {
  await server.stop();
});

function open(user: string, ...rooms: string[]): ScreenChat {
  const env = { CHAT_SERVER: server.url, XDG_CONFIG_HOME: join(homes, user) };
  const screen = new ScreenChat(["join", ...rooms, "--user", user], { env });
  screens.push(screen);
  return screen;
}

async function enter(user: string, room: string): Promise<ScreenChat> {
  const screen = open(user, room);
  await screen.shows(`[${room}] ${user}>`);
  return screen;
}

test("what an operator types is shown to all: a text goes, a topic comes, somebody is out", async () => {
  const olga = await enter("olga", "tidy");
  const bob = await enter("bob", "tidy");
  bob.type("what a shame\r");
  await olga.shows("bob │ what a shame");
  olga.type("/delete shame\r");
  await bob.shows("bob │ (deleted)");
  await bob.shows("olga deleted a message");
  assert.not.match(bob.text, "what a shame");
  olga.type("/topic Deploys only\r");
  await bob.shows("#tidy · Deploys only");
  olga.type("/mute bob 10m too loud\r");
  await bob.shows("(too loud)");
  bob.type("hello?\r");
  await bob.shows("You may read here, but not speak until");
  bob.type("/kick olga\r");
  await bob.shows("Only operators may do that");
  olga.type("/kick bob enough\r");
  await bob.shows("You are out: olga took bob out of the room (enough).");
  await bob.shows("you are not in");
  await olga.shows("1 here");
  bob.type("/join tidy\r");
  await olga.shows("2 here");
});

test("a private room asks for its password, which is not shown, and is not kept either", async () => {
  const olga = await enter("olga", "secret");
  olga.type("/password open sesame\r");
  await olga.shows("olga made the room private");
  await olga.shows("(private)");
  olga.type("\x1b[A");
  olga.type("\x1b[B");
  assert.not.match(olga.text, "open sesame");
  const bob = open("bob", "secret");
  await bob.shows("Password of secret:");
  bob.type("wrong\r");
  await bob.shows("that is not the password");
  bob.type("open sesame\r");
  await bob.shows("[secret] bob>");
  assert.not.match(bob.written, /sesame|wrong\r/);
  const cid = await enter("cid", "open");
  cid.type("/join secret open sesame\r");
  await cid.shows("[secret] cid>");
});

test.run();
