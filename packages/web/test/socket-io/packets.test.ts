import fc from "fast-check";
import * as assert from "uvu/assert";
import { suite } from "../../../../test-support/suite.ts";
import {
  type Packet,
  readPacket,
  writeConnect,
  writeRequest,
} from "../../src/socket-io/packets.ts";

const test = suite("packets");

test("each packet of the server is read for what it is", () => {
  const packets: [frame: string, packet: Packet][] = [
    [
      '0{"pingInterval":25000,"pingTimeout":20000}',
      { kind: "0", request: 0, payload: { pingInterval: 25_000, pingTimeout: 20_000 } },
    ],
    ["1", { kind: "1", request: 0, payload: {} }],
    ["2", { kind: "2", request: 0, payload: {} }],
    ['40{"sid":"abc"}', { kind: "40", request: 0, payload: { sid: "abc" } }],
    ["41", { kind: "41", request: 0, payload: {} }],
    [
      '42["message",{"id":1,"message":"a\\nb"}]',
      { kind: "42", request: 0, payload: { 0: "message", 1: { id: 1, message: "a\nb" } } },
    ],
    ['4317[{"ok":true}]', { kind: "43", request: 17, payload: { 0: { ok: true } } }],
    ["43[]", { kind: "43", request: 0, payload: {} }],
    ['44{"message":"no"}', { kind: "44", request: 0, payload: { message: "no" } }],
    ["6", { kind: "6", request: 0, payload: {} }],
    ["", { kind: "", request: 0, payload: {} }],
  ];
  for (const [frame, packet] of packets) assert.equal(readPacket(frame), packet, frame);
  for (const frame of ["42null", "0x", "40{"]) assert.throws(() => readPacket(frame), Error, frame);
});

test("what the page sends is what the protocol asks for", () => {
  assert.is(writeConnect({ username: "ada" }), '40{"username":"ada"}');
  assert.is(writeRequest(3, "leave", { room: "ops" }), '423["leave",{"room":"ops"}]');
});

test("whatever arrives is read or refused, and does no more harm than that", () => {
  const frame = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom("0", "40", "42", "43", "431", "44"), fc.json())
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(frame, (text) => {
      try {
        assert.type(readPacket(text).kind, "string");
      } catch (error) {
        assert.instance(error, Error);
      }
    }),
  );
});

test.run();
