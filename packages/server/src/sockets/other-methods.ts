// Polling knows GET and POST, and a browser's preflight is answered before. Engine.IO would answer all else with a mistake
// of the server.

import type { IncomingMessage, ServerResponse } from "node:http";

import { ChatError } from "@chat/protocol";

const METHODS = ["GET", "POST"];

/** Engine.IO middleware that refuses every method that its polling does not know. */
export function refuseOtherMethods(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  if (METHODS.includes(request.method ?? "")) return next();
  const error = new ChatError("method_not_allowed", "This endpoint has other methods.");
  response.writeHead(405, {
    Allow: METHODS.join(", "),
    "Content-Type": "application/json; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(JSON.stringify({ error: error.toWire() }));
}
