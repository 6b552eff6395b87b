// Who may connect: the page's origin and the server's token, checked before anything else is heard.

import type { IncomingMessage, ServerResponse } from "node:http";

import { ChatError } from "@chat/protocol";
import type { Socket } from "socket.io";

import type { Admission } from "../admission.ts";
import { toRateLimited } from "../limits/refused.ts";
import type { RequestLog } from "../request-log.ts";
import type { Proof } from "../rooms/name-claims.ts";
import { toProof } from "../secret-proof.ts";
import { refusalOf } from "./connection-guard.ts";

/** What is kept of a handshake. */
interface HandshakeData {
  /** What its secret proves; undefined where it brought none. */
  proof?: Proof | undefined;
}

/**
 * Socket.IO middleware that refuses whom `admission` refuses; the `connect_error` carries code and message.
 *
 * @param told what came of each: `ok`, or the code of the error
 */
export function checkHandshake(
  admission: Admission,
  told: { countHandshake: (outcome: string) => void; log: RequestLog },
) {
  return (socket: Socket, next: (error?: Error) => void): void => {
    const { auth, headers } = socket.handshake;
    try {
      const refused = refusalOf(socket.request);
      if (refused) throw toRateLimited(refused);
      admission.checkOrigin(headers.origin, headers.host);
      admission.checkToken(auth["token"]);
      const { data } = socket as { data: HandshakeData };
      data.proof = toProof(auth["secret"]);
      told.countHandshake("ok");
      next();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      told.countHandshake(error.code);
      told.log.noteRefusal(error.code, () => ({ connection: socket.id, event: "connect" }));
      next(Object.assign(new Error(error.message), { data: error.toWire() }));
    }
  };
}

/** What engine.io answers an upgrade with. It listens for the connection's end, and has the request all that time. */
interface UpgradeResponse {
  req: unknown;
}

const upgrades = new WeakMap<IncomingMessage, UpgradeResponse>();

/** Engine.IO middleware that notes what {@link forgetHandshake} has to let go of. */
export function noteUpgrade(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  if (request.headers.upgrade !== undefined) upgrades.set(request, response);
  next();
}

/**
 * Lets go of the request that a connection came with. Nobody asks for it once the connection is let in, and it is as
 * large as all else that is kept of an idle one.
 */
export function forgetHandshake(socket: Socket): void {
  const upgrade = upgrades.get(socket.request);
  if (upgrade) upgrade.req = null;
  Object.assign(socket.conn, { request: null });
  Object.assign(socket, { handshake: null });
}

/** What the secret of a connection that was let in proves; undefined where it brought none. */
export function proofOf({ data }: Socket): Proof | undefined {
  return (data as HandshakeData).proof;
}
