// The packets of Engine.IO 4 and Socket.IO 5 as far as a page of the chat meets them: text, the main namespace, one
// payload an event. Pure: knows no connection.

/** What a server sends. */
export type Packet =
  /** The transport is open. The server pings at least every `silenceMs`, or it is dead. */
  | { type: "open"; silenceMs: number }
  | { type: "ping" }
  /** The server lets this connection in, under this id. */
  | { type: "connect"; id: string }
  /** It does not, and says why. */
  | { type: "refused"; error: { message?: unknown; data?: unknown } }
  | { type: "event"; event: string; payload: unknown }
  | { type: "answer"; request: number; payload: unknown }
  /** The server ends the connection. */
  | { type: "end" }
  /** Nothing that anybody waits for. */
  | { type: "other" };

/**
 * Reads a frame.
 *
 * @throws Error where it is no packet at all
 */
export function readPacket(frame: string): Packet {
  switch (frame[0]) {
    case "0": {
      const { pingInterval, pingTimeout } = readFields(frame.slice(1));
      return { type: "open", silenceMs: Number(pingInterval) + Number(pingTimeout) };
    }
    case "1":
      return { type: "end" };
    case "2":
      return { type: "ping" };
    case "4":
      return readMessagePacket(frame[1], frame.slice(2));
    default:
      return { type: "other" };
  }
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

function readMessagePacket(kind: string | undefined, rest: string): Packet {
  switch (kind) {
    case "0":
      return { type: "connect", id: String(readFields(rest)["sid"]) };
    case "1":
      return { type: "end" };
    case "2": {
      const [event, payload] = readList(rest);
      return { type: "event", event: String(event), payload };
    }
    case "3": {
      const digits = /^\d*/.exec(rest)?.[0] ?? "";
      return {
        type: "answer",
        request: Number(digits),
        payload: readList(rest.slice(digits.length))[0],
      };
    }
    case "4":
      return { type: "refused", error: readFields(rest) };
    default:
      return { type: "other" };
  }
}

function readFields(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new Error("not an object");
  return { ...value };
}

function readList(text: string): unknown[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error("not a list");
  return value;
}
