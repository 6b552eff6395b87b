// The header fields of every answer to polling, which Engine.IO writes itself. Knows not what they are for.

import type { IncomingMessage, ServerResponse } from "node:http";

/** Engine.IO middleware that sets header fields. A WebSocket is no page and needs none. */
export function setHeaders(fields: readonly (readonly [name: string, value: string])[]) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    if (request.headers.upgrade === undefined) {
      for (const [name, value] of fields) response.setHeader(name, value);
    }
    next();
  };
}
