// Completing the input with Tab: asks for what fits, puts it in, and goes through the others when Tab comes again.
// Knows neither keys nor how it looks.

import type { ChatClientApi } from "@chat/client";

import type { Preferences } from "../preferences/preferences.ts";
import { completeLine, needOf, type LineCandidate, type Need } from "../slash/complete-line.ts";
import type { Composer, ComposerAction } from "./composer.ts";

/** For so long a list of rooms is good enough for a Tab, in milliseconds. */
const ROOMS_FRESH_MS = 15_000;

/** The input as completing sees it. */
export interface CompletionTarget {
  readonly composer: Composer;
  edit(action: ComposerAction): void;
  /** Shows what fits; empty to show nothing. */
  offer(line: string): void;
}

/** What was put in last, to be replaced by the next candidate. */
interface Offered {
  candidates: readonly LineCandidate[];
  index: number;
  from: number;
  /** The line as it was left: anything else, and the next Tab begins anew. */
  text: string;
  cursor: number;
}

/** Completes. */
export class ScreenCompletion {
  readonly #client: ChatClientApi;
  readonly #preferences: Preferences;
  readonly #room: () => string;
  readonly #target: CompletionTarget;
  readonly #now: () => number;
  #offered: Offered | undefined;
  #rooms: readonly string[] = [];
  #roomsAt = -Infinity;
  #emoji: readonly (readonly [string, string])[] | undefined;

  constructor(
    client: ChatClientApi,
    preferences: Preferences,
    room: () => string,
    target: CompletionTarget,
    now: () => number,
  ) {
    this.#client = client;
    this.#preferences = preferences;
    this.#room = room;
    this.#target = target;
    this.#now = now;
  }

  /** Completes what stands before the cursor, or goes on to the next candidate, or back to the one before. */
  complete(step: 1 | -1): void {
    const { text, cursor } = this.#target.composer;
    const offered = this.#offered;
    if (offered?.text === text && offered.cursor === cursor) return this.#turn(offered, step);
    const need = needOf(text, cursor);
    if (need === undefined || this.#has(need)) return this.#begin(step);
    void this.#fetch(need).then(() => {
      const now = this.#target.composer;
      if (now.text === text && now.cursor === cursor) this.#begin(step);
    });
  }

  #begin(step: 1 | -1): void {
    const { text, cursor } = this.#target.composer;
    const { from, candidates } = completeLine(text, cursor, this.#sources());
    if (candidates.length === 0) return this.#target.offer("nothing fits");
    const index = step === 1 ? -1 : 0;
    this.#turn({ candidates, index, from, text, cursor }, step);
  }

  #turn({ candidates, index: last, from, cursor }: Offered, step: 1 | -1): void {
    const index = (last + step + candidates.length) % candidates.length;
    const candidate = candidates[index];
    if (candidate === undefined) return;
    this.#target.edit({ type: "replace", from, to: cursor, text: candidate.text });
    const now = this.#target.composer;
    const only = candidates.length === 1;
    this.#offered = only
      ? undefined
      : { candidates, index, from, text: now.text, cursor: now.cursor };
    this.#target.offer(only ? "" : toOffer(candidates, index));
  }

  #sources(): Parameters<typeof completeLine>[2] {
    const { ignored, muted } = this.#preferences;
    const joined = [...this.#client.getSnapshot().rooms.keys()];
    return {
      ...{ ignored, muted, names: this.#names(), emoji: this.#emoji ?? [] },
      rooms: [...new Set([...joined, ...this.#rooms])],
    };
  }

  /** Who spoke last first, then the others who are here; oneself last of all. */
  #names(): string[] {
    const { rooms, username } = this.#client.getSnapshot();
    const room = rooms.get(this.#room());
    const names = new Set<string>();
    for (const entry of room?.entries.toReversed() ?? []) {
      if (entry.type === "message") names.add(entry.message.username);
    }
    for (const member of room?.members ?? []) names.add(member);
    if (names.delete(username)) names.add(username);
    return [...names];
  }

  #has(need: Need): boolean {
    if (need === "emoji") return this.#emoji !== undefined;
    return this.#now() - this.#roomsAt < ROOMS_FRESH_MS;
  }

  /** What cannot be had is done without. */
  async #fetch(need: Need): Promise<void> {
    if (need === "emoji") {
      const { gemoji } = await import("gemoji");
      this.#emoji = gemoji.flatMap(({ emoji, names }) =>
        names.map((name) => [name, emoji] as const),
      );
      return;
    }
    try {
      this.#rooms = (await this.#client.rooms()).map(({ room }) => room);
      this.#roomsAt = this.#now();
    } catch {
      // The rooms that one is in are known all the same.
    }
  }
}

/** The candidates in one line, the chosen one between marks. */
function toOffer(candidates: readonly LineCandidate[], index: number): string {
  const from = Math.max(0, Math.min(index - 1, candidates.length - OFFERED));
  const shown = candidates.slice(from, from + OFFERED).map(({ shown: word }, place) => {
    return from + place === index ? `[${word}]` : word;
  });
  const more = candidates.length - from - shown.length;
  return [from > 0 ? "…" : "", ...shown, more > 0 ? `… ${more} more` : ""].join("  ").trim();
}

const OFFERED = 6;
