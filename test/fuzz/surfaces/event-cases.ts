// The cases for Socket.IO's events: requests with spoiled payloads, acknowledgements asked for in every way, and packets that
// are none, in any order on one connection.

import * as fc from "fast-check";

import {
  damaged,
  hostileJson,
  spoiledObject,
  toJsonString,
  word,
} from "../support/hostile-text.ts";
import type { Frame } from "../support/raw-session.ts";
import { anyRequest, requestFields, requestNames, secret } from "../support/requests.ts";

/** One thing that a client sends once it is let in. */
export type Step =
  /** A request: the values behind its name as JSON texts, and the id of the acknowledgement it asks for. */
  | { request: string; values: readonly string[]; ack?: number }
  /** A frame of any kind, the mark of Engine.IO included. */
  | { frame: Frame };

/** What one client does. */
export interface EventCase {
  transport: "websocket" | "polling";
  /** The payload of the packet that opens the namespace, as JSON text. */
  auth: string;
  steps: readonly Step[];
  /** Whether all is sent before the namespace is open. */
  hasty: boolean;
}

/** The id of the acknowledgement that ends a case; the others are smaller. */
export const LAST_ID = 1_000_000;

const RESERVED = ["connect", "connect_error", "disconnect", "disconnecting", "newListener"];
const OBJECT_WORDS = ["__proto__", "constructor", "toString", "hasOwnProperty", "removeListener"];

const ack = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 5 }), weight: 6 },
  { arbitrary: fc.integer({ min: 6, max: LAST_ID - 1 }), weight: 1 },
);

const request: fc.Arbitrary<Step> = fc
  .record(
    { of: anyRequest, more: fc.array(hostileJson, { maxLength: 2 }), ack },
    { requiredKeys: ["of"] },
  )
  .map(({ of, more = [], ack }) => {
    const values = [of.payload, ...more];
    return ack === undefined ? { request: of.name, values } : { request: of.name, values, ack };
  });

const bareRequest: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...requestNames), fc.array(hostileJson, { maxLength: 3 }), ack)
  .map(([name, values, ack]) => ({ request: name, values, ack }));

const packetText = anyRequest.map(({ name, payload }) => `2["${name}",${payload}]`);
const eventName = fc.oneof(
  fc.constantFrom(...RESERVED, ...OBJECT_WORDS).map((name) => JSON.stringify(name)),
  toJsonString(word),
  hostileJson,
);
const oddPacket = fc.oneof(
  damaged(packetText),
  fc.tuple(eventName, hostileJson).map(([name, value]) => `20[${name},${value}]`),
  fc
    .tuple(fc.constantFrom("/admin,", "/,", "/?x=1,", "//,", "/__proto__,"), packetText)
    .map(([namespace, text]) => `2${namespace}${text.slice(1)}`),
  fc
    .tuple(fc.constantFrom("0", "0/admin,", "0/,", "0/constructor,"), hostileJson)
    .map(([open, auth]) => open + auth),
  fc
    .tuple(fc.constantFrom("1", "1/admin,", "30", "399999", "4", "7", ""), hostileJson)
    .map(([head, value]) => `${head}[${value}]`),
  fc
    .tuple(fc.constantFrom("0", "1", "2", "99", "1e9", "-1", ""), packetText)
    .map(([count, text]) => `5${count}-${text.slice(1)}`),
  fc.constantFrom("6", "61-", "61-0[]", "51-", "5", "2", "2[]", "2[", "3[]", "4{}", "40"),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }).map((id) => `2${id}["rooms"]`),
);
const frame: fc.Arbitrary<Step> = fc
  .oneof(
    { arbitrary: oddPacket.map((text) => ({ text: `4${text}` })), weight: 6 },
    {
      arbitrary: fc
        .constantFrom("", "0", "1", "2", "2probe", "3", "3probe", "5", "6", "7", "b", "bAAAA", "b4")
        .map((text) => ({ text })),
      weight: 1,
    },
    {
      arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => ({
        hex: Buffer.from(bytes).toString("hex"),
      })),
      weight: 1,
    },
  )
  .map((frame) => ({ frame }));

const auth = fc.oneof(
  { arbitrary: fc.constant(""), weight: 4 },
  { arbitrary: hostileJson, weight: 1 },
  {
    arbitrary: fc
      .tuple(hostileJson, hostileJson)
      .map(([token, secret]) => `{"token":${token},"secret":${secret}}`),
    weight: 1,
  },
  { arbitrary: secret.map((secret) => `{"secret":"${secret}"}`), weight: 3 },
);

const member: fc.Arbitrary<readonly Step[]> = fc.oneof(
  fc.constant<readonly Step[]>([]),
  spoiledObject(requestFields.join).map((payload) => [
    { request: "join", values: [payload], ack: 0 },
  ]),
);
/** Requests alone, of a member of a room or of nobody: the connection must outlive them. */
const asking = fc
  .tuple(
    member,
    fc.array(fc.oneof({ arbitrary: request, weight: 6 }, bareRequest), { maxLength: 12 }),
  )
  .map(([first, more]) => [...first, ...more]);
/** The same with frames that break the protocol: most of them end the connection. */
const breaking = fc
  .tuple(member, fc.array(fc.oneof({ arbitrary: request, weight: 3 }, frame), { maxLength: 8 }))
  .map(([first, more]) => [...first, ...more]);

/** What a client may do. */
export const eventCases: fc.Arbitrary<EventCase> = fc.record({
  transport: fc.constantFrom("websocket", "websocket", "websocket", "polling"),
  auth,
  steps: fc.oneof({ arbitrary: asking, weight: 3 }, breaking),
  hasty: fc.integer({ min: 0, max: 7 }).map((one) => one === 7),
});

/** The packet of a request. */
export function toText({ request, values, ack }: Exclude<Step, { frame: Frame }>): string {
  return `42${ack ?? ""}[${[JSON.stringify(request), ...values].join()}]`;
}
