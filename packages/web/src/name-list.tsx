// Several names and what they did, as a sentence: "ada and bob joined". Each name keeps its own direction.

import type { ComponentChildren } from "preact";

/** More names than this become a number. */
const NAMES_MAX = 4;

interface NameListProps {
  names: readonly string[];
  /** What they did, said of one and of several. */
  does: string;
  /** The same of several, where it differs. */
  do?: string;
}

/** Nothing, where there are no names. */
export function NameList({ names, does, do: severalDo = does }: NameListProps) {
  const { length } = names;
  if (length === 0) return null;
  const told = length > NAMES_MAX ? names.slice(0, NAMES_MAX - 1) : names;
  const parts: ComponentChildren[] = told.map((name) => <bdi key={name}>{name}</bdi>);
  if (told !== names) parts.push(`${length - told.length} others`);
  const last = parts.length - 1;
  return (
    <span class="names">
      {parts.map((part, index) => [
        index > 0 && (index < last ? ", " : last > 1 ? ", and " : " and "),
        part,
      ])}{" "}
      {length > 1 ? severalDo : does}
    </span>
  );
}
