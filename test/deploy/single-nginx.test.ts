// One server behind Debian's nginx, by deploy/nginx/single.conf: what people and programs do works through it, and the server knows
// its clients apart.

import { request } from "node:http";

import { type Socket, io } from "socket.io-client";
import * as assert from "uvu/assert";

import { type Nginx, startSingleNginx } from "../../test-support/nginx.ts";
import { type Server, startServer } from "../../test-support/server.ts";
import { suite } from "../../test-support/suite.ts";

const test = suite("one server behind nginx", { needs: ["nginx"] });

const sockets: Socket[] = [];
let server: Server;
let nginx: Nginx;

test.before(async () => {
  const env = { TRUST_PROXY: "loopback", LIMITS: "posts-per-address=1/0.001" };
  server = await startServer({ env });
  nginx = await startSingleNginx(server.port);
});

test.after(async () => {
  for (const socket of sockets) socket.disconnect();
  await nginx.stop();
  await server.stop();
});

function post(text: string, headers: Record<string, string> = {}): Promise<number> {
  const path = `${nginx.url}/api/rooms/general/messages?username=ci`;
  const options = { method: "POST", headers: { "Content-Type": "text/plain", ...headers } };
  return new Promise((resolve, reject) => {
    const sent = request(path, { ...options, agent: false }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    sent.once("error", reject);
    sent.end(text);
  });
}

for (const transport of ["websocket", "polling"] as const) {
  test(`people chat through it over ${transport}, and its own pages may`, async () => {
    const extraHeaders = { Origin: nginx.url };
    const socket = io(nginx.url, { forceNew: true, transports: [transport], extraHeaders });
    sockets.push(socket);
    const refused = new Promise<never>((_, reject) => socket.once("connect_error", reject));
    const join = { room: `nginx-${transport}`, username: "ada" };
    const joined = socket.emitWithAck("join", join) as Promise<{ ok: boolean }>;
    assert.ok((await Promise.race([joined, refused])).ok);
    const heard = new Promise<{ message: string }>((resolve) => socket.once("message", resolve));
    await socket.emitWithAck("message", { room: join.room, message: "through" });
    assert.is((await heard).message, "through");
  });
}

test("the page and the health of the server are behind it too", async () => {
  assert.is((await fetch(`${nginx.url}/healthz`)).status, 200);
  assert.is((await fetch(`${nginx.url}/api/rooms`)).status, 200);
});

test("a client that claims another address is known by its own", async () => {
  assert.is(await post("one"), 201);
  assert.is(await post("two", { "X-Forwarded-For": "203.0.113.9" }), 429);
});

test.run();
