// Decides who is let in: the tokens and origins of the configuration, and the token file as it is at any time.

import type { Logger } from "pino";

import { Admission } from "./admission.ts";
import type { Config } from "./config.ts";
import { StartError } from "./open-store.ts";
import { TokenFileError, readTokenFile, watchTokenFile } from "./token-file.ts";

/**
 * Who is let in. Tokens from the file change with it.
 *
 * @throws StartError where there is a token file that cannot be used
 */
export function openDoor(config: Config, log: Logger): { admission: Admission; stop: () => void } {
  const { tokens, tokenFile, allowedOrigins } = config;
  if (tokenFile === undefined) {
    return { admission: new Admission({ tokens, allowedOrigins }), stop: () => undefined };
  }
  try {
    const held = readTokenFile(tokenFile);
    const admission = new Admission({ tokens: [...tokens, ...held], allowedOrigins });
    const stop = watchTokenFile(tokenFile, held, {
      changed: (present) => {
        admission.replaceTokens([...tokens, ...present]);
        log.info(
          { tokens: tokens.length + present.length },
          "The token file changed: its tokens hold now",
        );
      },
      failed: ({ message }) => log.error(`${message} The tokens before hold on.`),
    });
    return { admission, stop };
  } catch (error) {
    throw error instanceof TokenFileError ? new StartError(error.message) : error;
  }
}
