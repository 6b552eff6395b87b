// The packets of Engine.IO 4 and Socket.IO 5 as far as a page of the chat meets them: text, the main namespace, one
// payload an event. Pure: knows no connection.

/**
 * What a server sends. By its kind:
 * - `0`: the transport is open; the payload says how often the server pings
 * - `1`, `41`: the server ends the connection
 * - `2`: a ping
 * - `40`: it lets this connection in, under the `sid` of the payload
 * - `42`: an event: the payload lists its name and what comes with it
 * - `43`: an answer: the payload lists it; `request` is the number of the request
 * - `44`: the server does not let it in; the payload says why
 *
 * All others are nothing that anybody waits for.
 */
export interface Packet {
  kind: string;
  request: number;
  payload: Record<string, unknown>;
}

/**
 * Reads a frame.
 *
 * @throws Error where it is no packet at all
 */
export function readPacket(frame: string): Packet {
  const [, kind = "", request, json] = /^(4?.?)(\d*)(.*)$/s.exec(frame) ?? [];
  // A list is a record of its items, too.
  const payload: unknown = JSON.parse(json || "{}");
  if (typeof payload !== "object" || payload === null) throw new Error("not an object");
  return { kind, request: Number(request), payload: { ...payload } };
}

/** The frame that asks to be let in. */
export function writeConnect(auth: object): string {
  return `40${JSON.stringify(auth)}`;
}

/** The frame of a request; its answer carries the same number. */
export function writeRequest(request: number, event: string, payload: object): string {
  return `42${request}${JSON.stringify([event, payload])}`;
}

/** The frame that answers a ping. */
export const PONG = "3";
/** The frame that says goodbye. */
export const GOODBYE = "41";
