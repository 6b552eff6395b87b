// Passwords of rooms by scrypt: salted, and costly in memory, so that guessing is as dear for others as checking is here.

import { createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

import { ChatError } from "@chat/protocol";

import type { PasswordHasher } from "./rooms/room-passwords.ts";

/** How much one takes: 2^15 blocks of 8 × 128 bytes are 32 MiB. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** How many are made at once, and how many may wait. */
const AT_ONCE = 2;
const WAITING_MAX = 32;
const RETRY_AFTER_MS = 1_000;

/** Hashes passwords, a few at a time. */
export class ScryptHasher implements PasswordHasher {
  /** Known to this process alone. */
  readonly #key = randomBytes(KEY_BYTES);
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** @throws ChatError `rate_limited` where too many wait already */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const key = await this.#derive(password, salt, COST);
    return ["scrypt", COST.N, COST.r, COST.p, encode(salt), encode(key)].join("$");
  }

  /** @throws ChatError `rate_limited` where too many wait already; false for what it did not make itself */
  async verify(password: string, kept: string): Promise<boolean> {
    const [, n, r, p, salt, key] = KEPT.exec(kept) ?? [];
    if (salt === undefined || key === undefined) return false;
    const expected = Buffer.from(key, "base64url");
    const cost = { N: Number(n), r: Number(r), p: Number(p) };
    const made = await this.#derive(password, Buffer.from(salt, "base64url"), cost);
    return made.length === expected.length && timingSafeEqual(made, expected);
  }

  fingerprint(password: string, kept: string): string {
    return createHmac("sha256", this.#key).update(`${kept}\n${password}`).digest("base64url");
  }

  async #derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
    await this.#enter();
    try {
      return await new Promise((resolve, reject) => {
        const options = { ...cost, maxmem: MAX_MEMORY_BYTES };
        scrypt(password, salt, KEY_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      });
    } finally {
      const next = this.#waiting.shift();
      // Who waits takes the place over: nobody comes between.
      if (next) next();
      else this.#running--;
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX) {
      throw new ChatError("rate_limited", "Too many passwords at once. Wait a moment.", {
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

const KEPT = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]+)\$([\w-]+)$/;

function encode(bytes: Buffer): string {
  return bytes.toString("base64url");
}
