// The end of a command that is no fault of the program.

/** The message says what went wrong in one line that a person can act on. */
export class CommandFailure extends Error {}
