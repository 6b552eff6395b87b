// How moments are written for people: the time of the day, and the day, in local time. Knows no settings file.

/** How the person wants to read moments. */
export interface TimeStyle {
  /** `14:05` or `2:05pm`. */
  clock: "24h" | "12h";
  /** The locale of days, as `de-DE`; that of this process where absent. */
  locale?: string;
}

let chosen: TimeStyle = { clock: "24h" };
/** Made when it is needed: that takes milliseconds. */
let days: Intl.DateTimeFormat | undefined;

/** From now on moments are written so: it is one person's terminal. */
export function setTimeStyle(style: TimeStyle): void {
  if (style.locale !== chosen.locale) days = undefined;
  chosen = style;
}

/** The time of the day: `14:05`, or `2:05pm`. */
export function formatTime(moment: Date): string {
  const hours = moment.getHours();
  const minutes = String(moment.getMinutes()).padStart(2, "0");
  if (chosen.clock === "24h") return `${String(hours).padStart(2, "0")}:${minutes}`;
  return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes}${hours < 12 ? "am" : "pm"}`;
}

/** The cells of the longest time of the day: what a column of them is as wide as. */
export function timeCells(): number {
  return chosen.clock === "24h" ? 5 : 7;
}

/** The day, as the locale writes it: `Sun, 22 Nov 2026`. */
export function formatDay(moment: Date): string {
  days ??= createDays(chosen.locale);
  return days.format(moment);
}

/**
 * The locale for days that the environment names, as `de-DE`: of `LC_ALL`, `LC_TIME` and `LANG` the first that is set.
 * Undefined for `C`, and for what this program knows nothing of.
 */
export function localeOfDays(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const name = env["LC_ALL"] || env["LC_TIME"] || env["LANG"] || "";
  const [language = ""] = name.replaceAll("_", "-").split(/[.@]/);
  if (language === "C" || language === "POSIX") return undefined;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)[0];
  } catch {
    return undefined;
  }
}

function createDays(locale: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}
