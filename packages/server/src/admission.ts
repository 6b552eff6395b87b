// Who may use the server at all: same-origin pages and those allowed, and who brings the token where one is asked for.

import { createHash, timingSafeEqual } from "node:crypto";

import { ChatError } from "@chat/protocol";

/** What the server asks of whoever comes. */
export interface AdmissionRules {
  /** Any of them opens the door; none asked for where empty. */
  tokens: readonly string[];
  /** Origins of pages besides the server's own, such as `https://chat.example`; `*` for all. */
  allowedOrigins: readonly string[];
}

/** The door. Used by sockets and HTTP alike. */
export class Admission {
  readonly #rules: AdmissionRules;
  #digests: readonly Buffer[];

  constructor(rules: AdmissionRules) {
    this.#rules = rules;
    this.#digests = rules.tokens.map(digest);
  }

  /** Lets other tokens open the door from now on. Who is in stays in. */
  replaceTokens(tokens: readonly string[]): void {
    this.#digests = tokens.map(digest);
  }

  /**
   * Browsers name the page's origin; programs name none and are let in.
   *
   * @param host the request's `Host`
   * @throws ChatError `forbidden_origin`
   */
  checkOrigin(origin: string | undefined, host: string | undefined): void {
    if (origin === undefined || this.isOriginAllowed(origin) || isSameOrigin(origin, host)) return;
    throw new ChatError(
      "forbidden_origin",
      `Pages of ${origin.slice(0, 200)} may not use this server. Its operator can allow them in ALLOWED_ORIGINS.`,
    );
  }

  /** Whether an origin is on the list of those allowed. */
  isOriginAllowed(origin: string): boolean {
    const { allowedOrigins } = this.#rules;
    return allowedOrigins.includes("*") || allowedOrigins.includes(origin);
  }

  /**
   * Compares in constant time, whatever the lengths.
   *
   * @throws ChatError `unauthorized`
   */
  checkToken(token: unknown): void {
    if (this.#digests.length === 0) return;
    const given = digest(typeof token === "string" ? token : "");
    // No early end: every token is compared, so that time tells nothing.
    const matches = this.#digests.map((one) => timingSafeEqual(one, given));
    if (!matches.includes(true)) {
      throw new ChatError("unauthorized", "This server asks for a token, and this is not it.");
    }
  }
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function isSameOrigin(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
