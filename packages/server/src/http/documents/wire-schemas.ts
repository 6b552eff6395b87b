// The payloads of the wire as JSON Schema, under the names that the documents refer to them by. Made of the schemas that
// the server parses with.

import {
  MESSAGE_MAX,
  ROOM_NAME_MAX,
  USERNAME_MAX,
  type RequestName,
  type ServerToClientEvents,
} from "@chat/protocol";
import * as wire from "@chat/protocol/schemas";
import { type JsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";

/** Where a schema of a name stands in both documents. */
export interface Reference {
  $ref: string;
}

const events = Object.entries(wire.eventSchemas);
const requests = Object.entries(wire.requestSchemas);
const answers = Object.entries(wire.answerSchemas);

/** The first name of a schema counts: an event whose payload is a message refers to `Message`. */
const named: Record<string, GenericSchema> = {
  RoomName: wire.roomName,
  Username: wire.username,
  MessageText: wire.messageText,
  Nonce: wire.nonce,
  MessageId: wire.messageId,
  Timestamp: wire.timestamp,
  ErrorCode: wire.errorCode,
  Error: wire.wireError,
  Message: wire.message,
  RoomHistory: wire.roomHistory,
  RoomSummary: wire.roomSummary,
  Post: wire.postBody,
  Moderation: wire.moderationBody,
  Moderated: wire.moderated,
  Stats: wire.stats,
  HandshakeAuth: wire.handshakeAuth,
};
for (const [name, schema] of requests) named[`${toPascalCase(name)}Request`] = schema;
for (const [name, schema] of [
  ...answers.map(([event, schema]) => [`${toPascalCase(event)}Answer`, schema] as const),
  ...events.map(([event, schema]) => [`${toPascalCase(event)}Event`, schema] as const),
]) {
  if (!Object.values(named).includes(schema)) named[name] = schema;
}

const NAME_PATTERN = String.raw`^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}\-_.]*$`;

/** What JSON Schema has no word for in the schemas themselves: rules that are functions there. */
const overrides = new Map<GenericSchema, JsonSchema>([
  [wire.roomName, toNameSchema(ROOM_NAME_MAX)],
  [wire.username, toNameSchema(USERNAME_MAX)],
  [
    wire.messageText,
    {
      type: "string",
      minLength: 1,
      description: `1 to ${MESSAGE_MAX} code points after clean-up, something visible among them.`,
    },
  ],
  [
    wire.timestamp,
    {
      type: "string",
      format: "date-time",
      description: "ISO 8601, UTC, milliseconds, ending in Z.",
    },
  ],
]);

/** The schemas by their names, for `components.schemas`. */
export function toSchemas(target: "draft-07" | "draft-2020-12"): Record<string, JsonSchema> {
  return toJsonSchemaDefs(named, {
    target,
    typeMode: "input",
    overrideSchema: ({ valibotSchema }) => overrides.get(valibotSchema as GenericSchema),
    overrideRef: ({ referenceId }) => toReference(referenceId).$ref,
  });
}

/** Where the schema of a name stands. */
export function toReference(name: string): Reference {
  return { $ref: `#/components/schemas/${name}` };
}

/** Where the payload of a request stands. */
export function requestReference(name: RequestName): Reference {
  return referenceTo(wire.requestSchemas[name]);
}

/** Where the answer to a request stands, as it is besides `ok`. */
export function answerReference(name: RequestName): Reference {
  return referenceTo(wire.answerSchemas[name]);
}

/** Where the payload of an event stands. */
export function eventReference(name: keyof ServerToClientEvents): Reference {
  return referenceTo(wire.eventSchemas[name]);
}

function referenceTo(schema: GenericSchema): Reference {
  const name = Object.keys(named).find((key) => named[key] === schema);
  return toReference(name ?? "");
}

function toNameSchema(max: number): JsonSchema {
  return {
    type: "string",
    minLength: 1,
    maxLength: max,
    pattern: NAME_PATTERN,
    description: `1 to ${max} code points, in NFC, nothing invisible.`,
  };
}

/** `room_history` as `RoomHistory`. */
function toPascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
