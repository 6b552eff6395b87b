// When the page is drawn anew: once a frame at most, and in a flood only so often that half of the time is left for who
// types. Knows nothing of what is drawn.

/** What the pace is kept with. Times in milliseconds. */
export interface PaceEnvironment {
  now: () => number;
  /** Calls back with the next frame; not while the page is hidden. */
  onFrame: (callback: () => void) => void;
  after: (ms: number, callback: () => void) => void;
}

/** A hidden page has no frames, but a title to keep. */
const HIDDEN_FRAME_MS = 200;
/** However long a drawing took, the next one waits no longer than this. */
const REST_MAX_MS = 100;

/** Takes drawings as `options.debounceRendering` of Preact hands them out, and does each when its time has come. */
export function createPace({ now, onFrame, after }: PaceEnvironment): (draw: () => void) => void {
  let restUntil = 0;
  return (draw) => {
    let due = true;
    const drawOnce = (): void => {
      if (!due) return;
      due = false;
      const start = now();
      draw();
      // A task behind the frame: by then its layout and painting are done, too.
      after(0, () => (restUntil = now() + Math.min(now() - start, REST_MAX_MS)));
    };
    const rest = restUntil - now();
    if (rest > 0) after(rest, () => onFrame(drawOnce));
    else onFrame(drawOnce);
    after(HIDDEN_FRAME_MS, drawOnce);
  };
}
