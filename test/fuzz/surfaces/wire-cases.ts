// The cases for the raw transport: WebSocket frames made by hand, Engine.IO in the wrong order, HTTP that two readers would
// read in two ways, heads without end, bytes that are nothing.

import * as fc from "fast-check";

import type { HandMadeFrame } from "../support/hand-made-frame.ts";
import { badText, damaged } from "../support/hostile-text.ts";
import { anyRequest } from "../support/requests.ts";

/** What one connection sends. */
export type WireCase =
  /** Lines of an upgrade, and frames behind it. */
  | { upgrade: readonly string[]; query: string; frames: readonly HandMadeFrame[] }
  /** Requests to the polling side of one session; `{sid}` stands for its id. */
  | { polling: readonly { method: string; query: string; body: string; type: string }[] }
  /** Bytes, a character each, in pieces. */
  | { bytes: readonly string[] }
  /** A request that a proxy and a server may take to end at different places. */
  | { smuggled: string };

/** What a head has to name. */
export const HOST = "Host: 127.0.0.1";

/** What opens the namespace, as any client does. */
const OPENING: HandMadeFrame = {
  fin: true,
  reserved: 0,
  opcode: 1,
  masked: true,
  length: "real",
  payload: "40",
};

const packet = anyRequest.map(({ name, payload }) => `42["${name}",${payload}]`);
const payload = fc.oneof(
  { arbitrary: packet, weight: 4 },
  { arbitrary: damaged(packet), weight: 2 },
  { arbitrary: fc.constantFrom("40", "2probe", "5", "1", "3", "", "41"), weight: 3 },
  { arbitrary: badText, weight: 1 },
);
const toLatin1 = (text: string): string => Buffer.from(text).toString("latin1");
const bytes = fc
  .uint8Array({ maxLength: 120 })
  .map((array) => Buffer.from(array).toString("latin1"));
const brokenUtf8 = fc.constantFrom(
  '42["\u00c3\u0028"]',
  "\u00ed\u00a0\u0080",
  "\u00f8\u0088",
  "\u00c0\u00af",
);

const frame: fc.Arbitrary<HandMadeFrame> = fc.record({
  fin: fc.oneof({ arbitrary: fc.constant(true), weight: 5 }, fc.constant(false)),
  reserved: fc.oneof({ arbitrary: fc.constant(0), weight: 8 }, fc.integer({ min: 1, max: 7 })),
  opcode: fc.oneof(
    { arbitrary: fc.constant(1), weight: 8 },
    { arbitrary: fc.constantFrom(0, 2, 8, 9, 10), weight: 4 },
    fc.constantFrom(3, 7, 11, 15),
  ),
  masked: fc.oneof({ arbitrary: fc.constant(true), weight: 8 }, fc.constant(false)),
  length: fc.oneof(
    { arbitrary: fc.constant("real" as const), weight: 10 },
    fc.constantFrom(
      "longer" as const,
      "shorter" as const,
      "huge" as const,
      "needlessly-long" as const,
    ),
  ),
  payload: fc.oneof(
    { arbitrary: payload.map(toLatin1), weight: 8 },
    { arbitrary: bytes, weight: 1 },
    { arbitrary: brokenUtf8, weight: 1 },
  ),
});

const upgradeLines = fc.oneof(
  {
    arbitrary: fc.constant([
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ]),
    weight: 8,
  },
  fc.subarray([
    "Connection: keep-alive, Upgrade",
    "Upgrade: websocket",
    "Upgrade: h2c",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Version: 99",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Key: short",
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99",
    "Sec-WebSocket-Protocol: ,",
    "Origin: http://evil.example",
    "Content-Length: 5",
  ]),
);
const upgradeQuery = fc.oneof(
  { arbitrary: fc.constant("EIO=4&transport=websocket"), weight: 8 },
  fc.constantFrom(
    ...[
      "EIO=3&transport=websocket",
      "EIO=4&transport=websocket&sid=none",
      "EIO=4&transport=__proto__",
    ],
    ...["", "EIO=4", "transport=constructor&EIO=4", "EIO=4&transport=webtransport", "EIO=4&EIO=4"],
  ),
);

const pollQuery = fc.oneof(
  { arbitrary: fc.constant("EIO=4&transport=polling&sid={sid}"), weight: 8 },
  fc.constantFrom(
    ...[
      "EIO=4&transport=polling",
      "EIO=4&transport=polling&sid=__proto__",
      "EIO=4&sid={sid}&sid={sid}",
    ],
    ...[
      "EIO=4&transport=websocket&sid={sid}",
      "EIO=3&transport=polling&sid={sid}&j=0",
      "sid={sid}",
    ],
    ...["EIO=4&transport=polling&sid={sid}&j=alert(1)", "EIO=4&transport=polling&b64=1&sid={sid}"],
  ),
);
const pollBody = fc.oneof(
  { arbitrary: payload, weight: 4 },
  { arbitrary: fc.array(payload, { maxLength: 6 }).map((all) => all.join("\u001e")), weight: 4 },
  fc.constantFrom("\u001e".repeat(5_000), "b!!!!", `b${"A".repeat(50_000)}`, "4".repeat(110_000)),
  fc.constantFrom("40\u001e40", "1\u001e40", "d=4", "10:4abcdefghi", "40\u001e42"),
);
const poll = fc.record({
  method: fc.oneof(
    { arbitrary: fc.constant("POST"), weight: 6 },
    fc.constantFrom("GET", "PUT", "OPTIONS", "DELETE"),
  ),
  query: pollQuery,
  body: fc.oneof({ arbitrary: pollBody.map(toLatin1), weight: 6 }, bytes),
  type: fc.constantFrom(
    "text/plain;charset=UTF-8",
    "application/octet-stream",
    "application/json",
    "x",
  ),
});

const odd = fc.oneof(
  bytes,
  badText.map(toLatin1),
  fc.constantFrom(
    ...[
      "GET / HTTP/9.9\r\n\r\n",
      "GET /stats\r\n\r\n",
      "\r\n\r\n\r\n",
      "\u0016\u0003\u0001\u0002\u0000",
    ],
    ...[
      `GET / HTTP/1.1\n${HOST}\n\n`,
      `GET / HTTP/1.1\r\n${HOST}\r\n a: folded\r\n\r\n`,
      "PRI * HTTP/2.0\r\n\r\n",
    ],
    ...[
      `GET / HTTP/1.1\r\n${HOST}\r\nX: \u0000\r\n\r\n`,
      `GET / HTTP/1.1\r\n${HOST}\r\nX : y\r\n\r\n`,
    ],
    ...[`GET /stats HTTP/1.1\r\n${HOST}\r\n\r\n`.repeat(200), "GET / HTTP/1.1\r\n\r\n"],
    ...[
      `GET / HTTP/1.1\r\n${HOST}\r\n${"X: y\r\n".repeat(3_000)}\r\n`,
      `GET /${"a".repeat(90_000)} HTTP/1.1\r\n`,
    ],
    ...[
      `GET / HTTP/1.1\r\n${HOST}\r\nX: ${"y".repeat(90_000)}`,
      `POST /api/rooms/a/messages HTTP/1.1\r\n${HOST}\r\n`,
    ],
    ...[
      `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n\r\n`,
      "ping\r\n",
      "EHLO a\r\n",
      "*1\r\n$4\r\nPING\r\n",
    ],
  ),
);

const POST = `POST /api/rooms/fuzz-1/messages HTTP/1.1\r\n${HOST}\r\nContent-Type: application/json\r\n`;
const HIDDEN = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
const smuggled = fc.constantFrom(
  `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  `${POST}Content-Length: 0\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  `${POST}Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  `${POST}Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  `${POST}Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  `${POST}Content-Length: +5\r\n\r\n12345${HIDDEN}`,
  `${POST}Content-Length: 0x5\r\n\r\n12345${HIDDEN}`,
  `${POST}Content-Length: 0,${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  `${POST}Content-Length: ${"9".repeat(30)}\r\n\r\n${HIDDEN}`,
  `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${HIDDEN}`,
  `${POST}Transfer-Encoding: chunked\r\n\r\n5;\n12345\r\n0\r\n\r\n${HIDDEN}`,
  `${POST}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${HIDDEN}`,
);

/** What a client may send. */
export const wireCases: fc.Arbitrary<WireCase> = fc.oneof(
  {
    arbitrary: fc.record({
      upgrade: upgradeLines,
      query: upgradeQuery,
      frames: fc.array(frame, { maxLength: 8 }).map((frames) => [OPENING, ...frames]),
    }),
    weight: 6,
  },
  { arbitrary: fc.record({ polling: fc.array(poll, { minLength: 1, maxLength: 5 }) }), weight: 4 },
  { arbitrary: fc.record({ bytes: fc.array(odd, { minLength: 1, maxLength: 4 }) }), weight: 3 },
  { arbitrary: fc.record({ smuggled }), weight: 1 },
);
