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
    ['0{"sid":"x","pingInterval":25000,"pingTimeout":20000}', { type: "open", silenceMs: 45_000 }],
    ["1", { type: "end" }],
    ["2", { type: "ping" }],
    ['40{"sid":"abc"}', { type: "connect", id: "abc" }],
    ["41", { type: "end" }],
    ['42["message",{"id":1}]', { type: "event", event: "message", payload: { id: 1 } }],
    ['4317[{"ok":true}]', { type: "answer", request: 17, payload: { ok: true } }],
    ["43[]", { type: "answer", request: 0, payload: undefined }],
    [
      '44{"message":"no","data":{"code":"unauthorized"}}',
      { type: "refused", error: { message: "no", data: { code: "unauthorized" } } },
    ],
    ["6", { type: "other" }],
    ["45", { type: "other" }],
    ["", { type: "other" }],
  ];
  for (const [frame, packet] of packets) assert.equal(readPacket(frame), packet, frame);
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
        assert.type(readPacket(text).type, "string");
      } catch (error) {
        assert.instance(error, Error);
      }
    }),
  );
});

test.run();
