// The form of the secret that makes names one's own. Knows neither how one is made nor what is kept of it.

/** 16 to 128 letters and digits of ASCII, `-` and `_`. */
export const SECRET_SHAPE = /^[A-Za-z0-9_-]{16,128}$/;

/** Whether `value` has the form of a secret. */
export function isSecret(value: unknown): value is string {
  return typeof value === "string" && SECRET_SHAPE.test(value);
}
