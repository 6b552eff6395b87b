// The fuzzing of the raw transport. Such a connection may be ended in any way; what counts is what becomes of the server and
// of everybody else.

import { encodeFrame } from "../support/hand-made-frame.ts";
import { type Conversation, converse } from "../support/raw-http.ts";
import type { Surface } from "../support/surface.ts";
import { Violation } from "../support/violation.ts";
import { HOST, type WireCase, wireCases } from "./wire-cases.ts";

/** A connection that says nothing more may be left to the server's own time-outs: those take longer. */
const ENDED_WITHIN_MS = 400;

/** The raw transport. */
export const wire: Surface<WireCase> = {
  name: "wire",
  cases: wireCases,
  play: async ({ port }, one) => {
    const send = (pieces: readonly string[], halfClose = true): Promise<Conversation> => {
      const buffers = pieces.map((piece) => Buffer.from(piece, "latin1"));
      return converse(port, buffers, { halfClose, waitMs: ENDED_WITHIN_MS });
    };
    if ("upgrade" in one) {
      const head = [`GET /socket.io/?${one.query} HTTP/1.1`, HOST, ...one.upgrade, "", ""];
      await send([head.join("\r\n"), ...one.frames.map(encodeFrame)]);
    } else if ("polling" in one) {
      await pollOn((text) => send([text], false), one.polling);
    } else if ("bytes" in one) {
      judgeAnswers(await send(one.bytes));
    } else {
      judgeSmuggling(await send([one.smuggled]), one.smuggled);
    }
  },
};

async function pollOn(
  send: (request: string) => Promise<Conversation>,
  requests: Extract<WireCase, { polling: unknown }>["polling"],
): Promise<void> {
  const ask = (method: string, query: string, body: string, type: string): string => {
    const head = [`${method} /socket.io/?${query} HTTP/1.1`, HOST, `Content-Type: ${type}`];
    return [...head, `Content-Length: ${body.length}`, "Connection: close", "", body].join("\r\n");
  };
  const opened = await send(ask("GET", "EIO=4&transport=polling", "", "text/plain"));
  const sid = /"sid":"([\w-]+)"/.exec(opened.answers[0]?.body ?? "")?.[1] ?? "none";
  for (const { method, query, body, type } of requests) {
    judgeAnswers(await send(ask(method, query.replaceAll("{sid}", sid), body, type)));
  }
  await send(ask("POST", `EIO=4&transport=polling&sid=${sid}`, "1", "text/plain"));
}

function judgeAnswers({ answers }: Conversation): void {
  const fault = answers.find(({ status }) => status >= 500);
  if (fault !== undefined) throw new Violation("bytes made a fault", [fault.status, fault.body]);
}

/** What is ambiguous is refused whole: the hidden request never gets an answer of its own. */
function judgeSmuggling(talk: Conversation, smuggled: string): void {
  judgeAnswers(talk);
  if (talk.answers.every(({ body }) => !body.includes("/smuggled"))) return;
  throw new Violation("a hidden request was answered", smuggled);
}
