// Posts without waiting for answers, against servers that answer as they like, down to the bytes.

import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { UnreachableError } from "../../src/exit-status.ts";
import { HttpPipe } from "../../src/http/http-pipe.ts";

const test = suite("HttpPipe");
let server: Server;
let pipe: HttpPipe;
/** What came in, over all connections, and how many of those there were. */
let bodies: string[];
let connections: Socket[];

test.before.each(() => {
  bodies = [];
  connections = [];
});
test.after.each(async () => {
  pipe.close();
  for (const socket of connections) socket.destroy();
  server.close();
  await once(server, "close");
});

/** A server that calls back for each post, with its body. */
async function serve(
  heard: (socket: Socket, body: string) => void,
  timeoutMs = 5_000,
): Promise<void> {
  server = createServer((socket) => {
    connections.push(socket);
    socket.on("error", () => {});
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      for (;;) {
        const match = /^POST \S+ HTTP\/1\.1\r\n[^]*?content-length: (\d+)[^]*?\r\n\r\n/.exec(text);
        if (match === null) return;
        const end = match[0].length + Number(match[1]);
        if (text.length < end) return;
        const body = text.slice(match[0].length, end);
        text = text.slice(end);
        bodies.push(body);
        heard(socket, body);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const settings = { server: `http://127.0.0.1:${port}`, user: "u", token: "secret" };
  pipe = new HttpPipe(settings, timeoutMs);
}

function answer(body: string, head = ""): string {
  return `HTTP/1.1 201 Created\r\n${head}content-length: ${body.length}\r\n\r\n${body}`;
}

const post = (n: number): Promise<unknown> => pipe.ask("/x", { n }).then(({ body }) => body["n"]);

test("posts do not wait for answers, and each gets its own, in however many pieces they come", async () => {
  await serve((socket) => {
    if (bodies.length < 3) return;
    const text = bodies.map((body) => answer(body)).join("");
    const half = Math.floor(text.length / 2);
    socket.write(text.slice(0, half), () => socket.write(text.slice(half)));
  });
  assert.equal(await Promise.all([post(1), post(2), post(3)]), [1, 2, 3]);
  assert.is(connections.length, 1);
});

test("answers in chunks are put together, and what comes before an answer is none", async () => {
  await serve((socket) =>
    socket.write(
      "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n" +
        '3\r\n{"n\r\n4\r\n":1}\r\n0\r\n\r\n',
    ),
  );
  assert.equal(await Promise.all([post(1), post(2)]), [1, 1]);
});

test("where the server closes after some answers, the rest goes over another connection, in order", async () => {
  await serve((socket, body) => {
    const last = connections.length === 1 && body === '{"n":2}';
    socket.write(answer(body, last ? "connection: close\r\n" : ""));
    if (last) socket.destroySoon();
  });
  assert.equal(await Promise.all([1, 2, 3, 4].map(post)), [1, 2, 3, 4]);
  assert.is(connections.length, 2);
  assert.equal(bodies.slice(-2), ['{"n":3}', '{"n":4}']);
});

test("a connection that ends without an answer fails all that waits for one", async () => {
  await serve((socket) => socket.destroy());
  const ends = await Promise.allSettled([post(1), post(2)]);
  for (const end of ends) {
    assert.ok(end.status === "rejected" && end.reason instanceof UnreachableError);
  }
});

test("a server that says nothing is given up, and the next post finds another connection", async () => {
  await serve((socket, body) => {
    if (connections.length > 1) socket.write(answer(body));
  }, 50);
  const [end] = await Promise.allSettled([post(1)]);
  assert.ok(end?.status === "rejected" && /no answer within/.test(String(end.reason)));
  assert.is(await post(2), 2);
});

test("a GET has no body, and a token that no header can hold is refused", async () => {
  await serve((socket) => socket.write(answer('{"n":1}')));
  const { port } = server.address() as AddressInfo;
  const settings = { server: `http://127.0.0.1:${port}`, user: "u", token: "a\r\nx: y" };
  const [end] = await Promise.allSettled([new HttpPipe(settings, 1_000).ask("/x")]);
  assert.ok(end?.status === "rejected" && /the token has/.test(String(end.reason)));
  assert.is(connections.length, 0);
  const heard = once(server, "connection").then(([socket]) => once(socket as Socket, "data"));
  void pipe.ask("/y");
  assert.match(
    String(await heard),
    /^GET \/y HTTP\/1\.1\r\n[^]*authorization: Bearer secret\r\n\r\n$/,
  );
});

test("what is no HTTP, or no JSON, is no chat server", async () => {
  await serve((socket) =>
    socket.write(connections.length === 1 ? "220 mail ready\r\n" : answer("<html>")),
  );
  for (const n of [1, 2]) {
    const [end] = await Promise.allSettled([post(n)]);
    assert.ok(end?.status === "rejected" && /no chat server/.test(String(end.reason)), `${n}`);
  }
});

test.run();
