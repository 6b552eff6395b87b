// How the broken builds change a method of the server. The product knows nothing of it.

/**
 * Puts `replacement` in the place of a method. It is called with the original, bound to the same object, and then with
 * what the method is called with.
 *
 * @param {object} owner the class's prototype, or the class for a static method
 * @param {string} name
 * @param {(this: any, original: (...values: any[]) => any, ...values: any[]) => unknown} replacement
 */
export function replaceMethod(owner, name, replacement) {
  const original = Reflect.get(owner, name);
  if (typeof original !== "function") throw new Error(`there is no method ${name} to replace`);
  /** @this {unknown} @param {any[]} values */
  function replaced(...values) {
    return replacement.call(this, original.bind(this), ...values);
  }
  Reflect.set(owner, name, replaced);
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
