// For what nobody announces, such as an expiry: asks again and again, within a bound.

const BOUND_MS = 10_000;
const ASK_EVERY_MS = 20;

/**
 * Settles with what `attempt` answers, once it does without throwing.
 *
 * @throws what it threw last, where `boundMs` passed
 */
export async function eventually<T>(attempt: () => T | Promise<T>, boundMs = BOUND_MS): Promise<T> {
  const until = performance.now() + boundMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }
}
