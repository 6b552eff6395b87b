// The fuzzing of every Socket.IO event: requests with spoiled payloads, acknowledgements asked for in every way, packets
// that are none, in any order on one connection. Judges that each request is answered once, and in the protocol's words.

import * as fc from "fast-check";

import { damaged, hostileJson, toJsonString, word } from "../support/hostile-text.ts";
import { judgeAcknowledgement, judgeEvent } from "../support/answers.ts";
import { type Frame, openSession } from "../support/raw-session.ts";
import { SECRETS, anyRequest, requestNames } from "../support/requests.ts";
import type { Surface } from "../support/surface.ts";
import { Violation } from "../support/violation.ts";

/** One thing that a client sends once it is let in. */
type Step =
  /** A request: the values behind its name as JSON texts, and the id of the acknowledgement it asks for. */
  | { request: string; values: readonly string[]; ack?: number }
  /** A frame of any kind, the mark of Engine.IO included. */
  | { frame: Frame };

/** What one client does. */
export interface EventCase {
  transport: "websocket" | "polling";
  /** The payload of the packet that opens the namespace, as JSON text. */
  auth: string;
  steps: readonly Step[];
  /** Whether all is sent before the namespace is open. */
  hasty: boolean;
}

const ANSWERED_WITHIN_MS = 5_000;
/** The id of the acknowledgement that ends a case; the others are smaller. */
const LAST_ID = 1_000_000;
/** Packets of more bytes than this may end their connection. Source: `maxHttpBufferSize` of the gateway. */
const FRAME_MAX_BYTES = 100_000;

const RESERVED = ["connect", "connect_error", "disconnect", "disconnecting", "newListener"];
const OBJECT_WORDS = ["__proto__", "constructor", "toString", "hasOwnProperty", "removeListener"];

const ack = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 5 }), weight: 6 },
  { arbitrary: fc.integer({ min: 6, max: LAST_ID - 1 }), weight: 1 },
);

const request: fc.Arbitrary<Step> = fc
  .record(
    { of: anyRequest, more: fc.array(hostileJson, { maxLength: 2 }), ack },
    { requiredKeys: ["of"] },
  )
  .map(({ of, more = [], ack }) => {
    const values = [of.payload, ...more];
    return ack === undefined ? { request: of.name, values } : { request: of.name, values, ack };
  });

const bareRequest: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...requestNames), fc.array(hostileJson, { maxLength: 3 }), ack)
  .map(([name, values, ack]) => ({ request: name, values, ack }));

const packetText = anyRequest.map(({ name, payload }) => `2["${name}",${payload}]`);
const eventName = fc.oneof(
  fc.constantFrom(...RESERVED, ...OBJECT_WORDS).map((name) => JSON.stringify(name)),
  toJsonString(word),
  hostileJson,
);
const oddPacket = fc.oneof(
  damaged(packetText),
  fc.tuple(eventName, hostileJson).map(([name, value]) => `20[${name},${value}]`),
  fc
    .tuple(fc.constantFrom("/admin,", "/,", "/?x=1,", "//,", "/__proto__,"), packetText)
    .map(([namespace, text]) => `2${namespace}${text.slice(1)}`),
  fc
    .tuple(fc.constantFrom("0", "0/admin,", "0/,", "0/constructor,"), hostileJson)
    .map(([open, auth]) => open + auth),
  fc
    .tuple(fc.constantFrom("1", "1/admin,", "30", "399999", "4", "7", ""), hostileJson)
    .map(([head, value]) => `${head}[${value}]`),
  fc
    .tuple(fc.constantFrom("0", "1", "2", "99", "1e9", "-1", ""), packetText)
    .map(([count, text]) => `5${count}-${text.slice(1)}`),
  fc.constantFrom("6", "61-", "61-0[]", "51-", "5", "2", "2[]", "2[", "3[]", "4{}", "40"),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }).map((id) => `2${id}["rooms"]`),
);
const frame: fc.Arbitrary<Step> = fc
  .oneof(
    { arbitrary: oddPacket.map((text) => ({ text: `4${text}` })), weight: 6 },
    {
      arbitrary: fc
        .constantFrom("", "0", "1", "2", "2probe", "3", "3probe", "5", "6", "7", "b", "bAAAA", "b4")
        .map((text) => ({ text })),
      weight: 1,
    },
    {
      arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => ({
        hex: Buffer.from(bytes).toString("hex"),
      })),
      weight: 1,
    },
  )
  .map((frame) => ({ frame }));

const auth = fc.oneof(
  { arbitrary: fc.constant(""), weight: 4 },
  { arbitrary: hostileJson, weight: 1 },
  {
    arbitrary: fc
      .tuple(hostileJson, hostileJson)
      .map(([token, secret]) => `{"token":${token},"secret":${secret}}`),
    weight: 1,
  },
  { arbitrary: fc.constantFrom(...SECRETS).map((secret) => `{"secret":"${secret}"}`), weight: 3 },
);

const cases: fc.Arbitrary<EventCase> = fc.record({
  transport: fc.constantFrom("websocket", "websocket", "websocket", "polling"),
  auth,
  steps: fc.array(
    fc.oneof(
      { arbitrary: request, weight: 8 },
      { arbitrary: bareRequest, weight: 1 },
      { arbitrary: frame, weight: 2 },
    ),
    { maxLength: 12 },
  ),
  hasty: fc.boolean(),
});

/** Every event of the namespace. */
export const events: Surface<EventCase> = {
  name: "events",
  cases,
  play: async ({ port }, one) => {
    const talk = new Talk(one);
    const session = await openSession(port, one.transport, {
      frame: (text) => talk.hear(text),
      closed: () => talk.end(),
    });
    try {
      const frames = one.steps.map(toFrame);
      const opening: Frame = { text: `40${one.auth}` };
      await session.send(one.hasty ? [opening, ...frames] : [opening]);
      await talk.until(() => talk.opened, "the namespace was neither opened nor refused");
      if (talk.refused) return talk.judge();
      if (!one.hasty) await session.send(frames);
      // Who left the namespace comes back to ask: nothing else would tell that all was read.
      if (one.steps.some(isGoodbye)) await session.send([{ text: "40" }]);
      await session.send([{ text: `42${LAST_ID}["rooms",{}]` }]);
      await talk.until(() => talk.whole, "a request was not answered");
    } finally {
      session.drop();
    }
    talk.judge();
  },
};

/** What is said on one connection, and what is still to be said. */
class Talk {
  /** Whether the namespace was opened or refused. */
  opened = false;
  /** Whether it was refused. */
  refused = false;
  #ended = false;
  readonly #mayEnd: boolean;
  /** For each id, the names of the requests that ask for an acknowledgement by it, and how many of these are to come. */
  readonly #asked = new Map<number, string[]>([[LAST_ID, ["rooms"]]]);
  readonly #left = new Map<number, number>([[LAST_ID, 1]]);
  #open = 1;
  #look: () => void = () => undefined;
  #violation: unknown;

  constructor({ steps, auth, hasty }: EventCase) {
    for (const step of steps) {
      if (!("request" in step) || step.ack === undefined) continue;
      this.#asked.set(step.ack, [...(this.#asked.get(step.ack) ?? []), step.request]);
      this.#left.set(step.ack, (this.#left.get(step.ack) ?? 0) + 1);
      this.#open++;
    }
    // What breaks the protocol may cost the connection, and who is in haste may come before the door is open.
    this.#mayEnd =
      hasty ||
      !["", "{"].includes(auth.slice(0, 1)) ||
      auth.length * 3 > FRAME_MAX_BYTES ||
      steps.some((step) => "frame" in step || toText(step).length * 3 > FRAME_MAX_BYTES);
  }

  /** Whether nothing more is to come. */
  get whole(): boolean {
    return (
      this.#ended ||
      this.refused ||
      this.#open === 0 ||
      (this.#mayEnd && this.#left.get(LAST_ID) === 0)
    );
  }

  hear(text: string): void {
    try {
      this.#take(text);
    } catch (error) {
      this.#violation ??= error;
    }
    this.#look();
  }

  end(): void {
    this.#ended = true;
    this.opened = true;
    this.#look();
  }

  /** Settles once `fits`. @throws Violation with `rule` where that takes too long */
  until(fits: () => boolean, rule: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Violation(rule, Object.fromEntries(this.#left)));
      }, ANSWERED_WITHIN_MS);
      this.#look = () => {
        if (!fits() && this.#violation === undefined) return;
        clearTimeout(timer);
        resolve();
      };
      this.#look();
    });
  }

  /** @throws Violation */
  judge(): void {
    if (this.#violation !== undefined) throw this.#violation as Error;
    if (this.#ended && !this.#mayEnd && !this.refused) {
      throw new Violation("a connection was ended for requests in good form", "closed");
    }
  }

  #take(text: string): void {
    const [, head = "", json] = /^(4\d\d*|\d)(.*)$/s.exec(text) ?? [];
    if (text === "2" || text === "6" || head === "0" || text.startsWith("3")) return;
    if (text === "1" || text.startsWith("41")) return this.end();
    if (text.startsWith("40") || text.startsWith("44")) {
      this.opened = true;
      this.refused ||= text.startsWith("44{");
      return;
    }
    const values = parse(json ?? "") as unknown[];
    if (head === "42") return judgeEvent(values[0], values[1]);
    if (!head.startsWith("43")) throw new Violation("the server sent an odd packet", text);
    this.#settle(Number(head.slice(2)), values);
  }

  #settle(id: number, values: readonly unknown[]): void {
    const names = this.#asked.get(id) ?? [];
    const left = this.#left.get(id) ?? 0;
    if (left === 0) {
      // An id that stands in a damaged packet is asked for as well.
      if (this.#mayEnd) return;
      throw new Violation("an acknowledgement came that nobody asked for", [id, values]);
    }
    // Requests under one id may be answered in any order: one of them it has to be.
    if (!names.some((name) => fits(name, values))) judgeAcknowledgement(names[0] ?? "", values);
    this.#left.set(id, left - 1);
    this.#open--;
  }
}

function fits(name: string, values: readonly unknown[]): boolean {
  try {
    judgeAcknowledgement(name, values);
    return true;
  } catch {
    return false;
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new Violation("the server sent what is no packet", json);
  }
}

function isGoodbye(step: Step): boolean {
  return "frame" in step && "text" in step.frame && step.frame.text.startsWith("41");
}

function toFrame(step: Step): Frame {
  return "frame" in step ? step.frame : { text: toText(step) };
}

function toText({ request, values, ack }: Exclude<Step, { frame: Frame }>): string {
  return `42${ack ?? ""}[${[JSON.stringify(request), ...values].join()}]`;
}
