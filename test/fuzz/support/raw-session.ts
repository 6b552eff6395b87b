// An Engine.IO session without a Socket.IO client in between: frames go out as they are given, and come in as they are
// sent, over a WebSocket or by polling. Source of the forms: Engine.IO protocol 4.

import WebSocket from "ws";

import { exchange } from "./raw-http.ts";

/** What an Engine.IO session carries: text, or bytes as hexadecimal digits. */
export type Frame = { text: string } | { hex: string };

/** An open session. */
export interface RawSession {
  /** Sends frames; together, where the transport can. */
  send(frames: readonly Frame[]): Promise<void>;
  /** Ends it without a word. */
  drop(): void;
}

/** Who hears what comes. */
export interface SessionListener {
  frame: (text: string) => void;
  closed: () => void;
}

/** The character between packets of a polling body. */
const SEPARATOR = "\u001e";

/** Opens a session of that kind, and settles once it is open. Rejects where the server refuses it. */
export function openSession(
  port: number,
  transport: "websocket" | "polling",
  listener: SessionListener,
): Promise<RawSession> {
  return transport === "websocket" ? openWebSocket(port, listener) : openPolling(port, listener);
}

function openWebSocket(port: number, listener: SessionListener): Promise<RawSession> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  const session: RawSession = {
    send: async (frames) => {
      for (const frame of frames) {
        if (socket.readyState !== WebSocket.OPEN) return;
        socket.send("text" in frame ? frame.text : Buffer.from(frame.hex, "hex"));
      }
    },
    drop: () => socket.terminate(),
  };
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => resolve(session));
    socket.on("close", () => listener.closed());
    socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) listener.frame(data.toString());
    });
  });
}

async function openPolling(port: number, listener: SessionListener): Promise<RawSession> {
  const path = "/socket.io/?EIO=4&transport=polling";
  const { body } = await exchange(port, "GET", path);
  const { sid } = JSON.parse(body.slice(1)) as { sid: string };
  const address = `${path}&sid=${sid}`;
  const state = { open: true };
  const close = (): void => {
    if (state.open) listener.closed();
    state.open = false;
  };
  const poll = async (): Promise<void> => {
    while (state.open) {
      const { status, body } = await exchange(port, "GET", address);
      if (status !== 200) return close();
      for (const packet of body.split(SEPARATOR)) listener.frame(packet);
    }
  };
  listener.frame(body);
  poll().catch(close);
  return {
    send: async (frames) => {
      if (!state.open || frames.length === 0) return;
      const packets = frames.map((frame) =>
        "text" in frame ? frame.text : `b${Buffer.from(frame.hex, "hex").toString("base64")}`,
      );
      const { status } = await exchange(port, "POST", address, packets.join(SEPARATOR));
      if (status !== 200) close();
    },
    drop: () => {
      state.open = false;
      // A poll that waits is answered by this, so that nothing stays behind.
      exchange(port, "POST", address, "1").catch(() => undefined);
    },
  };
}
