// Socket.IO's adapter without its rooms: who hears which room is the broadcaster's affair, and each connection would
// otherwise be kept in a room of its own.

import { Adapter } from "socket.io-adapter";

/** An adapter that remembers nobody. */
export class RoomlessAdapter extends Adapter {
  override addAll(): void {}

  override del(): void {}

  override delAll(): void {}
}
