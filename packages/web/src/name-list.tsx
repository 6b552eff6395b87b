// Several names and what they did, as a sentence: "ada and bob joined". Each name keeps its own direction.

/** Made when first used: it takes a telephone as long as drawing the page. */
let enumeration: Intl.ListFormat | undefined;
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
export function NameList({ names, does, do: severalDo }: NameListProps) {
  if (names.length === 0) return null;
  const told = names.length > NAMES_MAX ? names.slice(0, NAMES_MAX - 1) : names;
  const others = names.length - told.length;
  // The number stands last: it is the one element that is no name.
  enumeration ??= new Intl.ListFormat("en", { type: "conjunction" });
  const parts = enumeration.formatToParts(others > 0 ? [...told, `${others} others`] : told);
  return (
    <span class="names">
      {parts.map(({ type, value }, index) =>
        type === "element" && !(others > 0 && index === parts.length - 1) ? (
          <bdi key={index}>{value}</bdi>
        ) : (
          value
        ),
      )}{" "}
      {names.length > 1 ? (severalDo ?? does) : does}
    </span>
  );
}
