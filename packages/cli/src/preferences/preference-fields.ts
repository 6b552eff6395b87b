// How the chat may look and behave, as data: each choice with its values and its help. Knows no file and no screen.

/** Choices by name. */
export interface Choices {
  theme: "auto" | "dark" | "light" | "high-contrast" | "none";
  time: "24h" | "12h";
  /** A locale, as `de-DE`, or `auto`. */
  dates: string;
  notify: NotifyLevel;
  alert: AlertChoice;
  title: OnOff;
  mouse: OnOff;
  plain: OnOff;
}

/** The name of a choice. */
export type ChoiceName = keyof Choices;

/** What one is told of by a sign. */
export type NotifyLevel = "mentions" | "all" | "off";

/** How one is told. */
export type AlertChoice = "auto" | "bell" | "osc9" | "osc777" | "osc99" | "off";

type OnOff = "on" | "off";

/** One choice. */
export interface PreferenceField<Name extends ChoiceName = ChoiceName> {
  name: Name;
  /** The values there are; where it is empty, `accepts` says what is one. */
  values: readonly Choices[Name][];
  /** The value where none is chosen. */
  initial: Choices[Name];
  help: string;
  /** What a value is, in a few words, where `values` does not say it. */
  kind?: string;
  /** Whether a text is a value, where `values` does not say it. */
  accepts?: (text: string) => boolean;
}

/** What one may be told of. */
export const NOTIFY_LEVELS: readonly NotifyLevel[] = ["mentions", "all", "off"];

const field = <Name extends ChoiceName>(
  name: Name,
  values: readonly Choices[Name][],
  initial: Choices[Name],
  help: string,
  more: Pick<PreferenceField<Name>, "kind" | "accepts"> = {},
): PreferenceField<Name> => ({ name, values, initial, help, ...more });

/** All choices, in the order in which they are shown. */
export const preferenceFields: readonly PreferenceField[] = [
  field(
    "theme",
    ["auto", "dark", "light", "high-contrast", "none"],
    "auto",
    "colours; auto asks the terminal for its background, NO_COLOR is none",
  ),
  field("time", ["24h", "12h"], "24h", "how the time of a message is written"),
  field("dates", [], "auto", "how days are written: a locale such as de-DE, or auto", {
    kind: "a locale such as de-DE, or auto",
    accepts: isLocale,
  }),
  field("notify", NOTIFY_LEVELS, "mentions", "which messages are announced, see alert"),
  field(
    "alert",
    ["auto", "bell", "osc9", "osc777", "osc99", "off"],
    "auto",
    "how they are announced; auto takes what the terminal is known for",
  ),
  field("title", ["on", "off"], "on", "the room and what is unread in the window's title"),
  field("mouse", ["on", "off"], "on", "the wheel scrolls; Shift and drag selects text"),
  field(
    "plain",
    ["off", "on"],
    "off",
    "line by line, as screen readers want it; from the next start",
  ),
];

/** The choice of a name. */
export function findField(name: string): PreferenceField | undefined {
  return preferenceFields.find((known) => known.name === name);
}

/** Whether a text is a value of a choice. */
export function isValueOf(known: PreferenceField, value: unknown): boolean {
  if (typeof value !== "string") return false;
  return known.values.some((one) => one === value) || known.accepts?.(value) === true;
}

/** What the values of a choice are, for people. */
export function toValuesWords({ values, kind }: PreferenceField): string {
  return kind ?? `one of ${values.join(", ")}`;
}

function isLocale(text: string): boolean {
  if (text === "auto") return true;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}
