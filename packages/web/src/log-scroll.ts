// Keeps the log where the reader is: at its end while one follows it, and still while one reads further up.
// Knows the scrolling element and its rows, nothing of what is in them.

import { growStretch, holdStretch, type LogWindow, type Stretch } from "./log-window.ts";

/** What the log is held by: messages alone, as a day line or a notice may change its place when more comes in. */
const ANCHORS = "article[data-key]";
/** Nearer to an edge than this, in pixels, more of the log comes in. */
const EDGE = 600;
/** As near to the end as this, in pixels, counts as there. */
const END_TOLERANCE = 24;

/** What of a log is drawn, and what there is besides. */
export interface DrawnLog {
  entries: readonly { readonly key: string; readonly type: string }[];
  /** The part of the entries that is drawn. A message is an `article` that carries its key as `data-key`. */
  stretch: Stretch;
  /** Whether older entries can be asked for. */
  hasOlder: boolean;
  /** Asks for older entries. May reject: it is then not asked again until the reader scrolls. */
  onOlder: () => Promise<void>;
}

/** A message in sight, and how far below the upper edge it is, in pixels. */
interface Anchor {
  key: string;
  top: number;
}

/** Follows the end of a log, or holds it still. */
export class LogScroll {
  /** To be kept as it is on the page. */
  drawn: DrawnLog;
  #show: (window: LogWindow) => void;
  #box: HTMLElement | undefined;
  #observer = new ResizeObserver(() => this.settle());
  /** Whether the end is being followed. */
  #follows = true;
  /** Where the log was scrolled to, in pixels. */
  #top = 0;
  /** Which way the reader last went. */
  #side: "older" | "newer" = "older";
  /** Whether asking for older entries failed since the reader last scrolled. */
  #olderFailed = false;
  #anchor: Anchor | undefined;

  /** @param show is told which part of the log to draw */
  constructor(drawn: DrawnLog, show: (window: LogWindow) => void) {
    this.drawn = drawn;
    this.#show = show;
  }

  /** Takes the element that scrolls, whose first child holds the rows. */
  begin(box: HTMLElement): void {
    this.#box = box;
    this.#observer.observe(box);
    if (box.firstElementChild !== null) this.#observer.observe(box.firstElementChild);
    this.settle();
  }

  /** Lets go of the element. */
  end(): void {
    this.#observer.disconnect();
  }

  /** Puts the log where the reader is; to be called when it was drawn anew. */
  settle(): void {
    const box = this.#box;
    if (box === undefined) return;
    if (this.#follows) box.scrollTop = box.scrollHeight;
    else restore(box, this.#anchor, box.scrollTop - this.#top);
    this.#top = box.scrollTop;
    this.#anchor = findAnchor(box);
    this.#grow(box);
  }

  /** To be called when the element was scrolled, by whomever. */
  scrolled(): void {
    const box = this.#box;
    if (box === undefined) return;
    const { entries, stretch } = this.drawn;
    const there = distanceToEnd(box) < END_TOLERANCE && stretch.to === entries.length;
    const movedUp = box.scrollTop < this.#top - 1;
    if (movedUp || box.scrollTop > this.#top) this.#side = movedUp ? "older" : "newer";
    this.#olderFailed = false;
    this.#top = box.scrollTop;
    if (!this.#follows && there && !movedUp) {
      this.#follows = true;
      this.#show("end");
    } else if (this.#follows && movedUp && !there) {
      this.#follows = false;
      this.#hold(stretch);
    }
    this.#anchor = findAnchor(box);
    this.#grow(box);
  }

  /** Leads back to the end. */
  toEnd(): void {
    this.#follows = true;
    this.#show("end");
    this.settle();
  }

  #hold(stretch: Stretch): void {
    this.#show(holdStretch(this.drawn.entries, stretch));
  }

  #grow(box: HTMLElement): void {
    const { entries, stretch, hasOlder, onOlder } = this.drawn;
    if (this.#follows) {
      // A log that does not fill its box cannot be scrolled to ask for more.
      if (box.scrollHeight > box.clientHeight) return;
    } else if (this.#side === "newer") {
      if (distanceToEnd(box) < EDGE && stretch.to < entries.length) {
        this.#hold(growStretch(stretch, "newer", entries.length));
      }
      return;
    }
    if (box.scrollTop >= EDGE) return;
    if (stretch.from > 0 && !this.#follows) {
      this.#hold(growStretch(stretch, "older", entries.length));
    } else if (stretch.from === 0 && hasOlder && !this.#olderFailed) {
      onOlder().catch(() => {
        this.#olderFailed = true;
      });
    }
  }
}

function distanceToEnd(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}

/** The first message that is in sight, and where. */
function findAnchor(box: HTMLElement): Anchor | undefined {
  const edge = box.getBoundingClientRect().top;
  const rows = box.querySelectorAll<HTMLElement>(ANCHORS);
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  const row = rows[low];
  const key = row?.dataset["key"];
  if (row === undefined || key === undefined) return undefined;
  return { key, top: row.getBoundingClientRect().top - edge };
}

/** Puts a message back where it was. @param scrolled how far the reader went since, of which no event has told yet */
function restore(box: HTMLElement, anchor: Anchor | undefined, scrolled: number): void {
  if (anchor === undefined) return;
  for (const row of box.querySelectorAll<HTMLElement>(ANCHORS)) {
    if (row.dataset["key"] !== anchor.key) continue;
    const top = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const moved = top - anchor.top + scrolled;
    if (Math.abs(moved) >= 1) box.scrollTop += moved;
    return;
  }
}
