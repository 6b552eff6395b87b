// What `useChat` needs of React, on Preact's hooks: the build puts this module in React's place.

import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";

/** Renders with the newest snapshot of a store, and again when it changes. As React's hook of this name. */
export function useSyncExternalStore<T>(
  subscribe: (listener: () => void) => () => void,
  getSnapshot: () => T,
): T {
  const [, renderAgain] = useReducer((count: number, _: void) => count + 1, 0);
  const value = getSnapshot();
  const shown = useRef(value);
  useLayoutEffect(() => {
    shown.current = value;
  });
  useEffect(() => {
    const check = (): void => {
      if (!Object.is(shown.current, getSnapshot())) renderAgain(undefined);
    };
    // The store may have changed between the rendering and this subscription.
    check();
    return subscribe(check);
  }, [subscribe, getSnapshot]);
  return value;
}
