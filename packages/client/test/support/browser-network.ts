// What browsers have and Node lacks: word of the network's return.

/** Lets `act` run as in a browser. It is handed what makes the network come back. */
export async function inBrowser(act: (comeOnline: () => void) => Promise<void>): Promise<void> {
  const target = new EventTarget();
  Object.assign(globalThis, {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  });
  try {
    await act(() => target.dispatchEvent(new Event("online")));
  } finally {
    Reflect.deleteProperty(globalThis, "addEventListener");
    Reflect.deleteProperty(globalThis, "removeEventListener");
  }
}
