// The exit statuses of the contract, and which of them an error ends with. Knows no command.

import { ChatError } from "@chat/protocol";

/** What a script decides by. Source: the contract's "Exit status". */
export const ExitStatus = {
  ok: 0,
  failure: 1,
  usage: 2,
  /** The server does not let this person in: a token is missing, or a name is taken. */
  refused: 4,
  /** The server does not take this text or name: too long, invalid, muted. */
  rejected: 5,
  /** No chat server answers at the address. */
  unreachable: 69,
  /** The same request may work later: out of retries, or rate limited. */
  tryLater: 75,
  timeout: 124,
  interrupted: 130,
} as const;

/** What helps whoever uses their own name on another device. */
const IF_YOURS =
  "If it is yours: `chat identity export` where you used it, `chat identity import` here.";

/** An error that ends the command with a line for a person and a status for a script. */
export class CommandError extends Error {
  /** One of {@link ExitStatus}. */
  readonly status: number;

  constructor(status: number, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "CommandError";
    this.status = status;
  }
}

/** No chat server answers at the address. */
export class UnreachableError extends CommandError {
  /** @param address the server's address @param reason in a few words, lower case */
  constructor(address: string, reason: string) {
    super(
      ExitStatus.unreachable,
      `no chat server at ${address} (${reason}). Start one with \`npm start\`, or name another with --server or CHAT_SERVER.`,
    );
    this.name = "UnreachableError";
  }
}

const statusOfCode = new Map<string, number>([
  ["unauthorized", ExitStatus.refused],
  ["forbidden_origin", ExitStatus.refused],
  ["username_taken", ExitStatus.refused],
  ["invalid_room", ExitStatus.rejected],
  ["invalid_username", ExitStatus.rejected],
  ["invalid_message", ExitStatus.rejected],
  ["invalid_request", ExitStatus.rejected],
  ["message_too_long", ExitStatus.rejected],
  ["payload_too_large", ExitStatus.rejected],
  ["username_mismatch", ExitStatus.rejected],
  ["banned", ExitStatus.refused],
  ["kicked", ExitStatus.refused],
  ["forbidden", ExitStatus.refused],
  ["password_required", ExitStatus.refused],
  ["wrong_password", ExitStatus.refused],
  ["muted", ExitStatus.rejected],
  ["room_closed", ExitStatus.rejected],
  ["rate_limited", ExitStatus.tryLater],
  ["limit_reached", ExitStatus.tryLater],
  ["unavailable", ExitStatus.tryLater],
]);

/** The status that an error code of the wire ends a command with; 1 for codes that this program does not know. */
function toStatusOfCode(code: string): number {
  return statusOfCode.get(code) ?? ExitStatus.failure;
}

/** The status that an error ends the command with. */
export function toExitStatus(error: unknown): number {
  if (error instanceof CommandError) return error.status;
  if (error instanceof ChatError) return toStatusOfCode(error.code);
  return ExitStatus.failure;
}

/** What an error says to a person. */
export function toWords(error: unknown): string {
  if (error instanceof ChatError && error.code === "username_taken") {
    return `${error.message} ${IF_YOURS}`;
  }
  return error instanceof Error ? error.message : String(error);
}
