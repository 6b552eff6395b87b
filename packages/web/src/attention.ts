// Whether anybody looks at the page. Knows nothing of what is on it.

/** Whether the page is in sight and has the focus. */
export function isLookedAt(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/**
 * Tells of every change, at once: when attention ends the page may be gone after it.
 *
 * @returns what ends the watching
 */
export function watchAttention(onChange: (attentive: boolean) => void): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  const look = ({ type }: Event): void => onChange(type !== "pagehide" && isLookedAt());
  for (const type of ["focus", "blur", "pagehide"]) addEventListener(type, look, { signal });
  document.addEventListener("visibilitychange", look, { signal });
  return () => watching.abort();
}
