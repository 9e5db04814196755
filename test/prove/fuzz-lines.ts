import { startFuzzWorld } from './fuzz/fuzz-world.js'
import { spokenLine } from './fuzz/lines.js'
import { figuresOf, howMany, sayAll } from './fuzz/say-all.js'
import { atLeast, count, type Proof } from './proof.js'

const sizes = { full: 1_000_000, short: 1_500 }

/** `OHMY_FUZZ_SEED` and `OHMY_FUZZ_FROM` try a stretch again. */
const seed = Number(process.env['OHMY_FUZZ_SEED'] ?? 1)
const from = Number(process.env['OHMY_FUZZ_FROM'] ?? 0)

/** Generated lines, from everybody and everywhere. */
export const fuzzLines: Proof = {
  name: 'fuzz-lines',
  claim:
    'Whatever is typed, by whomever, there is an answer: no crash, nothing unhandled, no mention that was typed, every message and form as Slack takes it',
  inTests: true,
  async run(size, note) {
    const world = await startFuzzWorld()
    const begun = performance.now()
    try {
      const fuzzed = await sayAll(world, { from, total: sizes[size], day: 2_000 }, (number) =>
        spokenLine(seed, number),
      )
      const pace = howMany(fuzzed) / ((performance.now() - begun) / 1_000)
      note(
        `seed ${seed}; \`OHMY_FUZZ_SEED=${seed} OHMY_FUZZ_FROM=<number of a line>\` begins there; ${count(pace)} lines a second; the simulated account’s answers came from memory`,
      )
      for (const one of fuzzed.found) note(`found: ${one}`)
      return [atLeast('lines', howMany(fuzzed), sizes[size]), ...figuresOf(world, fuzzed)]
    } finally {
      await world.stop()
    }
  },
}
