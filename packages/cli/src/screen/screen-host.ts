// What the screen asks of whoever runs it: a port to the terminal and to time.

/** The host of a screen. */
export interface ScreenHost {
  /** Whether messages are lines in the terminal's own scrollback, which nobody can move or clear from here. */
  readonly inline?: boolean;
  /** Something changed that no snapshot tells: paint soon. */
  changed(): void;
  redraw(): void;
  suspend(): void;
  quit(): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Bytes that move no cursor and paint nothing: a bell, a title. */
  signal(bytes: string): void;
  /**
   * Lets the person write in a program of their choice, which has the terminal meanwhile.
   *
   * @returns the text afterwards
   * @throws Error that says why there is none
   */
  editOutside(text: string): Promise<string>;
}
