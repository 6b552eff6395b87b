// The cases for the endpoints: paths, queries, header fields and bodies that nearly fit.

import * as fc from "fast-check";

import {
  type Fields,
  badText,
  damaged,
  hostileJson,
  spoiledObject,
  word,
} from "../support/hostile-text.ts";
import { HONEST_ROOM, PASSWORDS, SECRETS, requestFields, secret } from "../support/requests.ts";

/** One request, as text of which every character is one byte. */
export interface EndpointCase {
  method: string;
  target: string;
  headers: readonly string[];
  body: string;
}

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
const someQuery = fc
  .array(fc.tuple(queryKey, fc.oneof(number, segment)), { maxLength: 4 })
  .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.map((pair) => pair.join("=")).join("&")}`));

const query = fc.oneof(fc.constant(""), someQuery);

const reading = fc.oneof(
  fc.constantFrom(
    "/",
    "/stats",
    "/api/rooms",
    "/metrics",
    "/healthz",
    "/readyz",
    "/favicon.svg",
    "/api/openapi.json",
    "/api/asyncapi.json",
  ),
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
const moderating = segment.map((room) => `/api/rooms/${room}/moderation`);

const postBody = spoiledObject(withoutRoom(requestFields.message));
const moderationBody = spoiledObject(withoutRoom(requestFields.moderate));
const toBody = (good: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .oneof(
      { arbitrary: good, weight: 8 },
      { arbitrary: damaged(good), weight: 2 },
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
    .constantFrom(...PASSWORDS, "%", "%ff", "%00", "", "\u00ff")
    .map((password) => `Chat-Room-Password: ${password}`),
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
const headers = fc.oneof(
  { arbitrary: secret.map((one) => [`Chat-Secret: ${one}`]), weight: 2 },
  fc.constant<string[]>([]),
  fc.array(header, { maxLength: 4 }),
);

/** What a client may ask. */
export const endpointCases: fc.Arbitrary<EndpointCase> = fc.oneof(
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
  writing(posting, postBody),
  writing(moderating, moderationBody),
);

/** A post of such a body. */
function writing(path: fc.Arbitrary<string>, good: fc.Arbitrary<string>) {
  return fc.record({
    method: fc.constant("POST"),
    target: fc.tuple(path, query).map((parts) => parts.join("")),
    headers: headers.map((more) => ["Content-Type: application/json", ...more]),
    body: fc.oneof({ arbitrary: toBody(good), weight: 6 }, { arbitrary: brokenBody, weight: 1 }),
  });
}

/** The fields of a request whose room stands in the path. */
function withoutRoom(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== "room"));
}

/** The UTF-8 of a text, each byte as one character. */
function toBytes(text: string): string {
  return Buffer.from(text)
    .toString("latin1")
    .replace(/[\0-\x20]/g, "");
}
