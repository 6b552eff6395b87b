// Aligned columns for people.

import { textWidth } from "./text-width.ts";

/** How a cell looks: its text with or without escape sequences around it. */
export type DressCell = (cell: string, column: number, row: number) => string;

/** Rows with their columns aligned, two blanks between them, none at the end. */
export function toTable(
  rows: readonly (readonly string[])[],
  dress: DressCell = (cell) => cell,
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
    });
  }
  return rows.map((row, rowIndex) =>
    row
      .map((cell, column) => {
        const blanks = column === row.length - 1 ? 0 : (widths[column] ?? 0) - textWidth(cell);
        return dress(cell, column, rowIndex) + " ".repeat(blanks);
      })
      .join("  ")
      .trimEnd(),
  );
}
