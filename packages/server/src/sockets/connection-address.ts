// The client's address of each connection, kept as one short text while all else of the request is let go.

import type { Socket } from "socket.io";

type Connection = Socket["conn"] & { address?: string };

/** Notes whose connection it is, once, before anything is heard of it. */
export function noteAddress(conn: Socket["conn"], address: string): void {
  (conn as Connection).address = address;
}

/** Whose connection it is: such as `192.0.2.7`, of IPv6 the network `2001:db8:0:1::/64`. */
export function addressOf(conn: Socket["conn"]): string {
  return (conn as Connection).address ?? "unknown";
}
