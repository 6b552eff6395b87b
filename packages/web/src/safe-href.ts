// Where a link may lead. The one place in the page where text from others becomes an address.

/** The address to link to, undefined where the text is no `http` or `https` address or carries a username. */
export function toSafeHref(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") return undefined;
  return username + password === "" ? href : undefined;
}
