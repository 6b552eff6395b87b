// What a scenario asks for: a figure of one server, alone or as a multiple of another's, at most or at least so much.

/**
 * @typedef {object} Floor
 * @property {string} figure
 * @property {string} of the case that has to meet it
 * @property {string} [against] the case whose figure it is divided by, round by round
 * @property {"most" | "least"} kind
 * @property {number} bound
 * @property {number} [goal]
 */

/** @param {string} figure @param {string} of */
export function floor(figure, of) {
  return {
    /** @param {number} bound @param {number} [goal] */
    atMost: (bound, goal) => bounded(figure, of, "most", bound, goal),
    /** @param {number} bound @param {number} [goal] */
    atLeast: (bound, goal) => bounded(figure, of, "least", bound, goal),
  };
}

/**
 * @param {string} figure
 * @param {string} of
 * @param {"most" | "least"} kind
 * @param {number} bound
 * @param {number} [goal]
 * @returns {Floor & { times: (against: string) => Floor }}
 */
function bounded(figure, of, kind, bound, goal) {
  const made = { figure, of, kind, bound, ...(goal === undefined ? {} : { goal }) };
  return { ...made, times: (against) => ({ ...made, against }) };
}
