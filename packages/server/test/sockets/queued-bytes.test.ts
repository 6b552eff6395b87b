// What waits for somebody who does not read can be seen while it waits.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { eventually } from "../support/eventually.ts";
import { ask } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("queued bytes", { timeoutMs: 40_000 });
const connections = new Connections();
let server: TestServer;

test.before(async () => {
  server = await runServer({ RATE_LIMITS: "off" });
});

test.after(async () => {
  connections.closeAll();
  await server.close();
});

async function queuedBytes(): Promise<number> {
  const { text } = await ask(server.url, "/metrics");
  return Number(/^chat_send_queue_bytes (\d+)$/m.exec(text)?.[1]);
}

test("what a connection has not read is counted, and is not once it has", async () => {
  const writer = await connections.join(server.url, "ada");
  const reader = await connections.join(server.url, "bob");
  assert.is(await queuedBytes(), 0);
  const transport = reader.socket.io.engine.transport as unknown as {
    ws: { _socket: { pause(): void; resume(): void } };
  };
  transport.ws._socket.pause();
  const message = "x".repeat(4_000);
  await eventually(async () => {
    const posts = Array.from({ length: 20 }, () =>
      writer.get("message", { room: "general", message }),
    );
    await Promise.all(posts);
    assert.ok((await queuedBytes()) > 1_000);
  }, 30_000);
  transport.ws._socket.resume();
  await eventually(async () => assert.is(await queuedBytes(), 0));
});

test.run();
