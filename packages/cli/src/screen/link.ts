// Links of the terminal (OSC 8), made here from addresses in messages. Such a sequence that somebody sent never gets
// this far; what an address holds is what `URL` makes of it, in printable ASCII.

import { createHash } from "node:crypto";

import type { Dress } from "./paint.ts";

/** Longer ones terminals cut off or ignore. Source: the proposal "Hyperlinks in terminal emulators", on VTE and iTerm2. */
const ADDRESS_MAX = 2_083;
const OPEN = "\x1b]8;";
const CLOSE = "\x1b]8;;\x1b\\";

/** What makes text a link to this address; undefined where it leads nowhere safe. */
export function toLink(address: string): Dress | undefined {
  const href = toSafeHref(address);
  if (href === undefined) return undefined;
  // The same id on every row: the terminal shows the rows of a long address as one link.
  const id = createHash("sha1").update(href).digest("base64url").slice(0, 8);
  return (text) => `${OPEN}id=${id};${href}\x1b\\${text}${CLOSE}`;
}

function toSafeHref(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, username, password, href } = new URL(address);
  if (protocol !== "http:" && protocol !== "https:") return undefined;
  if (username !== "" || password !== "") return undefined;
  return href.length <= ADDRESS_MAX && /^[\x21-\x7e]+$/.test(href) ? href : undefined;
}
