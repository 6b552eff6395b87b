// Looking for something that was sent before by a part of it. A pure state that knows no keys.

/** A search under way. */
export interface HistorySearch {
  /** What is looked for; upper and lower case are one. */
  query: string;
  /** The place in the history of what was found, -1 where nothing fits. */
  at: number;
}

/** Nothing looked for yet. */
export const emptySearch: HistorySearch = { query: "", at: -1 };

/** Looks for something else: the newest that fits. */
export function lookFor(history: readonly string[], query: string): HistorySearch {
  return { query, at: query === "" ? -1 : find(history, query, history.length - 1) };
}

/** The next older one that fits and is another text; the same search where there is none. */
export function lookOlder(history: readonly string[], search: HistorySearch): HistorySearch {
  const shown = history[search.at];
  let at = search.at;
  do at = find(history, search.query, at - 1);
  while (at >= 0 && history[at] === shown);
  return at < 0 ? search : { ...search, at };
}

function find(history: readonly string[], query: string, from: number): number {
  const wanted = query.toLowerCase();
  for (let at = from; at >= 0; at--) {
    if (history[at]?.toLowerCase().includes(wanted)) return at;
  }
  return -1;
}
