// TLS in front of the server, by the configurations in deploy/ and the real programs: what people and programs do works
// through it, and the server sees who they are.

import { readFileSync } from "node:fs";
import { request } from "node:https";
import { get } from "node:http";

import { type Socket, io } from "socket.io-client";
import * as assert from "uvu/assert";

import { startCaddy } from "../test-support/caddy.ts";
import { makeCertificate } from "../test-support/certificate.ts";
import type { Need } from "../test-support/needs.ts";
import { type CertificateFiles, startTlsNginx } from "../test-support/nginx.ts";
import { type Server, startServer } from "../test-support/server.ts";
import { suite } from "../test-support/suite.ts";

/** What stands in front, as far as the rules below need it. */
interface Front {
  url: string;
  port: number;
  stop(): Promise<void>;
}

const TOKEN = "a-token-of-the-tls-test";
const LIMITS = "posts-per-address=1/0.001";

function describeFront(
  title: string,
  need: Need,
  start: (serverPort: number, files: CertificateFiles) => Promise<Front>,
): void {
  const test = suite(title, { needs: [need, "openssl"] });
  const sockets: Socket[] = [];
  let server: Server;
  let front: Front;
  let certificate: string;

  test.before(async () => {
    const files = makeCertificate();
    certificate = readFileSync(files.certificate, "utf8");
    server = await startServer({ env: { CHAT_TOKEN: TOKEN, TRUST_PROXY: "loopback", LIMITS } });
    front = await start(server.port, files);
  });

  test.after(async () => {
    for (const socket of sockets) socket.disconnect();
    await front?.stop();
    await server?.stop();
  });

  const ask = (path: string, headers: Record<string, string> = {}, body?: string) =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
      (resolve, reject) => {
        const method = body === undefined ? "GET" : "POST";
        const options = { method, headers, ca: certificate, agent: false as const };
        const sent = request(`${front.url}${path}`, options, (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => (text += part));
          response.once("end", () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          });
        });
        sent.once("error", reject);
        sent.end(body);
      },
    );

  for (const transport of ["websocket", "polling"] as const) {
    test(`people chat through it over ${transport}, and pages of its own origin may`, async () => {
      const socket = io(front.url, {
        forceNew: true,
        transports: [transport],
        auth: { token: TOKEN },
        ca: certificate,
        extraHeaders: { Origin: front.url },
      } as Parameters<typeof io>[1]);
      sockets.push(socket);
      const room = `tls-${transport}`;
      const refused = new Promise<never>((_, reject) => socket.once("connect_error", reject));
      const joined = socket.emitWithAck("join", { room, username: "ada" }) as Promise<unknown>;
      await Promise.race([joined, refused]);
      const heard = new Promise<{ message: string }>((resolve) => socket.once("message", resolve));
      const answer: unknown = await socket.emitWithAck("message", { room, message: "over TLS" });
      assert.is((answer as { ok: boolean }).ok, true);
      assert.is((await heard).message, "over TLS");
    });
  }

  test("pages of another origin may not", async () => {
    const Origin = "https://evil.example";
    const { status } = await ask("/api/rooms", { Authorization: `Bearer ${TOKEN}`, Origin });
    assert.is(status, 403);
  });

  test("the page asks browsers to come back over TLS, with the server's own headers", async () => {
    const { status, headers } = await ask("/");
    assert.is(status, 200);
    assert.is(headers["strict-transport-security"], "max-age=31536000");
    assert.match(String(headers["content-security-policy"]), /require-trusted-types-for/);
    assert.is(headers["x-content-type-options"], "nosniff");
  });

  test("what a client claims of its own address is not believed", async () => {
    const post = (address: string) =>
      ask(
        "/api/rooms/tls/messages?username=ci",
        {
          Authorization: `Bearer ${TOKEN}`,
          "Content-Type": "text/plain",
          "X-Forwarded-For": address,
        },
        "hello",
      );
    assert.is((await post("192.0.2.1")).status, 201);
    // Were the claims believed, these would be three clients with a right of their own.
    assert.is((await post("192.0.2.2")).status, 429);
    assert.is((await post("192.0.2.3, 192.0.2.4")).status, 429);
  });

  test("a body beyond the bound is refused", async () => {
    const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "text/plain" };
    const path = "/api/rooms/tls/messages?username=ci";
    const status = await ask(path, headers, "x".repeat(300_000)).then(
      (answer) => answer.status,
      // Refused before all of it was sent.
      () => 413,
    );
    assert.ok(status === 413 || status === 429, String(status));
  });

  test.run();
}

describeFront("TLS by nginx", "nginx", startTlsNginx);

const plain = suite("plain HTTP before TLS by nginx", { needs: ["nginx", "openssl"] });

plain("whoever comes without TLS is sent to it", async () => {
  const front = await startTlsNginx(1, makeCertificate());
  try {
    const location = await new Promise<string | undefined>((resolve, reject) => {
      get(`${front.plainUrl}/stats?x=1`, (response) => {
        response.resume();
        assert.is(response.statusCode, 308);
        resolve(response.headers.location);
      }).once("error", reject);
    });
    assert.is(location, "https://chat.example/stats?x=1");
  } finally {
    await front.stop();
  }
});

plain.run();

describeFront("TLS by Caddy", "caddy", startCaddy);
