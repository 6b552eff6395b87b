// Those who wait until this node has heard of a certain change of presence.

/** Waits for versions of a roster. */
export class VersionHearers {
  readonly #withinMs: number;
  #waiting: { version: number; heard: () => void }[] = [];

  /** @param withinMs how long a wait may take, in milliseconds */
  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  /** Settles once `version` is heard: true, or false where that took too long. At once where `current` is not older. */
  async heard(version: number, current: number): Promise<boolean> {
    if (version <= current) return true;
    return new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), this.#withinMs);
      const heard = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#waiting.push({ version, heard });
    });
  }

  /** Says that all up to `version` is heard. */
  tell(version: number): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = waiting.filter((one) => one.version > version);
    for (const one of waiting) if (one.version <= version) one.heard();
  }
}
