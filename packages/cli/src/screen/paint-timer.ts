// When to paint: what the person did at once, what others say at most thirty times a second. Knows no frame.

/** Between two paints of what others say, in milliseconds. */
const PAINT_EVERY_MS = 33;

/** Calls `paint` when it is time to. */
export class PaintTimer {
  readonly #paint: () => void;
  #timer: NodeJS.Timeout | undefined;
  #painted = -Infinity;

  /** @param paint must not throw */
  constructor(paint: () => void) {
    this.#paint = paint;
  }

  /** Paints soon, together with what else changes until then. */
  soon = (): void => {
    const wait = Math.max(0, this.#painted + PAINT_EVERY_MS - performance.now());
    this.#timer ??= setTimeout(this.now, wait);
  };

  /** Paints at once. */
  now = (): void => {
    this.stop();
    this.#painted = performance.now();
    this.#paint();
  };

  /** Does not paint any more until it is asked to. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
