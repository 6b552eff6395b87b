// The next turn of the event loop, in Node and in browsers. Timers are no substitute: browsers hold those of hidden
// pages back for up to a minute.

type Scheduler = (callback: () => void) => void;

/** Calls back in a later turn of the event loop, as soon as what is already waiting there was served. */
export const nextTurn: Scheduler = createScheduler();

function createScheduler(): Scheduler {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown };
  if (setImmediate !== undefined) return (callback) => void setImmediate(callback);
  if (typeof MessageChannel === "undefined") return (callback) => void setTimeout(callback, 0);
  const waiting: (() => void)[] = [];
  const channel = new MessageChannel();
  channel.port1.addEventListener("message", () => waiting.shift()?.());
  channel.port1.start();
  return (callback) => {
    waiting.push(callback);
    channel.port2.postMessage(null);
  };
}
