// Whether a text names somebody. Pure.

/** Whether a text names somebody: the name, with nothing around it that could be part of another. */
export function mentions(text: string, username: string): boolean {
  for (let at = text.indexOf(username); at >= 0; at = text.indexOf(username, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + username.length, at + username.length + 3);
    if (!NAME_PART.test(before) && !NAME_GOES_ON.test(after)) return true;
  }
  return false;
}

const NAME_PART = /[\p{L}\p{M}\p{N}_\-.]$/u;
// A full stop ends a sentence more often than it is part of a name.
const NAME_GOES_ON = /^(?:[\p{L}\p{M}\p{N}_-]|\.[\p{L}\p{N}])/u;
