/** Keeps the ties that stand out, because all ties of shared groups are a hairball. */

/**
 * The disparity filter (Serrano, Boguñá and Vespignani 2009): a tie stays if, at one of its ends,
 * chance alone would make it as heavy with a probability below alpha. Or, where `strongest` says
 * a number k, the k heaviest of either end.
 * @param {import("./project.js").Tie[]} ties
 * @param {{alpha: number, strongest: number}} rule
 */
export function standing(ties, { alpha, strongest }) {
  return strongest ? heaviest(ties, strongest) : significant(ties, alpha);
}

/** The ends of a tie: what leaves a node is not compared with what reaches it. */
const endsOf = ({ a, b, directed }) => [a, directed ? -1 - b : b];

function significant(ties, alpha) {
  const degree = new Map();
  const strength = new Map();
  for (const tie of ties) {
    for (const end of endsOf(tie)) {
      degree.set(end, (degree.get(end) || 0) + 1);
      strength.set(end, (strength.get(end) || 0) + tie.weight);
    }
  }
  const chance = (weight, end) =>
    degree.get(end) > 1 ? (1 - weight / strength.get(end)) ** (degree.get(end) - 1) : 1;
  return ties.filter((tie) => Math.min(...endsOf(tie).map((end) => chance(tie.weight, end))) < alpha);
}

function heaviest(ties, each) {
  const even = (weight) => Number(weight.toPrecision(12)); // sums in another order are the same
  const weights = new Map();
  for (const tie of ties) {
    for (const end of endsOf(tie)) {
      if (weights.has(end)) weights.get(end).push(even(tie.weight));
      else weights.set(end, [even(tie.weight)]);
    }
  }
  const least = new Map([...weights].map(([end, found]) =>
    [end, found.sort((one, other) => other - one)[Math.min(each, found.length) - 1]]));
  return ties.filter((tie) => endsOf(tie).some((end) => even(tie.weight) >= least.get(end)));
}
