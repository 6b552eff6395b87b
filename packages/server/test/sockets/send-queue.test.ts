// What goes out on a connection that writes down what it is given.

import * as assert from "uvu/assert";
import type { Socket } from "socket.io";

import { suite } from "../../../../test-support/suite.ts";
import { SendQueue, toBroadcast } from "../../src/sockets/send-queue.ts";

const test = suite("SendQueue");

/** A connection on a WebSocket, or one that still polls. */
function create(transport: "websocket" | "polling" = "websocket") {
  const wire: string[] = [];
  const engine: string[] = [];
  const cutOffs: string[] = [];
  const stream = {
    writable: true,
    writableLength: 0,
    write: (data: Buffer) => void wire.push(data.toString("latin1")),
  };
  const conn = {
    readyState: "open",
    upgrading: false,
    writeBuffer: [] as string[],
    transport: { name: transport, writable: true, socket: { _socket: stream } },
    write: (packet: string) => void engine.push(packet),
  };
  const queue = new SendQueue({ conn } as unknown as Socket, (_, reason) => cutOffs.push(reason));
  return { queue, wire, engine, conn, stream, cutOffs };
}

const frames = (...packets: string[]) => toBroadcast(packets).frames.toString("latin1");

test("what is held leaves when it is released, in one write", () => {
  const { queue, wire } = create();
  queue.hold("one");
  queue.hold("two");
  assert.equal(wire, []);
  queue.release();
  assert.equal(wire, [frames("one", "two")]);
  queue.release();
  assert.is(wire.length, 1);
});

test("what is held leaves before the next packet, in the same write", () => {
  const { queue, wire } = create();
  queue.hold("one");
  queue.sendBroadcast(toBroadcast(["two"]));
  queue.release();
  assert.equal(wire, [frames("one", "two")]);
});

test("an event leaves behind what was held before it", () => {
  const { queue, wire } = create();
  queue.hold("one");
  queue.send("room_history", "{}");
  assert.equal(wire, [frames("one", '2["room_history",{}]')]);
});

test("much that is held does not wait for the end of the turn", () => {
  const { queue, wire } = create();
  const large = "x".repeat(40_000);
  queue.hold(large);
  assert.is(wire.length, 0);
  queue.hold(large);
  assert.is(wire.length, 1);
});

test("while a connection polls, packets go one by one through engine.io, in order", () => {
  const { queue, wire, engine } = create("polling");
  queue.hold("one");
  queue.sendBroadcast(toBroadcast(["two", "three"]));
  assert.equal(engine, ["one", "two", "three"]);
  assert.equal(wire, []);
});

test("behind what engine.io still holds, nothing goes straight to the wire", () => {
  const { queue, wire, engine, conn } = create();
  conn.writeBuffer.push("waiting");
  queue.hold("one");
  queue.release();
  assert.equal(wire, []);
  assert.equal(engine, ["one"]);
});

test("once engine.io's road was taken, the wire is not until that road is empty", () => {
  const { queue, wire, engine, conn, stream } = create();
  queue.sendBroadcast(toBroadcast(["one"]));
  stream.writableLength = 1;
  conn.writeBuffer.push("waiting");
  queue.sendBroadcast(toBroadcast(["two"]));
  stream.writableLength = 0;
  queue.sendBroadcast(toBroadcast(["three"]));
  conn.writeBuffer.length = 0;
  queue.sendBroadcast(toBroadcast(["four"]));
  assert.equal(wire, [frames("one"), frames("four")]);
  assert.equal(engine, ["two", "three"]);
});

for (const [what, close] of [
  ["is closing", ({ conn }: ReturnType<typeof create>) => (conn.readyState = "closing")],
  ["has ended", ({ stream }: ReturnType<typeof create>) => (stream.writable = false)],
] as const) {
  test(`nothing goes straight to the wire of a connection that ${what}`, () => {
    const connection = create();
    connection.queue.sendBroadcast(toBroadcast(["one"]));
    close(connection);
    connection.queue.sendBroadcast(toBroadcast(["two"]));
    assert.equal(connection.wire, [frames("one")]);
  });
}

test("who does not read is cut off, and given nothing more", () => {
  const { queue, wire, stream, cutOffs } = create();
  stream.writableLength = 1_000_001;
  queue.hold("one");
  queue.release();
  assert.equal(cutOffs, ["reads too slowly"]);
  assert.equal(wire, []);
});

test.run();
