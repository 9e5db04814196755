import { startFuzzWorld } from './fuzz/fuzz-world.js'
import { anyCaller, type Spoken } from './fuzz/lines.js'
import { linesShown, linesToPress } from './fuzz/pressed.js'
import { mutated, randomOf } from './fuzz/random-words.js'
import { figuresOf, howMany, sayAll } from './fuzz/say-all.js'
import { atLeast, known, type Proof } from './proof.js'

const sizes = { full: 100_000, short: 400 }
const seed = Number(process.env['OHMY_FUZZ_SEED'] ?? 1)
const from = Number(process.env['OHMY_FUZZ_FROM'] ?? 0)

/** What buttons and menus say, as it stands there and broken, pressed by anybody. */
export const fuzzButtons: Proof = {
  name: 'fuzz-buttons',
  claim:
    'Whatever a button says, pressed by whomever, whole or broken, is answered as typed words are: no crash, nothing unhandled, every message and form as Slack takes it',
  inTests: true,
  async run(size, note) {
    const world = await startFuzzWorld()
    let lines: readonly string[] = []
    let most = 0
    async function begin(): Promise<void> {
      lines = [...(await linesToPress(world)), ...(await linesShown(world))]
      most = Math.max(most, lines.length)
    }
    function pressed(number: number): Spoken {
      const random = randomOf(seed, number)
      const line = random.pick(lines)
      const caller = anyCaller(random, random.pick(['button', 'button', 'home', 'modal'] as const))
      return { line: random.chance(0.4) ? line : mutated(line, random, lines), caller }
    }
    try {
      const fuzzed = await sayAll(world, { from, total: sizes[size], day: 5_000 }, pressed, begin)
      note(`seed ${seed}; what there is to press begins anew every 5,000`)
      for (const one of fuzzed.found) note(`found: ${one}`)
      return [
        atLeast('lines of buttons', howMany(fuzzed), sizes[size]),
        known('different ones before they were broken', String(most)),
        ...figuresOf(world, fuzzed),
      ]
    } finally {
      await world.stop()
    }
  },
}
