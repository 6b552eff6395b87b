// A client that this project did not write, in another language, with the events of the app it grew from.

import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { readMessage } from "@chat/protocol";

import { startChild } from "../../../../test-support/child.ts";
import { pythonWith } from "../../../../test-support/needs.ts";
import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("a client of the old app, in Python", {
  needs: ["python3-socketio", "python3-aiohttp", "python3-websocket"],
});

const SCRIPT = fileURLToPath(new URL("old_app.py", import.meta.url));
const connections = new Connections();
let server: TestServer;

test.before(async () => {
  server = await runServer();
});

test.after(async () => {
  connections.closeAll();
  await server.close();
});

for (const transports of ["polling", "websocket", "polling,websocket"]) {
  test(`sees and is seen, over ${transports}`, async () => {
    const room = transports.replace(",", "-");
    const path = `/api/rooms/${room}/messages`;
    const before = await post(server.url, path, { username: "ci", message: "before" });
    const ada = await connections.join(server.url, "ada", room);
    const python = pythonWith("python3-socketio", "python3-aiohttp", "python3-websocket");
    const args = [SCRIPT, server.url, room, "bob", "hello bob", transports];
    const child = await startChild(python, args);
    assert.is((await ada.payload("user_joined")).username, "bob");
    await ada.untilText("hello from bob");
    await ada.get("message", { room, message: "hello bob" });
    const left = await ada.payload("user_left");
    assert.equal([left.username, left.reason], ["bob", "left"]);
    const { code } = await child.exited;
    assert.is(code, 0, child.logs);

    const seen = child.logs
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; data: unknown });
    assert.equal(seen[0], {
      event: "room_history",
      data: { room, messages: [before.json.message], complete: true },
    });
    const messages = seen.filter(({ event }) => event === "message").map(({ data }) => data);
    assert.equal(
      messages.map((data) => readMessage(data)?.message),
      ["hello from bob", "hello bob"],
    );
    assert.equal(messages, ada.payloads("message"));
    const refused = seen.filter(({ event }) => event === "chat_error").map(({ data }) => data);
    assert.is(refused.length, 1);
    const { event, code: why } = refused[0] as { event: string; code: string };
    assert.equal([event, why], ["message", "invalid_room"]);
    assert.not.ok(seen.some(({ event }) => event === "user_joined"));
  });
}

test.run();
