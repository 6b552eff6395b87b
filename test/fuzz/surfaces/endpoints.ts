// The fuzzing of every endpoint: paths, queries, header fields and bodies that nearly fit, sent as bytes so that nothing is
// tidied up on the way. Judges that what is answered is JSON of the protocol with a fitting status.

import * as fc from "fast-check";

import type { RequestName } from "@chat/protocol";
import { judgeAnswer, judgeRefusal } from "../support/answers.ts";
import { badText, damaged, hostileJson, spoiledObject, word } from "../support/hostile-text.ts";
import { type RawAnswer, converse } from "../support/raw-http.ts";
import { HONEST_ROOM, SECRETS, requestFields } from "../support/requests.ts";
import type { Surface } from "../support/surface.ts";
import { Violation } from "../support/violation.ts";

/** One request, as text of which every character is one byte. */
export interface EndpointCase {
  method: string;
  target: string;
  headers: readonly string[];
  body: string;
}

const ENDED_WITHIN_MS = 5_000;
/** What Node answers itself, with no body, to what is no HTTP or too much of it. */
const ANSWERED_BY_NODE = new Set([400, 408, 413, 414, 431, 417]);

const segment = fc.oneof(
  { arbitrary: fc.oneof(word, fc.constant("fuzz-1")).map(encodeURIComponent), weight: 8 },
  {
    arbitrary: fc.constantFrom(
      "%",
      "%zz",
      "%00",
      "%c0%af",
      "%ff",
      "..",
      "%2e%2e",
      "a%2fb",
      "a%0d%0ab",
    ),
    weight: 2,
  },
  {
    arbitrary: badText.map((text) =>
      toBytes(encodeURI(Buffer.from(text).toString())).slice(0, 9_000),
    ),
    weight: 2,
  },
);
const readSegment = fc.oneof(segment, fc.constant(HONEST_ROOM));
const number = fc.constantFrom(
  "",
  "0",
  "1",
  "50",
  "101",
  "-1",
  "1e9",
  "9".repeat(17),
  "NaN",
  "%31",
);
const queryKey = fc.constantFrom("limit", "before", "after", "username", "__proto__", "a[b]", "%");
const query = fc
  .array(fc.tuple(queryKey, fc.oneof(number, segment)), { maxLength: 4 })
  .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.map((pair) => pair.join("=")).join("&")}`));

const reading = fc.oneof(
  fc.constantFrom("/", "/stats", "/api/rooms", "/metrics", "/healthz", "/readyz", "/favicon.svg"),
  fc
    .tuple(readSegment, fc.constantFrom("history", "members"))
    .map(([room, what]) => `/api/rooms/${room}/${what}`),
  fc
    .array(fc.oneof(segment, fc.constantFrom("api", "rooms", "assets", "socket.io", "")), {
      maxLength: 5,
    })
    .map((parts) => `/${parts.join("/")}`),
  fc.constantFrom(
    "*",
    "//stats",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/package.json",
    "/index.html/",
  ),
  fc.constantFrom("http://other/stats", "/stats#a", "/STATS", "/.env", "/assets/..\\..\\x"),
);
const posting = segment.map((room) => `/api/rooms/${room}/messages`);

const postBody = spoiledObject(
  Object.fromEntries(Object.entries(requestFields.message).filter(([name]) => name !== "room")),
);
const body = fc
  .oneof(
    { arbitrary: postBody, weight: 8 },
    { arbitrary: damaged(postBody), weight: 2 },
    { arbitrary: hostileJson, weight: 2 },
    { arbitrary: badText, weight: 1 },
    { arbitrary: fc.constantFrom("", "a".repeat(120_000), "\u{feff}{}"), weight: 1 },
  )
  .map((text) => Buffer.from(text).toString("latin1"));
const brokenBody = fc
  .uint8Array({ maxLength: 60 })
  .map((bytes) => Buffer.from(bytes).toString("latin1"));

const header = fc.oneof(
  fc
    .constantFrom(
      ...[
        "application/json",
        "text/plain",
        "application/json; charset=utf-16",
        "text/plain; charset=",
      ],
      ...[
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=",
        "text/html",
        "json",
        ";",
      ],
    )
    .map((type) => `Content-Type: ${type}`),
  fc
    .constantFrom("gzip", "br", "deflate", "zstd", "x", "gzip, gzip")
    .map((one) => `Content-Encoding: ${one}`),
  fc
    .constantFrom("http://evil.example", "null", "", "http://127.0.0.1", "file://", "\u00ff", "://")
    .map((origin) => `Origin: ${origin}`),
  fc
    .constantFrom(...SECRETS, "short", "\u00ff".repeat(20), "a".repeat(129), " ")
    .map((secret) => `Chat-Secret: ${secret}`),
  fc
    .constantFrom("n1", "n".repeat(65), "\u0001", "__proto__", "")
    .map((key) => `Idempotency-Key: ${key}`),
  fc.constantFrom('"a"', "*", "W/", ",,,,", '"'.repeat(900)).map((tag) => `If-None-Match: ${tag}`),
  fc
    .constantFrom("Bearer x", "Bearer", "Basic Og==", "\u00ff".repeat(50))
    .map((one) => `Authorization: ${one}`),
  fc
    .constantFrom("127.0.0.1", "::1, 1.2.3.4", "x", ",", "[", "1".repeat(999))
    .map((one) => `X-Forwarded-For: ${one}`),
  fc.constantFrom("bytes=0-", "bytes=9-1", "bytes=-", "x").map((range) => `Range: ${range}`),
  fc.constantFrom("br", "gzip;q=0", "*;q=-1", ",").map((one) => `Accept-Encoding: ${one}`),
  fc.constantFrom(
    "Expect: 100-continue",
    "Expect: x",
    "Upgrade: h2c",
    "X-HTTP-Method-Override: PUT",
  ),
  fc.tuple(word, badText).map(
    ([name, value]) =>
      `X-${name.replace(/[^\w-]/g, "")}: ${toBytes(value)
        .replace(/[\r\n]/g, "")
        .slice(0, 500)}`,
  ),
);
const headers = fc.array(header, { maxLength: 4 });

const cases: fc.Arbitrary<EndpointCase> = fc.oneof(
  fc.record({
    method: fc.oneof(
      { arbitrary: fc.constantFrom("GET", "HEAD"), weight: 6 },
      {
        arbitrary: fc.constantFrom("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "POST"),
        weight: 1,
      },
    ),
    target: fc.tuple(reading, query).map((parts) => parts.join("")),
    headers,
    body: fc.constantFrom("", "", "{}"),
  }),
  fc.record({
    method: fc.constant("POST"),
    target: fc.tuple(posting, query).map((parts) => parts.join("")),
    headers: headers.map((more) => ["Content-Type: application/json", ...more]),
    body: fc.oneof({ arbitrary: body, weight: 6 }, { arbitrary: brokenBody, weight: 1 }),
  }),
);

/** Every endpoint. */
export const endpoints: Surface<EndpointCase> = {
  name: "endpoints",
  cases,
  play: async ({ port }, { method, target, headers, body }) => {
    const lines = [`${method} ${target} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers];
    if (body !== "") lines.push(`Content-Length: ${body.length}`);
    const head = [...lines, "Connection: close", "", ""].join("\r\n");
    const talk = await converse(port, [Buffer.from(head + body, "latin1")], {
      halfClose: false,
      waitMs: ENDED_WITHIN_MS,
    });
    if (!talk.closed) throw new Violation("a request was left without an end", head.slice(0, 500));
    const final = talk.answers.filter(({ status }) => status !== 100);
    // The server may hang up on a body that it does not read before its answer is through.
    if (final.length === 0 && body.length > 100_000) return;
    const [answer] = final;
    if (final.length !== 1 || answer === undefined) {
      throw new Violation("a request has one answer", [
        final.length,
        talk.rest,
        head.slice(0, 300),
      ]);
    }
    judge(answer, method, target);
  },
};

function judge(answer: RawAnswer, method: string, target: string): void {
  const { status, headers, body } = answer;
  // The WebSocket side has answers of its own library, whose form clients know.
  if (/^(?:\w+:\/\/[^/]*)?\/socket\.io(?:[/?]|$)/.test(target)) {
    if (status >= 500) throw new Violation("a fault behind /socket.io", [status, body]);
    return;
  }
  if (status >= 400 && body === "" && (method === "HEAD" || ANSWERED_BY_NODE.has(status))) return;
  if (headers.get("x-content-type-options") !== "nosniff") {
    throw new Violation("an answer lacks the security headers", [status, ...headers]);
  }
  if (status >= 400) return judgeRefusal(status, parse(body));
  if (![200, 201, 204, 206, 304].includes(status)) throw new Violation("an odd status", status);
  const same = SAME.find(([one, pattern]) => one === method && pattern.test(target));
  if (same !== undefined && status < 300) judgeAnswer(same[2], parse(body));
  const isJson = headers.get("content-type")?.startsWith("application/json") === true;
  if (isJson && method !== "HEAD" && parse(body) === undefined) {
    throw new Violation("what is said to be JSON is none", body);
  }
}

/** The requests whose answers those of some endpoints are. */
const SAME: readonly [method: string, target: RegExp, name: RequestName][] = [
  ["GET", /^\/api\/rooms(?:[?#]|$)/, "rooms"],
  ["GET", /^\/api\/rooms\/[^/?#]+\/history(?:[?#]|$)/, "history"],
  ["GET", /^\/api\/rooms\/[^/?#]+\/members(?:[?#]|$)/, "members"],
  ["POST", /^\/api\/rooms\/[^/?#]+\/messages(?:[?#]|$)/, "message"],
];

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The UTF-8 of a text, each byte as one character. */
function toBytes(text: string): string {
  return Buffer.from(text)
    .toString("latin1")
    .replace(/[\0-\x20]/g, "");
}
