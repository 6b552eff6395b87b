// What the screen remembers from one start to the next: what was sent, what was being typed, how far one has read. A
// port, and the one that remembers nothing.

/** Remembers. */
export interface InputMemory {
  /** What was sent to a room, oldest first. */
  history(room: string): readonly string[];
  /** What was being typed in a room when the chat last ended. */
  unfinished(room: string): string;
  /** Takes note of what is being typed; empty for nothing. */
  typed(room: string, text: string): void;
  sent(room: string, text: string): void;
  /** The id of the last message that was read in a room; 0 where nobody has been there. */
  readTo(room: string): number;
  read(room: string, id: number): void;
  /** Tells once, now or later, where nothing can be remembered. */
  onTrouble(tell: (why: string) => void): void;
}

/** Remembers nothing: each room begins empty. */
export const noMemory: InputMemory = {
  history: () => [],
  unfinished: () => "",
  typed: () => {},
  sent: () => {},
  readTo: () => 0,
  read: () => {},
  onTrouble: () => {},
};
