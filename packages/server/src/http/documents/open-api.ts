// The HTTP side as an OpenAPI 3.1 document.

import { HTTP_PAGE_DEFAULT, PAGE_MAX, SECRET_SHAPE, chatErrorCodes } from "@chat/protocol";

import { HTTP_STATUS } from "../errors.ts";
import { answerReference, toReference, toSchemas } from "./wire-schemas.ts";

const json = (schema: object) => ({ "application/json": { schema } });
const ROOM = { name: "room", in: "path", required: true, schema: toReference("RoomName") };
const SECRET = {
  name: "Chat-Secret",
  in: "header",
  description: "What makes the name one's own.",
  schema: { type: "string", pattern: SECRET_SHAPE.source },
};
const PASSWORD = {
  name: "Chat-Room-Password",
  in: "header",
  description: "Of a private room, percent-encoded.",
  schema: { type: "string" },
};
const OPEN = { security: [] };
const GUARDED = [400, 401, 403, 429, 500, 503];
const STATE = { type: "object", properties: { status: { type: "string" } }, required: ["status"] };

/** The document. `version` is the server's. */
export function createOpenApi(version: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "chat",
      version,
      description: "What is asked once, by scripts. What is live goes over Socket.IO.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    // Where the server asks for no token, none is needed.
    security: [{}, { token: [] }],
    paths: createPaths(),
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "The server's token, if it has one.",
        },
      },
      schemas: {
        ...toSchemas("draft-2020-12"),
        Failure: {
          type: "object",
          properties: { error: toReference("Error") },
          required: ["error"],
        },
      },
      responses: Object.fromEntries(
        [...new Set(Object.values(HTTP_STATUS))]
          .sort((a, b) => a - b)
          .map((status) => [
            `E${status}`,
            {
              description: chatErrorCodes.filter((code) => HTTP_STATUS[code] === status).join(", "),
              ...(status === 429 && {
                headers: { "Retry-After": { description: "seconds", schema: { type: "integer" } } },
              }),
              content: json(toReference("Failure")),
            },
          ]),
      ),
    },
  };
}

function createPaths(): object {
  return {
    "/": {
      get: {
        ...OPEN,
        ...describe("page", "The web page."),
        responses: toResponses("The page.", { "text/html": {} }, [503]),
      },
    },
    "/stats": {
      get: {
        ...describe("stats", "Rooms with their members, connections, uptime, store, node."),
        responses: toResponses("How the server does.", json(toReference("Stats")), GUARDED),
      },
    },
    "/api/rooms": {
      get: {
        ...describe("rooms", "The rooms that have members or a history."),
        responses: toResponses("The latest active first.", json(answerReference("rooms")), GUARDED),
      },
    },
    "/api/rooms/{room}/history": {
      parameters: [ROOM],
      get: {
        ...describe("history", "A part of a room's history, oldest first."),
        parameters: [
          PASSWORD,
          query("limit", {
            type: "integer",
            minimum: 1,
            maximum: PAGE_MAX,
            default: HTTP_PAGE_DEFAULT,
          }),
          query("before", toReference("MessageId")),
          query("after", toReference("MessageId")),
        ],
        responses: {
          ...toResponses("The messages.", json(answerReference("history")), GUARDED),
          304: { description: "As the ETag in If-None-Match has it." },
        },
      },
    },
    "/api/rooms/{room}/members": {
      parameters: [ROOM],
      get: {
        ...describe("members", "Who is in a room."),
        parameters: [PASSWORD],
        responses: toResponses("In code point order.", json(answerReference("members")), GUARDED),
      },
    },
    "/api/rooms/{room}/messages": {
      parameters: [ROOM],
      post: {
        ...describe(
          "post",
          "Posts; answered once the store has it, and heard by everyone in the room.",
        ),
        parameters: [
          {
            name: "Idempotency-Key",
            in: "header",
            description: "The nonce: makes it safe to ask again.",
            schema: toReference("Nonce"),
          },
          SECRET,
          PASSWORD,
          { ...query("username", toReference("Username")), description: "For text/plain." },
        ],
        requestBody: {
          required: true,
          content: { ...json(toReference("Post")), "text/plain": { schema: { type: "string" } } },
        },
        responses: {
          201: { description: "It is stored.", content: json(answerReference("message")) },
          ...toFailures([...GUARDED, 409, 413]),
        },
      },
    },
    "/api/rooms/{room}/moderation": {
      parameters: [ROOM],
      post: {
        ...describe(
          "moderate",
          "Does what operators alone may do; everyone in the room hears of it.",
        ),
        parameters: [SECRET],
        requestBody: { required: true, content: json(toReference("Moderation")) },
        responses: {
          ...toResponses("It is done.", json(answerReference("moderate")), GUARDED),
          ...toFailures([404, 409, 413]),
        },
      },
    },
    "/healthz": {
      get: {
        ...OPEN,
        ...describe("healthz", "Whether the process lives."),
        responses: toResponses("It does.", json(STATE), []),
      },
    },
    "/readyz": {
      get: {
        ...OPEN,
        ...describe("readyz", "Whether the server can serve."),
        responses: toResponses("It can.", json(STATE), [503]),
      },
    },
    "/metrics": {
      get: {
        ...describe("metrics", "Numbers for Prometheus."),
        responses: toResponses("In the text format.", { "text/plain": {} }, [401, 403, 500]),
      },
    },
    "/api/openapi.json": { get: describeDocument("openapi", "This document.") },
    "/api/asyncapi.json": {
      get: describeDocument("asyncapi", "The Socket.IO side, as AsyncAPI 3."),
    },
  };
}

function describe(operationId: string, summary: string): object {
  return { operationId, summary };
}

function describeDocument(operationId: string, summary: string): object {
  const content = json({ type: "object" });
  return {
    ...OPEN,
    ...describe(operationId, summary),
    responses: toResponses(summary, content, []),
  };
}

function query(name: string, schema: object): object {
  return { name, in: "query", schema };
}

function toResponses(description: string, content: object, statuses: readonly number[]): object {
  return { 200: { description, content }, ...toFailures(statuses) };
}

function toFailures(statuses: readonly number[]): object {
  const failures = statuses.map((status) => [
    status,
    { $ref: `#/components/responses/E${status}` },
  ]);
  return Object.fromEntries(failures) as object;
}
