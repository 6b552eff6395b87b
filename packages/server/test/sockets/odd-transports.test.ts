// Uses of the transport that no client makes: they are answered in the protocol's words, or not at all.

import * as assert from "uvu/assert";
import WebSocket from "ws";

import { suite } from "../../../../test-support/suite.ts";
import { ask } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("odd transports");

let server: TestServer;

test.before(async () => {
  server = await runServer();
});

test.after(async () => {
  assert.equal(server.faults, []);
  await server.close();
});

/** Opens a WebSocket and the namespace, sends frames and then an ordinary request; settles with all that came. */
async function hearAnswersTo(...frames: (string | Buffer)[]): Promise<string[]> {
  const url = `${server.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url);
  const heard: string[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("open", () => socket.send("40"));
    socket.on("message", (data) => {
      const text = Buffer.isBuffer(data) ? data.toString() : "";
      heard.push(text);
      if (text.startsWith("40")) for (const one of [...frames, '427["rooms"]']) socket.send(one);
      if (text.startsWith("437")) resolve();
    });
  });
  socket.terminate();
  return heard;
}

test("an acknowledgement with an id that no number holds is not sent: it would be no packet", async () => {
  for (const id of ["9007199254740992", "9".repeat(25), "9".repeat(400)]) {
    const heard = await hearAnswersTo(`42${id}["rooms"]`);
    const acknowledgements = heard.filter((text) => text.startsWith("43"));
    assert.is(acknowledgements.length, 1, `${id}: ${acknowledgements.join(" ")}`);
    assert.match(acknowledgements[0] ?? "", /^437\[\{"ok":true,/);
  }
});

test("a request may name the namespace that it is for, and have more values than anybody asked for", async () => {
  const heard = await hearAnswersTo('42/,5["rooms"]', '426["rooms",{},"more",7]');
  const ids = heard.flatMap((text) => /^43(\d)\[\{"ok":true,/.exec(text)?.[1] ?? []);
  assert.equal(ids, ["5", "6", "7"]);
});

test("attachments are refused: their connection ends, and what it asked for is not done", async () => {
  const message = `{"room":"general","username":"ada","message":"with bytes","x":{"_placeholder":true,"num":0}}`;
  for (const packet of [`451-["message",${message}]`, `451-3["message",${message}]`, "461-0[]"]) {
    assert.equal(
      (await hearAnswersTo(packet, Buffer.from("bytes"))).filter((text) => !/^(?:0|40)/.test(text)),
      [],
    );
  }
  assert.equal((await ask(server.url, "/api/rooms/general/history")).json.messages, []);
});

test("a request of polling by a method that it does not know is refused, and no fault of the server", async () => {
  const path = "/socket.io/?EIO=4&transport=polling";
  const opened = await ask(server.url, path);
  const { sid } = JSON.parse(opened.text.slice(1)) as { sid: string };
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const { status, headers, json } = await ask(server.url, `${path}&sid=${sid}`, { method });
    assert.equal([method, status, json?.error?.code], [method, 405, "method_not_allowed"]);
    assert.is(headers.allow, "GET, POST");
    assert.is(headers["x-content-type-options"], "nosniff");
  }
  assert.is(
    (await ask(server.url, `${path}&sid=${sid}`, { method: "POST", body: "1" })).status,
    200,
  );
});

test.run();
