// HTTP without a client that tidies up: bytes go out as they are given, and what comes back is read into answers. Knows
// as much of HTTP as the server's own answers need.

import { request } from "node:http";
import { connect } from "node:net";

/** An answer as it came. */
export interface RawAnswer {
  status: number;
  /** By their names in small letters. */
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** What came of bytes that were sent. */
export interface Conversation {
  answers: readonly RawAnswer[];
  /** What came and is no answer. */
  rest: string;
  /** Whether the server ended the connection in the time it had. */
  closed: boolean;
}

/** Sends an ordinary request. Rejects where there is no answer. */
export function exchange(
  port: number,
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const options = { port, host: "127.0.0.1", method, path, agent: false };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const { statusCode: status = 0 } = response;
        resolve({ status, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/**
 * Sends bytes in these pieces, each in a write of its own, and settles once the server has ended the connection.
 *
 * @param halfClose whether it is said that nothing more comes: Node then answers no request that it still works on
 * @param waitMs how long the server may take; the connection is ended then
 */
export function converse(
  port: number,
  pieces: readonly Buffer[],
  { halfClose, waitMs }: { halfClose: boolean; waitMs: number },
): Promise<Conversation> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let closed = true;
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => {
      for (const piece of pieces) socket.write(piece);
      if (halfClose) socket.end();
    });
    socket.setTimeout(waitMs, () => {
      closed = false;
      socket.destroy();
    });
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.once("close", () => {
      resolve({ ...readAnswers(Buffer.concat(chunks).toString("latin1")), closed });
    });
  });
}

function readAnswers(bytes: string): Pick<Conversation, "answers" | "rest"> {
  const answers: RawAnswer[] = [];
  let rest = bytes;
  for (;;) {
    const head = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (head === null) return { answers, rest };
    const headers = new Map(
      (head[2] ?? "")
        .split("\r\n")
        .filter((line) => line.includes(":"))
        .map((line) => {
          const colon = line.indexOf(":");
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
    );
    const status = Number(head[1]);
    rest = rest.slice(head[0].length);
    const [body, left] = status === 101 ? ["", ""] : takeBody(rest, headers);
    answers.push({ status, headers, body: Buffer.from(body, "latin1").toString() });
    // Behind a change of protocols come frames, not answers.
    if (status === 101) return { answers, rest: "" };
    rest = left;
  }
}

function takeBody(bytes: string, headers: ReadonlyMap<string, string>): [string, string] {
  if (headers.get("transfer-encoding") === "chunked") {
    let body = "";
    let rest = bytes;
    for (;;) {
      const size = /^([\da-f]+)\r\n/i.exec(rest);
      if (size === null) return [body, rest];
      const length = parseInt(size[1] ?? "0", 16);
      rest = rest.slice(size[0].length);
      body += rest.slice(0, length);
      rest = rest.slice(length + 2);
      if (length === 0) return [body, rest];
    }
  }
  const length = Number(headers.get("content-length") ?? bytes.length);
  // The answer to HEAD names the length of a body that does not come.
  return bytes.startsWith("HTTP/1.1 ")
    ? ["", bytes]
    : [bytes.slice(0, length), bytes.slice(length)];
}
