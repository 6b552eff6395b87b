// The next turn of the event loop, in Node and in browsers. Timers are no substitute: browsers hold those of hidden
// pages back for up to a minute.

/** Calls back in a later turn of the event loop, as soon as what is already waiting there was served. */
export const nextTurn: (callback: () => void) => unknown =
  (globalThis as { setImmediate?: (callback: () => void) => unknown }).setImmediate ??
  createBrowsersTurn();

function createBrowsersTurn(): typeof nextTurn {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => waiting.shift()?.());
  port1.start();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(0);
  };
}
