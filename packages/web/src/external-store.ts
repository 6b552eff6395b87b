// What `useChat` needs of React, on Preact's hooks: the build puts this module in React's place.

import { useEffect, useReducer } from "preact/hooks";

/** Renders with the newest snapshot of a store, and again when it changes. As React's hook of this name. */
export function useSyncExternalStore<T>(
  subscribe: (listener: () => void) => () => void,
  getSnapshot: () => T,
): T {
  const [, renderAgain] = useReducer((count: number, _: void) => count + 1, 0);
  const value = getSnapshot();
  useEffect(() => {
    // The store may have changed between the rendering and this subscription.
    if (!Object.is(value, getSnapshot())) renderAgain(undefined);
    return subscribe(() => renderAgain(undefined));
  }, [subscribe]);
  return value;
}
