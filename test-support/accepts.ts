// Whether something listens on a port, for what says nothing once it does.

import { connect } from "node:net";

/** Whether a connection to a local port is taken. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
