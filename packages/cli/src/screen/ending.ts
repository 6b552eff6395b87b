// What a face waits for: the status to end with, or a fault of this program. Knows neither.

/** The end of a face. */
export interface Ending {
  promise: Promise<number>;
  resolve: (status: number) => void;
  reject: (error: unknown) => void;
  /** Makes a fault of this program end the face, and be told once the terminal is back. */
  guard: <A extends unknown[], R>(act: (...args: A) => R) => (...args: A) => R | undefined;
}

/** An end that has not come yet. */
export function createEnding(): Ending {
  let resolve: (status: number) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<number>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  const guard =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R | undefined => {
      try {
        return act(...args);
      } catch (error) {
        reject(error);
        return undefined;
      }
    };
  return { promise, resolve, reject, guard };
}
