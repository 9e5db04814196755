import { count, type Figure, known, none } from '../proof.js'
import type { FuzzWorld } from './fuzz-world.js'
import { minimal, type Spoken } from './lines.js'

/** So many at a time, while some wait for the store. */
const atOnce = 64
/** Lines after which it says how far it is. */
const tellEvery = 20_000
/** More than that tell nothing new. */
const mostFound = 20

/** What came of many lines. */
export interface Fuzzed {
  /** Each says which line it was, and the smallest one that does the same. */
  readonly found: string[]
  readonly outcomes: Map<string, number>
}

/**
 * Says lines in days of so many, each of which begins with a store in which nothing was begun: what is open would refuse all that comes later.
 * @param spoken the line of a number, the same each time
 * @param begin what a day begins with
 */
export async function sayAll(
  world: FuzzWorld,
  numbers: { readonly from: number; readonly total: number; readonly day: number },
  spoken: (number: number) => Spoken,
  begin: () => Promise<void> = async () => undefined,
): Promise<Fuzzed> {
  const fuzzed: Fuzzed = { found: [], outcomes: new Map() }
  const end = numbers.from + numbers.total
  for (let first = numbers.from; first < end && fuzzed.found.length < mostFound; first += numbers.day) {
    await world.forget()
    await begin()
    const before = fuzzed.found.length
    await sayDay(world, first, Math.min(first + numbers.day, end), spoken, fuzzed)
    for (const one of fuzzed.found.slice(before)) process.stderr.write(`found: ${one}\n`)
    const said = howMany(fuzzed)
    if (said % tellEvery < numbers.day)
      process.stderr.write(`${count(said)} lines, ${fuzzed.found.length} found\n`)
  }
  fuzzed.found.push(...world.defects())
  return fuzzed
}

/** What has to hold of all of them. */
export function figuresOf(world: FuzzWorld, { found, outcomes }: Fuzzed): readonly Figure[] {
  const of = (kind: string) => found.filter((one) => new RegExp(`: (?:form )?${kind}: `).test(one))
  return [
    none(
      'crashes, defects in the log, rejections that nobody handled',
      found.filter((one) => !/: (?:form )?(?:limits|schema|mention): /.test(one)),
    ),
    none('mentions and links that were typed', of('mention')),
    none('messages and forms that break Slack’s limits', of('limits')),
    none('messages and forms that break the schema of blocks', of('schema')),
    none(
      'changes in AWS',
      world.world.account.calls
        .changes()
        .map(({ action }) => action)
        // A query of logs reads.
        .filter((action) => !action.endsWith('Query')),
    ),
    known(
      'what came of them',
      [...outcomes].map(([outcome, times]) => `${outcome} ${count(times)}`).join(', '),
    ),
  ]
}

export function howMany({ outcomes }: Fuzzed): number {
  return [...outcomes.values()].reduce((sum, times) => sum + times, 0)
}

async function sayDay(
  world: FuzzWorld,
  first: number,
  last: number,
  spoken: (number: number) => Spoken,
  { found, outcomes }: Fuzzed,
): Promise<void> {
  const numbers = Array.from({ length: last - first }, (_, at) => first + at).values()
  const failed: { readonly number: number; readonly what: string }[] = []
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const number of numbers) {
        const { reply, off } = await world.say(spoken(number))
        const outcome = reply === undefined ? 'none' : (reply.failed ?? 'answered')
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        const isDefect = codeOf(reply?.data) === 'internal-error'
        if (off.length > 0 || isDefect) failed.push({ number, what: off[0] ?? 'a defect' })
      }
    }),
  )
  const logged = world.defects()
  // What was logged belongs to one of those that answered with a defect.
  for (const one of failed.slice(0, mostFound)) found.push(await explained(world, one, spoken, logged))
  if (failed.length === 0) found.push(...logged.map((one) => `${first}–${last}: ${one}`))
}

/** The smallest line that does the same by itself; where it takes what was said before, the line as it was. */
async function explained(
  world: FuzzWorld,
  { number, what }: { readonly number: number; readonly what: string },
  spoken: (number: number) => Spoken,
  logged: readonly string[],
): Promise<string> {
  const { line, caller } = spoken(number)
  const kindOf = (off: string | undefined) => /^[a-z ]+/.exec(off ?? '')?.[0]
  async function offAlone(text: string): Promise<string | undefined> {
    await world.forget()
    const { reply, off } = await world.say({ line: text, caller })
    const [defect] = world.defects()
    return off[0] ?? (codeOf(reply?.data) === 'internal-error' ? (defect ?? 'a defect') : undefined)
  }
  const about = `${number} by ${caller.name} (${caller.origin})`
  const alone = await offAlone(line)
  if (alone === undefined) {
    const told = logged[0]?.slice(0, 1_500) ?? ''
    return `${about}: ${what} — only after what was said before, by ${JSON.stringify(line.slice(0, 300))} ${told}`
  }
  const smallest = await minimal(line, async (text) => kindOf(await offAlone(text)) === kindOf(alone))
  return `${about}: ${(await offAlone(smallest)) ?? alone} — by ${JSON.stringify(smallest.slice(0, 300))}`
}

function codeOf(data: unknown): string | undefined {
  const { error } = (data ?? {}) as { readonly error?: { readonly code?: string } }
  return error?.code
}
