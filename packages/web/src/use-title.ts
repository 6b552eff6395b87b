// The title of the page: the open room, and how much waits to be read.

import { useEffect } from "preact/hooks";
import { toBadge, type Unread } from "./unread.ts";

/** Sets the document's title: `(3) general · chat`; `(@3)` where one is mentioned. */
export function useTitle(open: string | undefined, { count, mentioned }: Unread): void {
  const waiting = count === 0 ? "" : `(${mentioned ? "@" : ""}${toBadge(count)}) `;
  const title = `${waiting}${open === undefined ? "" : `${open} · `}chat`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
