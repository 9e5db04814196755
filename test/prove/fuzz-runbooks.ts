import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { approver, requester } from '../../sandbox/people.js'
import { sandboxRunbooks } from '../../sandbox/world.js'
import type { Caller } from '../../src/core/caller.js'
import type { Random } from '../faults/soak/random.js'
import { type FuzzWorld, startFuzzWorld } from './fuzz/fuzz-world.js'
import { hostile, misspelt, randomOf, rubbish } from './fuzz/random-words.js'
import { atLeast, known, none, type Proof } from './proof.js'

const sizes = { full: 1_000, short: 20 }
/** So many stand in the folder at a time. */
const shelf = 50
const seed = Number(process.env['OHMY_FUZZ_SEED'] ?? 1)

/** Runbooks that somebody has broken while writing. */
export const fuzzRunbooks: Proof = {
  name: 'fuzz-runbooks',
  claim:
    'A runbook file that is broken in any way is read or refused with its place; what is read can be listed, shown, begun and walked: no crash, no mention, every message as Slack takes it',
  inTests: true,
  async run(size, note) {
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-fuzz-runbooks-'))
    const world = await startFuzzWorld({ OHMY_RUNBOOKS: folder })
    const books = { found: [] as string[], read: 0, refused: 0, placeless: [] as string[] }
    try {
      for (let first = 0; first < sizes[size]; first += shelf) {
        await lookAtShelf(world, folder, first, Math.min(first + shelf, sizes[size]), books)
        await world.forget()
      }
      books.found.push(...world.defects())
      note(`seed ${seed}; ${shelf} files at a time, made of those that ship`)
      for (const one of books.found.slice(0, 20)) note(`found: ${one.slice(0, 1_500)}`)
      return [
        atLeast('files', books.read + books.refused, sizes[size]),
        none('crashes, defects, mentions, messages that Slack would not take', books.found),
        none('refused without a place', books.placeless),
        known('could be read; were refused', `${books.read}; ${books.refused}`),
      ]
    } finally {
      await world.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

interface Books {
  readonly found: string[]
  readonly placeless: string[]
  read: number
  refused: number
}

async function lookAtShelf(
  world: FuzzWorld,
  folder: string,
  first: number,
  last: number,
  books: Books,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const names = new Map<string, number>()
  for (let number = first; number < last; number++) {
    const { file, text } = brokenRunbook(number)
    names.set(file.replace(/\.\w+$/, ''), number)
    writeFileSync(join(folder, file), text)
  }
  async function say(line: string, number: number, person = requester) {
    const { slackId: id, name } = person
    const place = { channel: 'C-devops', channelName: 'devops' }
    const caller: Caller = { id, name, origin: 'command', place }
    const { reply, off } = await world.say({ line, caller })
    const logged = world.defects()
    // Who writes a runbook may link where they like.
    const isOff = (one: string) => !one.includes(' leads to ')
    books.found.push(...[...off, ...logged].filter(isOff).map((one) => `${number}: ${line}: ${one}`))
    return reply
  }
  const listed = await say('runbook', first)
  const { runbooks = [], broken = [] } = (listed?.data ?? {}) as {
    readonly runbooks?: readonly { readonly id: string }[]
    readonly broken?: readonly {
      readonly id: string
      readonly problems: readonly { readonly line: number; readonly what: string }[]
    }[]
  }
  books.read += runbooks.length
  books.refused += broken.length
  for (const { id, problems } of broken)
    if (problems.length === 0 || problems.some(({ line, what }) => !(line >= 1) || what === ''))
      books.placeless.push(`${names.get(id) ?? ''}: ${id}: ${JSON.stringify(problems).slice(0, 300)}`)
  for (const { id } of runbooks) {
    const number = names.get(id) ?? -1
    await say(`runbook show ${id}`, number)
    await say(`runbook search "${id.replaceAll('-', ' ')}"`, number)
    const begun = await say(`runbook start ${id} backend staging --dry`, number, approver)
    if (begun?.run !== undefined) await say(`runbook show ${begun.run}`, number)
    await say(`runbook start ${id} production`, number)
  }
  for (const { id } of broken.slice(0, 10)) await say(`runbook show ${id}`, names.get(id) ?? -1)
}

const shipped = readdirSync(sandboxRunbooks).map((file) => ({
  file,
  text: readFileSync(join(sandboxRunbooks, file), 'utf8'),
}))

function brokenRunbook(number: number): { readonly file: string; readonly text: string } {
  const random = randomOf(seed, number)
  const { file, text } = random.pick(shipped)
  const lines = text.split('\n')
  for (let times = random.between(1, 3); times > 0; times--) breakLine(lines, random)
  const extension = file.slice(file.lastIndexOf('.'))
  const whole = lines.join(random.chance(0.03) ? '\r\n' : '\n')
  return {
    file: `fuzz-${number}${extension}`,
    text: random.chance(0.03) ? whole.slice(0, random.between(0, whole.length)) : whole,
  }
}

function breakLine(lines: string[], random: Random): void {
  const at = random.between(0, lines.length - 1)
  const line = lines[at] ?? ''
  const [, before = '', value = ''] = /^(\s*(?:- )?(?:[\w-]+: )?)(.*)$/.exec(line) ?? []
  switch (random.between(0, 8)) {
    case 0:
      lines.splice(at, 1)
      return
    case 1:
      lines.splice(at, 0, line)
      return
    case 2:
      lines[at] = ` ${line}`
      return
    case 3:
      lines[at] = line.replace(/^ /, '')
      return
    case 4:
      lines[at] = misspelt(line, random)
      return
    case 5:
      lines[at] = `${before}${rubbish(random).replaceAll('\n', ' ')}`
      return
    case 6:
      lines[at] =
        `${before}"${random.pick(hostile).replace(/["\\\n\r\t\u0000-\u001f]/g, ' ')} ${value.replace(/["\\]/g, '')}"`
      return
    case 7:
      lines[at] = `${before}${value} ${random.pick(hostile).replace(/[\n\r]/g, ' ')}`
      return
    default:
      lines.splice(at, 0, ...lines.slice(random.between(0, at), at))
  }
}
