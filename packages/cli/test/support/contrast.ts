// The contrast of two colours. Source: WCAG 2.2, "relative luminance" and "contrast ratio".

import type { Colour } from "../../src/screen/theme.ts";

const CUBE = [0, 95, 135, 175, 215, 255];

/** The red, green and blue of a colour, each 0 to 255. Of the palette only what terminals do not redefine. */
export function rgbOf(colour: Colour): [number, number, number] {
  if (typeof colour !== "number") {
    const value = Number.parseInt(colour.hex.slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  if (colour < 16) throw new Error(`${colour} is another colour in every terminal`);
  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10;
    return [grey, grey, grey];
  }
  const at = colour - 16;
  const [red = 0, green = 0, blue = 0] = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(
    (step) => CUBE[step],
  );
  return [red, green, blue];
}

/** The contrast of a colour with a background of the form `#rrggbb`, 1 to 21. */
export function contrastOf(colour: Colour, background: string): number {
  const one = luminanceOf(rgbOf(colour));
  const other = luminanceOf(rgbOf({ hex: background, near: 0 }));
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** How different two colours look, as CIE 1976 counts it: from 10 on people tell them apart at a glance. */
export function differenceOf(one: Colour, other: Colour): number {
  const [a, b] = [labOf(one), labOf(other)];
  return Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
}

function labOf(colour: Colour): number[] {
  const [red = 0, green = 0, blue = 0] = rgbOf(colour).map(linear);
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function curve(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}

function linear(part: number): number {
  const value = part / 255;
  return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function luminanceOf(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
