/** Finds the shortest chain of claims between two things on a day. */

/** How close a tie of a sort is: of two chains of one length that with the closer first step counts. */
const CLOSENESS = {
  pact: 0, membership: 1, launch: 2, endorsement: 3, attendance: 4, host: 4,
  designation: 5, keeper: 5, organ: 5, country: 5, ownership: 6, identity: 7,
};

/**
 * @typedef {{from: number, to: number, facts: number[]}} Step
 *
 * Two parties of a pact are one step apart; a pact is a thing of its own only at an end.
 * @param {import("./model.js").Model} model
 * @returns {{steps: Step[], count: number} | null} the chain whose first step is of the closest
 *   kind and of these held for longest, then its second, and how many are as short; null where what holds on the day does not
 *   tie the two
 */
export function shortest(model, start, end, day) {
  const from = (id) => neighbours(model, id, day, [start, end]);
  const away = new Map([[end, 0]]);
  const ways = new Map([[end, 1]]);
  let rim = [end];
  for (let length = 1; rim.length && !away.has(start); length += 1) {
    const next = [];
    for (const id of rim) {
      for (const other of from(id).keys()) {
        if (!away.has(other)) {
          away.set(other, length);
          next.push(other);
        }
        if (away.get(other) === length) ways.set(other, (ways.get(other) || 0) + ways.get(id));
      }
    }
    rim = next;
  }
  if (!away.has(start)) return null;
  const steps = [];
  for (let at = start; at !== end;) {
    const { id: to, found: facts } = [...from(at)]
      .filter(([id]) => away.get(id) === away.get(at) - 1)
      .map(([id, found]) => ({ id, found, best: best(model, found) }))
      .sort((one, other) => one.best[0] - other.best[0] || (one.best[1] === other.best[1] ? 0 : one.best[1] - other.best[1])
        || (model.things[one.id].path < model.things[other.id].path ? -1 : 1))[0];
    steps.push({ from: at, to, facts });
    at = to;
  }
  return { steps, count: ways.get(start) };
}

/** The closest of some facts and, among these, the first day: what is undated comes last. */
function best(model, facts) {
  const said = facts.map((id) => model.facts[id]);
  const closest = Math.min(...said.map(({ sort }) => CLOSENESS[sort]));
  const days = said.filter(({ sort }) => CLOSENESS[sort] === closest).map(({ from }) => (from < -900_000 ? Infinity : from));
  return [closest, Math.min(...days)];
}

/** What a thing is tied to on a day, and by which facts. @returns {Map<number, number[]>} */
function neighbours(model, id, day, ends) {
  const found = new Map();
  const add = (other, ...facts) => found.set(other, [...(found.get(other) || []), ...facts]);
  const holding = (thing) => model.things[thing].facts
    .map((number) => model.facts[number]).filter((fact) => fact.ties && model.holds(fact, day));
  for (const fact of holding(id)) {
    const other = fact.one === id ? fact.other : fact.one;
    if (fact.sort !== "pact" || ends.includes(fact.other)) add(other, fact.id);
    if (fact.sort !== "pact" || fact.other === id) continue;
    for (const party of holding(fact.other)) {
      if (party.sort === "pact" && party.one !== id) add(party.one, fact.id, party.id);
    }
  }
  return found;
}
