// The one connection against real sockets: how it comes to stand, comes back, and is refused.

import { createServer, type Server as NetServer, type Socket as NetSocket } from "node:net";

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { freePort } from "../../../test-support/free-port.ts";
import { suite } from "../../../test-support/suite.ts";
import type { ChatClient } from "../src/chat-client.ts";
import type { ConnectionState } from "../src/types.ts";
import { inBrowser } from "./support/browser-network.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { Place } from "./support/place.ts";
import { until, untilStatus } from "./support/until.ts";

const test = suite("Connection");
const place = new Place(test);

function history(client: ChatClient): string[] {
  const states: string[] = [];
  client.listen((event) => {
    if (event.type !== "connection") return;
    const { status, error } = event.connection;
    states.push(error === undefined ? status : `${status} ${error.code}`);
  });
  return states;
}

async function errorOf(promise: Promise<unknown>): Promise<ChatError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, ChatError);
  return error as ChatError;
}

test("does nothing before it is told to, then connects", async () => {
  const client = place.client();
  assert.is(client.getSnapshot().connection.status, "idle");
  const states = history(client);
  client.connect();
  client.connect();
  await client.connected(5_000);
  assert.equal(states, ["connecting", "connected"]);
});

test("an address that is none is refused at once, as is a name that no server takes", () => {
  for (const url of ["", "localhost:8000", "ftp://localhost", "http://"]) {
    assert.throws(
      () => place.client({ url }),
      (error: ChatError) => error.code === "invalid_request",
    );
  }
  assert.throws(
    () => place.client({ username: "no name" }),
    (error: ChatError) => error.code === "invalid_username",
  );
});

test("a server that is not there is unreachable, and tried until it is", async () => {
  await place.server.stop();
  const client = place.client();
  client.connect();
  await until(client, ({ connection }) => connection.error?.code === "unreachable");
  assert.is(client.getSnapshot().connection.status, "connecting");
  const error = await errorOf(client.connected(1));
  assert.is(error.code, "unavailable");
  assert.ok(error.message.includes(new URL(place.server.url).host), error.message);
  await place.server.start();
  await untilStatus(client, "connected");
  assert.is(client.getSnapshot().connection.error, undefined);
});

test("a server that does not let the client in is not tried again", async () => {
  place.server.refusal = { code: "unauthorized", message: "This server asks for a token." };
  const client = place.client();
  const states = history(client);
  const joined = errorOf(client.join("general"));
  const { stored } = client.send("general", "hi");
  client.connect();
  assert.is((await errorOf(client.connected(5_000))).code, "unauthorized");
  assert.equal(states, ["connecting", "refused unauthorized"]);
  assert.is((await joined).code, "unauthorized");
  assert.is((await errorOf(stored)).code, "unauthorized");
  const room = client.getSnapshot().rooms.get("general");
  assert.is(room?.status, "refused");
  assert.is(room?.drafts[0]?.state, "failed");
  assert.is((await errorOf(client.join("dev"))).code, "unauthorized");
});

test("a refused client that is told to connect again does, and enters its rooms", async () => {
  place.server.refusal = { code: "unauthorized", message: "This server asks for a token." };
  const client = place.client();
  client.connect();
  client.join("general").catch(() => undefined);
  await untilStatus(client, "refused");
  place.server.refusal = undefined;
  client.connect();
  await until(client, ({ rooms }) => rooms.get("general")?.status === "joined");
});

test("a server that cannot let anybody in for the moment is tried again", async () => {
  place.server.refusal = { code: "unavailable", message: "The server is closing." };
  const client = place.client();
  client.connect();
  await until(client, ({ connection }) => connection.error?.code === "unavailable");
  place.server.refusal = undefined;
  await client.connected(10_000);
});

test("comes back after a cut, after a goodbye of the server, and after its restart", async () => {
  const client = place.client();
  client.connect();
  await client.connected(5_000);
  const losses = [
    async () => place.server.cut(),
    async () => place.server.kick(),
    async () => {
      await place.server.stop();
      await place.server.start();
    },
  ];
  for (const lose of losses) {
    const lost = untilStatus(client, "reconnecting");
    await lose();
    await lost;
    await client.connected(10_000);
  }
});

test("says since when it stands as it does", async () => {
  const clock = new ManualClock();
  const client = place.client({}, clock);
  const states: ConnectionState[] = [];
  client.listen((event) => {
    if (event.type === "connection") states.push(event.connection);
  });
  client.connect();
  await untilStatus(client, "connected");
  await clock.advance(1_000);
  place.server.cut();
  await untilStatus(client, "reconnecting");
  assert.equal(
    states.map(({ since }) => since - 1_700_000_000_000),
    [0, 0, 1_000],
  );
});

test("waits between attempts, and not at all once the network is back", async () => {
  await inBrowser(async (comeOnline) => {
    const clock = new ManualClock();
    const client = place.client({}, clock);
    client.connect();
    await untilStatus(client, "connected");
    place.server.cut();
    await untilStatus(client, "reconnecting");
    // The clock stands still: nothing but the network's word makes the client try.
    comeOnline();
    await untilStatus(client, "connected");
  });
});

test("finds out within seconds that a connection died while the machine slept", async () => {
  const proxy = await startProxy(place.server.url);
  const clock = new ManualClock();
  const client = place.client({ url: proxy.url }, clock);
  client.connect();
  await client.join("general");
  proxy.freeze();
  const slept = Date.now();
  await clock.sleep(60 * 60_000);
  await untilStatus(client, "reconnecting");
  assert.ok(Date.now() - slept < 4_000, `${Date.now() - slept} ms`);
  proxy.thaw();
  await clock.advance(1_000);
  await untilStatus(client, "connected");
  await client.close();
  await proxy.stop();
});

test("a connection that is alive after waking is kept", async () => {
  const clock = new ManualClock();
  const client = place.client({}, clock);
  client.connect();
  await client.join("general");
  const states = history(client);
  await clock.sleep(60 * 60_000);
  await place.server.awaitRequest("members");
  await client.rooms();
  await clock.sleep(60 * 60_000);
  await place.server.awaitRequest("members", 2);
  await client.rooms();
  assert.equal(states, []);
});

test("asks nothing of a server it is not connected to", async () => {
  const client = place.client();
  assert.is((await errorOf(client.rooms())).code, "unavailable");
});

test("a request that is not answered in time fails, and one that breaks off fails at once", async () => {
  const client = place.client();
  client.connect();
  await client.connected(5_000);
  place.server.script = (event) => (event === "rooms" ? "silence" : undefined);
  const asked = errorOf(client.rooms());
  await place.server.awaitRequest("rooms");
  place.server.cut();
  assert.is((await asked).code, "unavailable");
});

test("a server under a path is reached under that path", async () => {
  const client = place.client({ url: `${place.server.url}/chat/` });
  client.connect();
  await until(client, ({ connection }) => connection.error !== undefined);
  assert.is(client.getSnapshot().connection.error?.code, "unreachable");
  assert.ok(
    place.server.paths.every((path) => path.startsWith("/chat/socket.io/")),
    place.server.paths.join(),
  );
  assert.ok(place.server.paths.length > 0);
});

test("is closed for good", async () => {
  const client = place.client();
  client.connect();
  await client.connected(5_000);
  await client.close();
  client.connect();
  assert.is(client.getSnapshot().connection.status, "closed");
  assert.is((await errorOf(client.connected(1_000))).code, "unavailable");
  assert.is((await errorOf(client.join("general"))).code, "unavailable");
});

/** A TCP proxy that can stop passing bytes without closing anything, as a network does that went away. */
async function startProxy(
  target: string,
): Promise<{ url: string; freeze: () => void; thaw: () => void; stop: () => Promise<void> }> {
  const { connect } = await import("node:net");
  const sockets = new Set<NetSocket>();
  let frozen = false;
  const proxy: NetServer = createServer((near) => {
    const far = connect(Number(new URL(target).port), "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => frozen || to.write(data));
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    freeze: () => (frozen = true),
    thaw: () => (frozen = false),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

test.run();
