// Who may connect: the page's origin and the server's token, checked before anything else is heard.

import { ChatError } from "@chat/protocol";
import type { Socket } from "socket.io";

import type { Admission } from "../admission.ts";

/** Socket.IO middleware that refuses whom `admission` refuses; the `connect_error` carries code and message. */
export function checkHandshake(admission: Admission) {
  return (socket: Socket, next: (error?: Error) => void): void => {
    const { auth, headers } = socket.handshake;
    try {
      admission.checkOrigin(headers.origin, headers.host);
      admission.checkToken(auth["token"]);
      next();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      next(Object.assign(new Error(error.message), { data: error.toWire() }));
    }
  };
}
