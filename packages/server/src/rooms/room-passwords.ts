// The passwords of private rooms: whether one is right, how often it may be guessed, and what is remembered so that nobody
// waits twice for the slow answer. How a password is hashed is behind a port.

import { parseRoomPassword } from "@chat/protocol";

import { passwordRequired, tooManyPasswords, wrongPassword } from "./moderation-refusals.ts";

/** How many wrong passwords an address may bring, and in which time, in milliseconds. */
const WRONG_MAX = 10;
const WRONG_WINDOW_MS = 60_000;
/** How many addresses are watched, and how many right answers remembered; the oldest are forgotten first. */
const ADDRESSES_MAX = 10_000;
const REMEMBERED_MAX = 10_000;

/** Makes of a password what can be kept, and compares. Slow by intention. All methods may reject with `rate_limited`. */
export interface PasswordHasher {
  /** What is kept of a password: never the same twice. */
  hash(password: string): Promise<string>;
  /** Whether `kept` was made of this password. */
  verify(password: string, kept: string): Promise<boolean>;
  /** Stands for a password and what is kept of it, in this process alone. Fast. */
  fingerprint(password: string, kept: string): string;
}

/** What passwords work with. */
export interface RoomPasswordsPorts {
  hasher: PasswordHasher;
  /** The time in milliseconds since the epoch. */
  now: () => number;
}

/** The passwords of a node's visitors. */
export class RoomPasswords {
  readonly #ports: RoomPasswordsPorts;
  /** Fingerprints of passwords that were right. */
  readonly #right = new Set<string>();
  /** Those being compared: who brings the same waits for the same answer. */
  readonly #pending = new Map<string, Promise<boolean>>();
  readonly #tries = new Map<string, { count: number; until: number }>();

  constructor(ports: RoomPasswordsPorts) {
    this.#ports = ports;
  }

  /**
   * What is kept of a room's new password.
   *
   * @throws ChatError `invalid_request`, `rate_limited`
   */
  async keep(password: string): Promise<string> {
    return this.#ports.hasher.hash(parseRoomPassword(password));
  }

  /**
   * Lets pass who brings the password of a room.
   *
   * @param kept what is kept of it
   * @param given undefined where none was brought
   * @throws ChatError `password_required`, `wrong_password`, `rate_limited`
   */
  async check(
    room: string,
    kept: string,
    given: string | undefined,
    address: string,
  ): Promise<void> {
    if (given === undefined) throw passwordRequired(room);
    const password = given.normalize("NFC");
    const fingerprint = this.#ports.hasher.fingerprint(password, kept);
    if (this.#right.has(fingerprint)) return;
    // An office that comes back at once brings the same password many times, and is one try.
    let pending = this.#pending.get(fingerprint);
    if (!pending) {
      pending = this.#compare(fingerprint, password, kept, this.#countTry(address));
      this.#pending.set(fingerprint, pending);
    }
    if (!(await pending)) throw wrongPassword(room);
  }

  async #compare(
    fingerprint: string,
    password: string,
    kept: string,
    tries: { count: number },
  ): Promise<boolean> {
    let isWrong = false;
    try {
      isWrong = !(await this.#ports.hasher.verify(password, kept));
      if (!isWrong) this.#right.add(fingerprint);
      if (this.#right.size > REMEMBERED_MAX) forgetOldest(this.#right);
      return !isWrong;
    } finally {
      this.#pending.delete(fingerprint);
      // Neither a right one counts, nor one that there was no time to compare.
      if (!isWrong) tries.count--;
    }
  }

  /** Counted before it is known whether it is right: many at once must not get more than one after the other. */
  #countTry(address: string): { count: number; until: number } {
    const now = this.#ports.now();
    let tries = this.#tries.get(address);
    if (!tries || tries.until <= now) {
      this.#tries.delete(address);
      tries = { count: 0, until: now + WRONG_WINDOW_MS };
      this.#tries.set(address, tries);
      if (this.#tries.size > ADDRESSES_MAX) forgetOldest(this.#tries);
    }
    if (tries.count >= WRONG_MAX) throw tooManyPasswords(tries.until - now);
    tries.count++;
    return tries;
  }
}

function forgetOldest(known: { keys: () => Iterator<string>; delete: (key: string) => unknown }) {
  const { value } = known.keys().next() as { value?: string };
  if (value !== undefined) known.delete(value);
}
