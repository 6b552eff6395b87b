// Limits behind a real nginx with the repository's configuration: they hold for each client, by the address that nginx
// saw, whatever a client writes into the header itself.

import { request } from "node:http";

import { io } from "socket.io-client";
import * as assert from "uvu/assert";

import { type Nginx, startNginx } from "../test-support/nginx.ts";
import { type Server, startServer } from "../test-support/server.ts";
import { suite } from "../test-support/suite.ts";

const test = suite("limits behind nginx", { needs: ["nginx"] });

const CLIENTS = ["127.0.0.2", "127.0.0.3"] as const;
let server: Server;
let nginx: Nginx;

test.before(async () => {
  const LIMITS = "posts-per-address=2/0.01,connects-per-address=1/0.01";
  server = await startServer({ env: { TRUST_PROXY: "1", LIMITS } });
  nginx = await startNginx([server.port, server.port, server.port]);
});

test.after(async () => {
  await nginx.stop();
  await server.stop();
});

/** The status of a post through nginx, from an address of this machine. */
async function post(localAddress: string, forwardedFor: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${nginx.url}/api/rooms/general/messages?username=ci`, {
      method: "POST",
      localAddress,
      agent: false,
      headers: { "Content-Type": "text/plain", "X-Forwarded-For": forwardedFor },
    });
    asked.once("error", reject);
    asked.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.end("x");
  });
}

test("each client has its own limit over HTTP, and cannot make itself another", async () => {
  for (const client of CLIENTS) {
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push(await post(client, `192.0.2.${i}, 198.51.100.${i}`));
    assert.equal(statuses, [201, 201, 429, 429], client);
  }
});

test("each client has its own limit over WebSocket", async () => {
  for (const localAddress of CLIENTS) {
    const outcomes: string[] = [];
    for (let i = 0; i < 2; i++) {
      const options = { transports: ["websocket"], forceNew: true, reconnection: false };
      // Of Node's client alone: it goes to the socket as it is.
      const socket = io(nginx.url, { ...options, localAddress } as object);
      outcomes.push(
        await new Promise((resolve) => {
          socket.once("connect", () => resolve("connected"));
          socket.once("connect_error", (error: Error & { data?: { code?: string } }) => {
            resolve(error.data?.code ?? error.message);
          });
        }),
      );
      socket.disconnect();
    }
    assert.equal(outcomes, ["connected", "rate_limited"], localAddress);
  }
});

test.run();
