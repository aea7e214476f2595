/** Times several functions in turn, in the same rounds, so that ratios hold on a noisy machine. */

const ROUNDS = 15;
const ROUND_MILLISECONDS = 20;

/** Functions that are timed in turn: each does so many of what is counted. */
export class Race {
  #entries = [];

  entry(many, pass) {
    this.#entries.push({ many, pass, rounds: [] });
    return this.#entries.length - 1;
  }

  run() {
    // the first rounds make the code warm
    for (let round = -3; round < ROUNDS; round += 1) {
      for (const entry of this.#entries) {
        const spent = once(entry);
        if (round >= 0) entry.rounds.push(spent);
      }
    }
  }

  /** Nanoseconds for one: the median of the rounds. */
  nanoseconds(number) {
    return median(this.#entries[number].rounds);
  }

  /** How many times as long one takes as another: the median of the rounds' ratios. */
  ratio(of, to) {
    const others = this.#entries[to].rounds;
    return median(this.#entries[of].rounds.map((spent, round) => spent / others[round]));
  }
}

function once({ many, pass }) {
  const start = performance.now();
  let passes = 0;
  let spent = 0;
  do {
    pass();
    passes += 1;
    spent = performance.now() - start;
  } while (spent < ROUND_MILLISECONDS);
  return (spent * 1e6) / (passes * many);
}

function median(figures) {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1];
}

/** A row of the report: ours against something. */
export function raced(what, against, race, ours, baseline, { reach = null, further = null } = {}) {
  const ratio = race.ratio(ours, baseline);
  const figures = { ours: race.nanoseconds(ours), against, baseline: race.nanoseconds(baseline), ratio };
  return { group: "node", what, unit: "ns", ...figures, reach, further };
}

/** A row of the report: a figure against nothing. */
export function figure(what, unit, ours, { reach = null, further = null } = {}) {
  return { group: "node", what, unit, ours, against: "", baseline: null, ratio: null, reach, further };
}
