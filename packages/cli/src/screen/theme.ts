// The colours of the screen, as data: one record a theme, and which of them a terminal gets. Knows no text and no
// escape sequence. That all of it is legible is tested, not hoped for.

/** A colour of the 256-colour palette, or an exact one with the nearest of the palette for terminals without it. */
export type Colour = number | { hex: string; near: number };

/** What the person may choose. `auto` asks the terminal what its background is. */
export const THEME_CHOICES = ["auto", "dark", "light", "high-contrast", "none"] as const;

/** One of {@link THEME_CHOICES}. */
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** How bright a terminal's background is. */
export type Background = "dark" | "light" | "unknown";

/** What a theme has a colour for besides names. */
export interface ThemeColours {
  /** What may be overlooked: times, rules, notices. */
  muted: Colour;
  /** Titles of panels, links. */
  accent: Colour;
  /** What calls for oneself: mentions, the line where one left off, unread rooms. */
  alert: Colour;
  good: Colour;
  wait: Colour;
  bad: Colour;
  code: Colour;
}

/** The colours of a screen. */
export interface Theme {
  name: string;
  /** The brightest and the darkest background it is legible on, `#rrggbb`. */
  backgrounds: readonly string[];
  /** The contrast, as WCAG 2.2 counts it, that every colour has with each of these. */
  contrast: number;
  /** Absent where there are no colours at all: then words and signs alone say everything. */
  colours?: ThemeColours;
  /** Colours of names; empty where names are in the terminal's own colour. */
  names: readonly Colour[];
  /** The bar on top: its own colours, or those of the terminal reversed; plain where absent. */
  bar?: { front: Colour; back: Colour } | "inverse";
  /** Whether bold, italic and the like may be used. */
  dressed: boolean;
}

const DARK_BACKGROUNDS = ["#000000", "#1e1e1e", "#282c34", "#2e3440"];
const LIGHT_BACKGROUNDS = ["#ffffff", "#fafafa", "#fdf6e3"];

const dark: Theme = {
  ...{ name: "dark", backgrounds: DARK_BACKGROUNDS, contrast: 4.5 },
  ...{ dressed: true, bar: { front: 252, back: 237 } },
  colours: { muted: 247, accent: 117, alert: 221, good: 114, wait: 215, bad: 210, code: 186 },
  names: [75, 220, 42, 210, 207, 112, 143, 80, 208, 219, 141, 215, 142, 72],
};

const light: Theme = {
  ...{ name: "light", backgrounds: LIGHT_BACKGROUNDS, contrast: 4.5 },
  ...{ dressed: true, bar: { front: 235, back: 254 } },
  colours: { muted: 241, accent: 25, alert: 126, good: 22, wait: 94, bad: 124, code: 54 },
  names: [25, 160, 22, 162, 55, 94, 53, 96, 27, 88, 127, 24],
};

const highContrastDark: Theme = {
  ...{ name: "high-contrast", backgrounds: DARK_BACKGROUNDS, contrast: 7, dressed: true },
  bar: "inverse",
  colours: { muted: 254, accent: 159, alert: 227, good: 157, wait: 222, bad: 224, code: 230 },
  names: [45, 220, 48, 217, 229, 86, 219, 191, 114, 119, 185, 123],
};

const highContrastLight: Theme = {
  ...{ name: "high-contrast", backgrounds: LIGHT_BACKGROUNDS, contrast: 7, dressed: true },
  bar: "inverse",
  colours: { muted: 236, accent: 18, alert: 52, good: 22, wait: 52, bad: 88, code: 53 },
  names: [22, 55, 88, 89, 52, 90, 18, 53],
};

/** For terminals that do not say what they are, with the brightness that black and white are equally far from. */
const either: Theme = {
  ...{ name: "either", backgrounds: ["#000000", "#ffffff"], contrast: 4.5, dressed: true },
  bar: "inverse",
  colours: {
    muted: { hex: "#767676", near: 243 },
    accent: { hex: "#1a7bb6", near: 31 },
    alert: { hex: "#bd581b", near: 130 },
    good: { hex: "#228713", near: 28 },
    wait: { hex: "#907115", near: 94 },
    bad: { hex: "#df2d2d", near: 160 },
    code: { hex: "#13855b", near: 29 },
  },
  names: [
    { hex: "#df2d2d", near: 160 },
    { hex: "#bd581b", near: 130 },
    { hex: "#907115", near: 94 },
    { hex: "#6f7c12", near: 64 },
    { hex: "#228713", near: 28 },
    { hex: "#13855b", near: 29 },
    { hex: "#138282", near: 30 },
    { hex: "#1a7bb6", near: 31 },
    { hex: "#466de5", near: 62 },
    { hex: "#7161e8", near: 99 },
    { hex: "#9a4de6", near: 98 },
    { hex: "#c41fdc", near: 164 },
    { hex: "#d51ea7", near: 163 },
    { hex: "#df2269", near: 161 },
  ],
};

/** High contrast on a background nobody knows: the terminal's own colours, bold and reversed. */
const highContrastEither: Theme = {
  ...{ name: "high-contrast", backgrounds: [], contrast: 7, dressed: true },
  bar: "inverse",
  names: [],
};

const none: Theme = { name: "none", backgrounds: [], contrast: 0, dressed: false, names: [] };

/** All themes there are. */
export const themes: readonly Theme[] = [
  ...[dark, light, either, none],
  ...[highContrastDark, highContrastLight, highContrastEither],
];

/** The theme for a choice, on a terminal of that background. */
export function chooseTheme(choice: ThemeChoice, background: Background): Theme {
  switch (choice) {
    case "dark":
      return dark;
    case "light":
      return light;
    case "none":
      return none;
    case "high-contrast":
      return { dark: highContrastDark, light: highContrastLight, unknown: highContrastEither }[
        background
      ];
    case "auto":
      return { dark, light, unknown: either }[background];
  }
}
