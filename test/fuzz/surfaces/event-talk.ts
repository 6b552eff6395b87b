// What is said on one connection of the events' fuzzing, and what is still to be said: each request is answered once, by
// an acknowledgement of its own form, and the connection ends for nothing but a breach of the protocol.

import { judgeAcknowledgement, judgeEvent } from "../support/answers.ts";
import { Violation } from "../support/violation.ts";
import { type EventCase, LAST_ID, type Step, toText } from "./event-cases.ts";

const ANSWERED_WITHIN_MS = 10_000;
/** Packets of more bytes than this may end their connection. Source: `maxHttpBufferSize` of the gateway. */
const FRAME_MAX_BYTES = 100_000;

/** The talk of one connection. */
export class Talk {
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

  constructor({ transport, steps, auth, hasty }: EventCase) {
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
      steps.some((step) => "frame" in step) ||
      largest([auth, ...steps.map(toFrameText)], transport) > FRAME_MAX_BYTES;
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

/** The bytes of the largest packet; by polling all of them go in one request. */
function largest(texts: readonly string[], transport: EventCase["transport"]): number {
  const sizes = texts.map((text) => Buffer.byteLength(text) + 1);
  return transport === "polling" ? sizes.reduce((sum, size) => sum + size, 0) : Math.max(...sizes);
}

function toFrameText(step: Step): string {
  return "frame" in step ? "" : toText(step);
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
