// Keeps the log where the reader is: at its end while one follows it, and still while one reads further up.
// Knows the scrolling element and its rows, nothing of what is in them.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Ref } from "preact";
import { growStretch, holdStretch, toStretch, type LogWindow, type Stretch } from "./log-window.ts";

/** What the log is held by: messages alone, as a day line or a notice may change its place when more comes in. */
const ANCHORS = "article[data-key]";
/** Nearer to an edge than this, in pixels, more of the log comes in. */
const EDGE = 600;
/** As near to the end as this, in pixels, counts as there. */
const END_TOLERANCE = 24;

interface LogScrollOptions {
  entries: readonly { readonly key: string; readonly type: string }[];
  /** Whether older entries can be asked for. */
  hasOlder: boolean;
  /** Asks for older entries. May reject: it is then not asked again until the reader scrolls. */
  onOlder: () => Promise<void>;
}

interface Motion {
  /** Whether the end is being followed. */
  follows: boolean;
  /** Where the log was scrolled to, in pixels. */
  top: number;
  /** Which way the reader last went. */
  side: "older" | "newer";
  /** Whether asking for older entries failed since the reader last scrolled. */
  olderFailed: boolean;
}

/** What the log needs to render. */
export interface LogScroll {
  scroller: Ref<HTMLDivElement>;
  content: Ref<HTMLDivElement>;
  onScroll: () => void;
  /** The part of the entries to render. A message is an `article` that carries its key as `data-key`. */
  stretch: Stretch;
  /** Whether the reader is at the end, and stays there. */
  atEnd: boolean;
  toEnd: () => void;
}

/** Follows the end of a log, or holds it still. */
export function useLogScroll({ entries, hasOlder, onOlder }: LogScrollOptions): LogScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<LogWindow>("end");
  const stretch = toStretch(entries, shown, innerHeight);
  // What must be known at once, between renderings.
  const now = useRef<Motion>({ follows: true, top: 0, side: "older", olderFailed: false });
  const anchor = useRef<{ key: string; top: number } | undefined>(undefined);

  const hold = (next: Stretch): void => setShown(holdStretch(entries, next));

  const grow = (box: HTMLDivElement): void => {
    const { follows, side, olderFailed } = now.current;
    if (follows) {
      // A log that does not fill its box cannot be scrolled to ask for more.
      if (box.scrollHeight > box.clientHeight) return;
    } else if (side === "newer") {
      if (distanceToEnd(box) < EDGE && stretch.to < entries.length) {
        hold(growStretch(stretch, "newer", entries.length));
      }
      return;
    }
    if (box.scrollTop >= EDGE) return;
    if (stretch.from > 0 && !follows) hold(growStretch(stretch, "older", entries.length));
    else if (stretch.from === 0 && hasOlder && !olderFailed) {
      onOlder().catch(() => {
        now.current.olderFailed = true;
      });
    }
  };

  const settle = (): void => {
    const box = scroller.current;
    if (box === null) return;
    if (now.current.follows) box.scrollTop = box.scrollHeight;
    else restore(box, anchor.current);
    now.current.top = box.scrollTop;
    anchor.current = findAnchor(box);
    grow(box);
  };
  const latestSettle = useRef(settle);
  latestSettle.current = settle;
  useLayoutEffect(settle);
  useEffect(() => {
    const observer = new ResizeObserver(() => latestSettle.current());
    if (scroller.current !== null) observer.observe(scroller.current);
    if (content.current !== null) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  const onScroll = (): void => {
    const box = scroller.current;
    if (box === null) return;
    const state = now.current;
    const there = distanceToEnd(box) < END_TOLERANCE && stretch.to === entries.length;
    const movedUp = box.scrollTop < state.top - 1;
    if (movedUp || box.scrollTop > state.top) state.side = movedUp ? "older" : "newer";
    state.olderFailed = false;
    state.top = box.scrollTop;
    if (!state.follows && there && !movedUp) {
      state.follows = true;
      setShown("end");
    } else if (state.follows && movedUp && !there) {
      state.follows = false;
      hold(stretch);
    }
    anchor.current = findAnchor(box);
    grow(box);
  };

  const toEnd = (): void => {
    now.current.follows = true;
    setShown("end");
    latestSettle.current();
  };

  return { scroller, content, onScroll, stretch, atEnd: shown === "end", toEnd };
}

function distanceToEnd(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}

/** The first message that is in sight, and where. */
function findAnchor(box: HTMLElement): { key: string; top: number } | undefined {
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

function restore(box: HTMLElement, anchor: { key: string; top: number } | undefined): void {
  if (anchor === undefined) return;
  for (const row of box.querySelectorAll<HTMLElement>(ANCHORS)) {
    if (row.dataset["key"] !== anchor.key) continue;
    const moved = row.getBoundingClientRect().top - box.getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) >= 1) box.scrollTop += moved;
    return;
  }
}
