// When to paint: what the person did at once, what others say at most thirty times a second, and half as often while
// so much comes that nobody can read it. Knows no frame.

/** Between two paints of what others say, in milliseconds. */
const PAINT_EVERY_MS = 33;
const PAINT_FLOOD_EVERY_MS = 66;
/** A paint of so many characters changed most of the screen. */
const FLOOD_CHARACTERS = 2_000;

/** Calls `paint` when it is time to. */
export class PaintTimer {
  readonly #paint: () => number;
  #timer: NodeJS.Timeout | undefined;
  #painted = -Infinity;
  #rest = PAINT_EVERY_MS;

  /** @param paint must not throw; returns how many characters that took */
  constructor(paint: () => number) {
    this.#paint = paint;
  }

  /** Paints soon, together with what else changes until then. */
  soon = (): void => {
    const wait = Math.max(0, this.#painted + this.#rest - performance.now());
    this.#timer ??= setTimeout(this.now, wait);
  };

  /** Paints at once. */
  now = (): void => {
    this.stop();
    this.#painted = performance.now();
    this.#rest = this.#paint() < FLOOD_CHARACTERS ? PAINT_EVERY_MS : PAINT_FLOOD_EVERY_MS;
  };

  /** Does not paint any more until it is asked to. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
