// Whether anybody looks at the page. Knows nothing of what is on it.

import { useEffect, useRef, useState } from "preact/hooks";

/** Whether one is looking at the page. `onEnd` is called at once when that ends, as the page may be gone after it. */
export function useAttention(onEnd: () => void): boolean {
  const [attentive, setAttentive] = useState(isLookedAt);
  const latest = useRef(onEnd);
  latest.current = onEnd;
  useEffect(() => {
    const look = (event: Event): void => {
      const looked = event.type !== "pagehide" && isLookedAt();
      if (!looked) latest.current();
      setAttentive(looked);
    };
    const targets = [
      [window, "focus"],
      [window, "blur"],
      [window, "pagehide"],
      [document, "visibilitychange"],
    ] as const;
    for (const [target, type] of targets) target.addEventListener(type, look);
    return () => {
      for (const [target, type] of targets) target.removeEventListener(type, look);
    };
  }, []);
  return attentive;
}

/** Whether the page is in sight and has the focus. */
export function isLookedAt(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
