// The title of the page: the open room, and how much waits to be read.

import { toBadge, type Unread } from "./unread.ts";

/** `(3) general · chat`; `(@3)` where one is mentioned. */
export function toPageTitle(open: string | undefined, { count, mentioned }: Unread): string {
  const waiting = count === 0 ? "" : `(${mentioned ? "@" : ""}${toBadge(count)}) `;
  return `${waiting}${open === undefined ? "" : `${open} · `}chat`;
}
