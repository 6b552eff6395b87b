// What the protocol's requests look like where they are right, field by field, for the generators to start from. A new
// event or field belongs here, or nobody fuzzes it.

import { type RequestName, moderationActions } from "@chat/protocol";
import * as fc from "fast-check";

import { type Fields, numberJson, spoiledObject, toJsonString, word } from "./hostile-text.ts";

/** The room in which honest people talk meanwhile. Everything may be asked of it, but nothing is posted there. */
export const HONEST_ROOM = "honest";

/** The secrets of three people, one of whom is an operator where the server has one. */
export const SECRETS = ["a", "b", "c"].map((letter) => letter.repeat(32));

/** The secret of one of them: mostly of the first, who by and by owns most names. */
export const secret: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constant("a".repeat(32)), weight: 6 },
  fc.constantFrom(...SECRETS),
);

/** The name of the operator: whoever of the three uses it first owns it. */
export const OPERATOR = "mallory";

/** What may be a room's password. */
export const PASSWORDS = ["sesame", "swordfish"];

const ROOMS = ["fuzz-1", "fuzz-2", "fuzz-3", "fuzz-4", "fuzz-5"];
const quietRoom = toJsonString(fc.constantFrom(...ROOMS, "general", "constructor"));
const anyRoom = fc.oneof(quietRoom, fc.constant(JSON.stringify(HONEST_ROOM)));
const username = toJsonString(fc.oneof(fc.constantFrom(OPERATOR, "trudy", "eve"), word));
const text = toJsonString(fc.oneof(fc.constantFrom("hello", "line\nline", "\u{1f600}"), word));
const action = toJsonString(
  fc.oneof({ arbitrary: fc.constantFrom(...moderationActions), weight: 9 }, word),
);
const address = toJsonString(fc.oneof(fc.constantFrom("192.0.2.7", "::1", "fe80::/64"), word));
// Whatever was said by anybody is before the latest of these, and behind the first.
const id = fc.oneof(numberJson, fc.constantFrom("null", "4102444800000000"));
const operator = fc.oneof(
  { arbitrary: fc.constant(JSON.stringify(OPERATOR)), weight: 4 },
  username,
);
const password = fc.oneof(
  { arbitrary: toJsonString(fc.constantFrom(...PASSWORDS)), weight: 4 },
  fc.constantFrom("null", '""'),
);
const nonce = toJsonString(fc.constantFrom("n1", "n2", "__proto__", "n".repeat(64)));

/** The fields of each request. */
export const requestFields: { readonly [Name in RequestName]: Fields } = {
  join: { room: anyRoom, username, limit: numberJson, after: id, password },
  leave: { room: anyRoom },
  message: { room: quietRoom, username, message: text, nonce, password },
  history: { room: anyRoom, before: id, limit: numberJson, password },
  members: { room: anyRoom, password },
  rooms: {},
  typing: { room: anyRoom, typing: fc.constantFrom("true", "false") },
  // Not in the honest room: what an operator does there is done by right.
  moderate: {
    ...{ room: quietRoom, operator, action, username, id, reason: text },
    ...{ seconds: numberJson, address, topic: text, password },
  },
};

/** The names of all requests. */
export const requestNames = Object.keys(requestFields) as readonly RequestName[];

/** A request with its payload as JSON text. */
export interface Request {
  name: RequestName;
  payload: string;
}

/** A request, spoiled or not. */
export const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  ...requestNames.map((name) =>
    fc.record({ name: fc.constant(name), payload: spoiledObject(requestFields[name]) }),
  ),
);
