// Work that may take only so long. Knows no command.

import { CommandError, ExitStatus } from "./exit-status.ts";

/**
 * Waits for `work`, but no longer than `milliseconds`; without end where that is undefined.
 *
 * @throws CommandError `timeout`, besides what `work` throws
 */
export async function within<T>(milliseconds: number | undefined, work: Promise<T>): Promise<T> {
  if (milliseconds === undefined) return await work;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new CommandError(ExitStatus.timeout, `${milliseconds / 1_000} s have passed`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
