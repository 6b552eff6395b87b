// Whose name it is, on a whole server: over Socket.IO, over HTTP, and with clients that bring no secret.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { type Connection, Connections } from "../support/connection.ts";
import { eventually } from "../support/eventually.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("whose name it is");

const ADAS = "adas-secret-".padEnd(43, "a");
const EVES = "eves-secret-".padEnd(43, "e");
const connections = new Connections();
let server: TestServer;
let rooms = 0;
let room: string;

test.before(async () => {
  server = await runServer({ RATE_LIMITS: "off" });
});

test.before.each(() => {
  room = `room${++rooms}`;
});

test.after.each(() => connections.closeAll());

test.after(async () => {
  await server.close();
  assert.equal(server.faults, []);
});

function open(secret?: string): Promise<Connection> {
  return connections.open(server.url, secret === undefined ? {} : { auth: { secret } });
}

function say(username: string, secret?: string, message = "hi"): ReturnType<typeof post> {
  const headers: Record<string, string> = secret === undefined ? {} : { "Chat-Secret": secret };
  return post(server.url, `/api/rooms/${room}/messages`, { username, message }, headers);
}

test("who uses a name first with a secret owns it: others can neither join nor post under it", async () => {
  const ada = await open(ADAS);
  await ada.get("join", { room, username: "ada" });
  for (const other of [await open(EVES), await open()]) {
    const joining = await other.refusal("join", { room, username: "ada" });
    assert.is(joining.code, "username_taken");
    assert.match(joining.message, /belongs to somebody else.*Choose another name/);
    const posting = await other.refusal("message", { room, username: "ada", message: "hi" });
    assert.is(posting.code, "username_taken");
    assert.is(
      (await other.refusal("join", { room: "elsewhere", username: "Ada" })).code,
      "username_taken",
    );
  }
  const again = await open(ADAS);
  assert.equal((await again.get("join", { room, username: "ada" })).members, ["ada"]);
});

test("over HTTP the secret is a header, and a name of another is a 409", async () => {
  assert.is((await say("ci", ADAS)).status, 201);
  assert.is((await say("ci", ADAS)).status, 201);
  for (const secret of [EVES, undefined]) {
    const refused = await say("ci", secret);
    assert.is(refused.status, 409);
    assert.is(refused.json.error.code, "username_taken");
  }
  const history = await ask(server.url, `/api/rooms/${room}/history`);
  assert.is(history.json.messages.length, 2);
});

test("a text/plain post brings its secret too", async () => {
  const plain = (secret: string) =>
    ask(server.url, `/api/rooms/${room}/messages?username=plain`, {
      method: "POST",
      headers: { "Content-Type": "text/plain", "Chat-Secret": secret },
      body: "hi",
    });
  assert.is((await plain(ADAS)).status, 201);
  assert.is((await plain(EVES)).status, 409);
});

test("a secret that is none is refused at the door and over HTTP", async () => {
  const short = await open("too-short");
  assert.is((await short.payload("refused")).code, "invalid_request");
  const odd = await connections.open(server.url, { auth: { secret: { a: 1 } } });
  assert.is((await odd.payload("refused")).code, "invalid_request");
  const refused = await say("odd", "no blanks, please");
  assert.equal([refused.status, refused.json.error.code], [400, "invalid_request"]);
});

test("a member without a secret is silenced at once when somebody claims the name", async () => {
  const old = await open();
  await old.get("join", { room, username: "dan" });
  await old.get("message", { room, message: "mine so far" });
  const owner = await open(ADAS);
  await owner.get("join", { room, username: "dan" });
  assert.is((await old.refusal("message", { room, message: "still me?" })).code, "username_taken");
  await owner.get("message", { room, message: "now mine" });
});

test("a name that looks like that of somebody in the room is refused, with a secret and without", async () => {
  const old = await open();
  await old.get("join", { room, username: "gina" });
  for (const alike of ["Gina", "gіna", "g1na"]) {
    for (const other of [await open(EVES), await open()]) {
      const refused = await other.refusal("join", { room, username: alike });
      assert.is(refused.code, "username_taken", alike);
      assert.match(refused.message, /looks like/);
    }
    assert.is((await say(alike)).status, 409, alike);
  }
  assert.is((await say("gina")).status, 201);
  old.close();
  await eventually(async () => {
    assert.equal((await ask(server.url, `/api/rooms/${room}/members`)).json.members, []);
  });
  await (await open()).get("join", { room, username: "Gina" });
});

test("who is refused a name is not in the room, and may come in under another", async () => {
  await say("hal", ADAS);
  const eve = await open(EVES);
  assert.is((await eve.refusal("join", { room, username: "hal" })).code, "username_taken");
  const joined = await eve.get("join", { room, username: "eve" });
  assert.equal(joined.members, ["eve"]);
  assert.equal(eve.payloads("room_history").length, 1);
});

test("a refused post without an acknowledgement is a `chat_error`", async () => {
  await say("ivy", ADAS);
  const eve = await open(EVES);
  eve.tell("message", { room, username: "ivy", message: "hi" });
  assert.is((await eve.payload("chat_error")).code, "username_taken");
});

test("one secret may own several names, and names are owned on the whole server", async () => {
  const ada = await open(ADAS);
  await ada.get("join", { room, username: "jo" });
  await ada.get("message", { room: "other", username: "jo-bot", message: "hi" });
  const eve = await open(EVES);
  assert.is(
    (await eve.refusal("join", { room: "third", username: "jo-bot" })).code,
    "username_taken",
  );
});

test("names are words like any other: __proto__ and constructor can be owned", async () => {
  const ada = await open(ADAS);
  for (const username of ["constructor", "toString", "hasOwnProperty"]) {
    await ada.get("message", { room, username, message: "hi" });
    assert.is((await say(username, EVES)).status, 409, username);
  }
});

test.run();
