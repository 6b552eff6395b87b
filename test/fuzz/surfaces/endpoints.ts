// The fuzzing of every endpoint, by bytes, so that nothing is tidied up on the way. Judges that what is answered is JSON of
// the protocol with a fitting status.

import type { RequestName } from "@chat/protocol";

import { judgeAnswer, judgeRefusal } from "../support/answers.ts";
import { type RawAnswer, converse } from "../support/raw-http.ts";
import type { Surface } from "../support/surface.ts";
import { Violation } from "../support/violation.ts";
import { type EndpointCase, endpointCases } from "./endpoint-cases.ts";

const ENDED_WITHIN_MS = 10_000;
/** What Node answers itself, with no body, to what is no HTTP or too much of it. */
const ANSWERED_BY_NODE = new Set([400, 408, 413, 414, 431, 417]);

/** Every endpoint. */
export const endpoints: Surface<EndpointCase> = {
  name: "endpoints",
  cases: endpointCases,
  play: async ({ port }, { method, target, headers, body }) => {
    const lines = [`${method} ${target} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers];
    if (body !== "") lines.push(`Content-Length: ${body.length}`);
    const head = [...lines, "Connection: close", "", ""].join("\r\n");
    const talk = await converse(port, [Buffer.from(head + body, "latin1")], {
      halfClose: false,
      waitMs: ENDED_WITHIN_MS,
    });
    if (!talk.closed) throw new Violation("a request was left without an end", head.slice(0, 500));
    const final = talk.answers.filter(({ status }) => status !== 100);
    // The server may hang up on a body that it does not read before its answer is through.
    if (final.length === 0 && body.length > 100_000) return;
    const [answer] = final;
    if (final.length !== 1 || answer === undefined) {
      throw new Violation("a request has one answer", [
        final.length,
        talk.rest,
        head.slice(0, 300),
      ]);
    }
    judge(answer, method, target);
  },
};

function judge(answer: RawAnswer, method: string, target: string): void {
  const { status, headers, body } = answer;
  // The WebSocket side has answers of its own library, whose form clients know.
  if (/^(?:\w+:\/\/[^/]*)?\/socket\.io(?:[/?]|$)/.test(target)) {
    if (status >= 500) throw new Violation("a fault behind /socket.io", [status, body]);
    return;
  }
  if (status >= 400 && body === "" && (method === "HEAD" || ANSWERED_BY_NODE.has(status))) return;
  if (headers.get("x-content-type-options") !== "nosniff") {
    throw new Violation("an answer lacks the security headers", [status, ...headers]);
  }
  if (status >= 400) return judgeRefusal(status, parse(body));
  if (![200, 201, 204, 206, 304].includes(status)) throw new Violation("an odd status", status);
  const same = SAME.find(([one, pattern]) => one === method && pattern.test(target));
  if (same !== undefined && status < 300) judgeAnswer(same[2], parse(body));
  const isJson = headers.get("content-type")?.startsWith("application/json") === true;
  if (isJson && method !== "HEAD" && parse(body) === undefined) {
    throw new Violation("what is said to be JSON is none", body);
  }
}

/** The requests whose answers those of some endpoints are. */
const SAME: readonly [method: string, target: RegExp, name: RequestName][] = [
  ["GET", /^\/api\/rooms(?:[?#]|$)/, "rooms"],
  ["GET", /^\/api\/rooms\/[^/?#]+\/history(?:[?#]|$)/, "history"],
  ["GET", /^\/api\/rooms\/[^/?#]+\/members(?:[?#]|$)/, "members"],
  ["POST", /^\/api\/rooms\/[^/?#]+\/messages(?:[?#]|$)/, "message"],
  ["POST", /^\/api\/rooms\/[^/?#]+\/moderation(?:[?#]|$)/, "moderate"],
];

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
