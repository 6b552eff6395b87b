// The OpenAPI and the AsyncAPI document: valid by their standards, complete by the code, and true of a server's traffic.

import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";

import asyncApiSchema from "@asyncapi/specs/schemas/3.0.0.json" with { type: "json" };
import { chatErrorCodes } from "@chat/protocol";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Socket, io } from "socket.io-client";

import { type Server, startServer } from "../../../../test-support/server.ts";
import { suite } from "../../../../test-support/suite.ts";
import { HTTP_STATUS } from "../../src/http/errors.ts";
import { requests } from "../../src/sockets/requests.ts";

interface Schemas {
  components: { schemas: Record<string, object> };
}
interface OpenApi extends Schemas {
  paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
}
interface Answer {
  content?: Record<string, { schema?: object }>;
}
interface AsyncApi extends Schemas {
  components: {
    schemas: Record<string, object>;
    messages: Record<string, { payload: object }>;
  };
}

const HOST = "http://documents.test/document";
const test = suite("the documents for programs", { timeoutMs: 30_000 });
let server: Server;
let openApi: OpenApi;
let asyncApi: AsyncApi;

test.before(async () => {
  server = await startServer({ env: { OPERATORS: "olga" } });
  openApi = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as OpenApi;
  asyncApi = (await (await fetch(`${server.url}/api/asyncapi.json`)).json()) as AsyncApi;
});

test.after(async () => {
  await server.stop();
});

test("are valid by OpenAPI 3.1 and AsyncAPI 3", async () => {
  const { valid, errors } = await new Validator().validate({ ...openApi });
  assert.ok(valid, JSON.stringify(errors));
  const ajv = new Ajv({
    strict: false,
    validateFormats: false,
    meta: false,
    validateSchema: false,
  });
  const isAsyncApi = ajv.compile(asyncApiSchema);
  assert.ok(isAsyncApi(asyncApi), JSON.stringify(isAsyncApi.errors?.slice(0, 5)));
});

test("name every request, every error code with its status, and every endpoint", () => {
  const asked = Object.keys(asyncApi.components.messages).filter((name) =>
    name.endsWith(".request"),
  );
  assert.equal(
    asked.sort(),
    Object.keys(requests)
      .map((name) => `${name}.request`)
      .sort(),
  );
  assert.equal(Object.keys(HTTP_STATUS).sort(), [...chatErrorCodes].sort());
  const codes = openApi.components.schemas["ErrorCode"] as { enum: string[] };
  assert.equal(codes.enum, [...chatErrorCodes]);
  const described = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== "parameters")
      .map((method) => `${method} ${path}`),
  );
  for (const route of routesInSources()) assert.ok(described.includes(route), route);
});

test("are answered as a document that may be kept, with a tag", async () => {
  const { headers } = await fetch(`${server.url}/api/openapi.json`);
  assert.match(headers.get("cache-control") ?? "", "max-age");
  const etag = headers.get("etag") ?? "";
  const again = await fetch(`${server.url}/api/openapi.json`, {
    headers: { "If-None-Match": etag, "Cache-Control": "max-age=0" },
  });
  assert.is(again.status, 304);
});

test("describe what every endpoint answers, and its refusals", async () => {
  const posted = await post("ops", { username: "ada", message: "hello", nonce: "n" });
  await expectAsDescribed("post", "/api/rooms/{room}/messages", posted);
  await expectAsDescribed(
    "post",
    "/api/rooms/{room}/messages",
    await post("ops", { message: "x" }),
  );
  await expectAsDescribed("post", "/api/rooms/{room}/messages", await post("ops", tooLong()));
  for (const path of Object.keys(openApi.paths)) {
    if (openApi.paths[path]?.["get"] === undefined) continue;
    const address = `${server.url}${path.replace("{room}", "ops")}`;
    await expectAsDescribed("get", path, await fetch(address));
    if (!path.includes("{room}")) continue;
    await expectAsDescribed(
      "get",
      path,
      await fetch(`${server.url}${path.replace("{room}", "a b")}`),
    );
  }
});

test("describe all that goes over a socket: requests, answers, refusals, events", async () => {
  const ajv = createAjv(new Ajv({ strict: false, allowUnionTypes: true }), asyncApi);
  const seen = new Set<string>();
  const faults: string[] = [];
  const check = (name: string, value: unknown) => {
    const isDescribed = ajv.compile(withHost(asyncApi.components.messages[name]?.payload ?? false));
    seen.add(name);
    // Kept until the end: what is thrown where an event is heard ends the process.
    if (!isDescribed(value)) faults.push(`${name}: ${JSON.stringify([value, isDescribed.errors])}`);
  };
  const [ada, bob] = [await connect(), await connect()];
  for (const socket of [ada, bob]) {
    socket.onAny((event: string, payload: unknown) => {
      check(`${event}.event`, payload);
    });
  }
  const ask = async (socket: Socket, event: string, payload: object) => {
    check(`${event}.request`, payload);
    const answer: unknown = await socket.timeout(5_000).emitWithAck(event, payload);
    check(`${event}.answer`, answer);
    return answer as { ok: boolean };
  };
  assert.ok((await ask(ada, "join", { room: "ops", username: "ada" })).ok);
  assert.ok((await ask(bob, "join", { room: "ops", username: "bob", limit: 3, after: 0 })).ok);
  assert.ok((await ask(ada, "message", { room: "ops", message: "hi", nonce: "m" })).ok);
  assert.ok((await ask(ada, "typing", { room: "ops", typing: true })).ok);
  assert.ok((await ask(ada, "history", { room: "ops", limit: 5 })).ok);
  assert.ok((await ask(ada, "members", { room: "ops" })).ok);
  assert.ok((await ask(ada, "rooms", {})).ok);
  assert.not.ok((await ask(ada, "history", { room: "ops", before: 1, after: 1 })).ok);
  const olga = await connect({ secret: "o".repeat(43) });
  assert.ok((await ask(olga, "join", { room: "ops", username: "olga" })).ok);
  const moderated = heard(bob, "moderated");
  const mute = { room: "ops", action: "mute", username: "ada", seconds: 60, reason: "hush" };
  assert.ok((await ask(olga, "moderate", mute)).ok);
  await moderated;
  assert.not.ok((await ask(bob, "moderate", mute)).ok);
  olga.close();
  const failed = heard(ada, "chat_error");
  ada.emit("leave", { room: "no room" });
  await failed;
  const left = heard(bob, "user_left");
  assert.ok((await ask(ada, "leave", { room: "ops" })).ok);
  await left;
  ada.close();
  bob.close();
  assert.equal(faults, []);
  // What is added to the protocol is to be added here.
  assert.equal([...seen].sort(), Object.keys(asyncApi.components.messages).sort());
});

test("ask for no field that the server does without, and allow none that it refuses", async () => {
  const ajv = createAjv(new Ajv({ strict: false }), asyncApi);
  const isJoin = ajv.compile(withHost({ $ref: "#/components/schemas/JoinRequest" }));
  const rooms = ["a", "Ü-1", "a b", "", "x".repeat(64), "x".repeat(65), "_a", "a\n", 7, undefined];
  const numbers = [undefined, 0, 100, 101, -1, 1.5, "1"];
  const bob = await connect();
  for (const room of rooms) {
    for (const limit of numbers) {
      const payload = JSON.parse(JSON.stringify({ room, username: "bob", limit })) as object;
      const answer = (await bob.timeout(5_000).emitWithAck("join", payload)) as { ok: boolean };
      assert.is(answer.ok, isJoin(payload), JSON.stringify(payload));
    }
  }
  bob.close();
});

test.run();

/** The routes that the sources have, besides what is served from files. */
function routesInSources(): string[] {
  const read = (file: string) =>
    readFileSync(new URL(`../../src/http/${file}`, import.meta.url), "utf8");
  const routed = [...read("api.ts").matchAll(/router\.(get|post|put|delete)\(\s*"([^"]+)"/g)].map(
    ([, method, path]) => `${method} ${path?.replace(/:(\w+)/g, "{$1}")}`,
  );
  const health = [...read("health.ts").matchAll(/ctx\.path === "([^"]+)"/g)].map(
    ([, path]) => `get ${path}`,
  );
  assert.ok(routed.length >= 6 && health.length >= 2);
  return [...routed, ...health, "get /", "get /api/openapi.json", "get /api/asyncapi.json"];
}

async function post(room: string, body: object): Promise<Response> {
  return fetch(`${server.url}/api/rooms/${room}/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

function tooLong(): object {
  return { username: "ada", message: "x".repeat(4_001) };
}

function heard(socket: Socket, event: string): Promise<void> {
  return new Promise((settle) => socket.once(event, () => settle()));
}

async function connect(auth: { secret?: string } = {}): Promise<Socket> {
  const socket = io(server.url, { transports: ["websocket"], forceNew: true, auth });
  await heard(socket, "connect");
  return socket;
}

/** A real answer against the description of its status. */
async function expectAsDescribed(method: string, path: string, response: Response): Promise<void> {
  const where = `${method} ${path}: ${response.status}`;
  const described = openApi.paths[path]?.[method]?.responses[response.status];
  assert.ok(described, `${where} is not described`);
  const answer = resolve(described);
  const type = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
  assert.ok(answer.content !== undefined && type in answer.content, `${where} as ${type}`);
  const schema = answer.content[type]?.schema;
  if (schema === undefined) return;
  const ajv = createAjv(new Ajv2020({ strict: false }), openApi);
  const isDescribed = ajv.compile(withHost(schema));
  const body: unknown = await response.json();
  assert.ok(isDescribed(body), `${where}: ${JSON.stringify([body, isDescribed.errors])}`);
}

function resolve(answer: Answer): Answer {
  const { $ref } = answer as { $ref?: string };
  if ($ref === undefined) return answer;
  const names = $ref.slice("#/".length).split("/");
  return names.reduce<unknown>(
    (at, name) => (at as Record<string, unknown>)[name],
    openApi,
  ) as Answer;
}

function createAjv<T extends Ajv | Ajv2020>(ajv: T, document: Schemas): T {
  addFormats.default(ajv);
  ajv.addSchema({ $id: HOST, components: { schemas: document.components.schemas } });
  return ajv;
}

/** A part of a document as a schema of its own, whose references lead into the document. */
function withHost(schema: object | false): object | boolean {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${HOST}#/`);
  return JSON.parse(text) as object | boolean;
}
