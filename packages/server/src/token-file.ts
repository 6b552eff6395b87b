// The file with the tokens that open the door. It is read anew when it changes, so that a token can be replaced while
// the server runs. A file that cannot be read any more, or names no token, never opens the door: what held goes on.

import { readFileSync } from "node:fs";

/** How often the file is looked at, in milliseconds. */
const LOOK_EVERY_MS = 2_000;

/** A token file that cannot be used. The message says why, in words. */
export class TokenFileError extends Error {}

/** Who hears of the file. */
export interface TokenFileListener {
  changed: (tokens: readonly string[]) => void;
  failed: (error: TokenFileError) => void;
}

/**
 * The tokens in a file: one a line; empty lines and lines that begin with # are left out.
 *
 * @throws TokenFileError
 */
export function readTokenFile(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new TokenFileError(
      `The token file ${path} cannot be read (${code ?? "no reason given"}).`,
    );
  }
  const tokens = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (tokens.length > 0) return tokens;
  throw new TokenFileError(`The token file ${path} holds no token: write one into it, one a line.`);
}

/**
 * A look at the file, each time it is called: tells of a change of its tokens, and once of a file that cannot be used
 * any more.
 *
 * @param held the tokens that it held when it was read last
 */
export function createTokenFileLook(
  path: string,
  held: readonly string[],
  listener: TokenFileListener,
): () => void {
  let last = held.join("\n");
  return () => {
    try {
      const tokens = readTokenFile(path);
      const present = tokens.join("\n");
      if (present !== last) listener.changed(tokens);
      last = present;
    } catch (error) {
      if (!(error instanceof TokenFileError)) throw error;
      if (last !== "") listener.failed(error);
      last = "";
    }
  };
}

/** Looks at the file every two seconds, see {@link createTokenFileLook}. Returns how to stop. */
export function watchTokenFile(...how: Parameters<typeof createTokenFileLook>): () => void {
  // Read, not watched: secrets are often mounted as links that are exchanged, and a change may come before a watch begins.
  const timer = setInterval(createTokenFileLook(...how), LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
