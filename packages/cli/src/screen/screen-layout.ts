// How the rows of the terminal are shared out, from 20 by 5 cells up. Pure numbers.

/** The rows each part of the screen gets; 0 where it is left out. */
export interface ScreenLayout {
  title: number;
  log: number;
  /** The panel's rows, its title line counted in. */
  panel: number;
  activity: number;
  status: number;
  /** The most rows that the input may take. */
  input: number;
}

/**
 * Shares out `rows`. What people type comes first, then the log; on small screens title, activity and status go.
 *
 * @param inputRows the rows that the input would like
 * @param panelRows the rows that an open panel would like, its title line counted in; 0 where none is open
 */
export function shareRows(rows: number, inputRows: number, panelRows: number): ScreenLayout {
  const title = rows >= 6 ? 1 : 0;
  const status = rows >= 4 ? 1 : 0;
  const activity = rows >= 8 ? 1 : 0;
  const free = rows - title - status - activity;
  const input = Math.max(1, Math.min(inputRows, Math.ceil(free / 3)));
  const above = Math.max(0, free - input);
  // A panel leaves the newest line in view where it can.
  const panel = panelRows === 0 ? 0 : Math.min(panelRows, above > 3 ? above - 1 : above);
  return { title, log: above - panel, panel, activity, status, input };
}
