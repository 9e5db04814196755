import { startWorld } from '../../sandbox/world.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import type { Scene, Stage } from '../faults/flow-kind.js'
import { kinds } from '../faults/flow-kinds.js'
import { placesToDieAt, playRound } from '../faults/flow-rounds.js'
import { createBotProcesses, type Death } from '../faults/processes.js'
import { createRandom, type Random } from '../faults/soak/random.js'
import { startMeddlingProxy } from '../support/meddling-proxy.js'
import { playTroubled } from './faults/play-troubled.js'
import { startPair } from './faults/pair.js'
import { type Trouble, troubles } from './faults/troubles.js'
import { type Figure, known, none, type Proof } from './proof.js'
import { offInMessage } from './slack/block-schema.js'

/** `OHMY_FAULTS_SEED` draws other places, `OHMY_FAULTS_SAMPLE` more of them a scene and trouble (`all`: every one), `OHMY_FAULTS_ONLY` some stages by words with commas between. */
const seed = Number(process.env['OHMY_FAULTS_SEED'] ?? 1)
const sample = process.env['OHMY_FAULTS_SAMPLE'] ?? '1'
const only = listed('OHMY_FAULTS_ONLY')
/** The same of troubles. */
const onlyTroubles = listed('OHMY_FAULTS_TROUBLES')
/** Worlds at once: most of the time they wait. */
const sideBySide = Number(process.env['OHMY_FAULTS_SIDE_BY_SIDE'] ?? 4)
const path = process.env['PATH'] ?? ''

function listed(variable: string): readonly string[] {
  return (process.env[variable] ?? '').split(',').filter(Boolean)
}

/** Without words everything is. */
function isListed(name: string, words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => name.includes(word))
}

interface Books {
  readonly found: string[]
  readonly offMessages: string[]
  /** By trouble: places that it was met at. */
  readonly met: Map<string, number>
  played: number
  /** Of places and troubles there are. */
  all: number
}

/** Whatever goes wrong at whichever point of whichever flow. */
export const faults: Proof = {
  name: 'faults',
  claim:
    'At every checkpoint of every kind of flow a worker or an app may die, the store, AWS or Slack may fail: no change is made twice, none is lost, every message reaches its end',
  inTests: false,
  missing: () => (findRedisServer(path) === undefined ? 'there is no redis-server on PATH' : undefined),
  async run(size, note) {
    const books: Books = { found: [], offMessages: [], met: new Map(), played: 0, all: 0 }
    const stages = kinds.flatMap(({ kind, stages: some }) => some.map((stage) => ({ kind, stage })))
    const chosen = (size === 'short' && only.length === 0 ? stages.slice(0, 1) : stages)
      .filter(({ kind, stage }) => isListed(`${kind}: ${stage.name}`, only))
      .flatMap((one) => troubles.map((trouble) => ({ ...one, trouble })))
      .map((one, index) => ({ ...one, random: createRandom(seed * 1_000 + index) }))
      .filter(({ trouble }) => isListed(trouble.name, onlyTroubles))
    const processes = createBotProcesses(2 * sideBySide)
    const left = chosen.values()
    try {
      await Promise.all(
        Array.from({ length: sideBySide }, async () => {
          for (const { kind, stage, trouble, random } of left)
            await playStage(`${kind}: ${stage.name}`, stage, trouble, { books, processes, random })
        }),
      )
    } finally {
      processes.stop()
    }
    note(
      `seed ${seed}, ${sample} of the places of each scene and trouble (${books.played} of ${books.all}); \`OHMY_FAULTS_SEED\` draws others, \`OHMY_FAULTS_SAMPLE=all\` takes all. ` +
        'Each place where a process dies is met by `test/faults/kill-every-flow.test.ts`: once a stage in `npm test`, in every scene with `npm run kills`.',
    )
    for (const one of books.found) note(`found: ${one}`)
    return figuresOf(books)
  },
}

function figuresOf({ found, offMessages, met, played, all }: Books): readonly Figure[] {
  const times = [...met].map(([trouble, count]) => `${trouble} ${count}`)
  return [
    none('changed twice, lost, held, open, or without its last word', found),
    none('messages that break the schema of blocks', offMessages),
    known('places and troubles that were played', `${played} of ${all}: ${times.join(', ')}`),
  ]
}

interface Playing {
  readonly books: Books
  readonly processes: ReturnType<typeof createBotProcesses>
  readonly random: Random
}

/** Each scene of a stage, once undisturbed and once for each place that was drawn; after something was found in a world of its own again. */
async function playStage(
  name: string,
  stage: Stage,
  trouble: Trouble,
  { books, processes, random }: Playing,
): Promise<void> {
  const { speed = 400 } = stage
  let open: Awaited<ReturnType<typeof openWorld>> | undefined
  async function openWorld() {
    const options = {
      ...stage.world,
      path,
      store: 'redis',
      storeKeepsAtOnce: true,
      account: { speed },
    } as const
    // A store that does not even start says that the machine is busy, and nothing else.
    const world = await startWorld(options).catch(() => startWorld(options))
    const proxy = await startMeddlingProxy(world.account.url)
    const environment = { ...stage.environment, AWS_ENDPOINT_URL: proxy.url }
    const pair = await startPair(processes, world, { environment, speed })
    return { world, proxy, pair }
  }
  async function close(): Promise<void> {
    if (open === undefined) return
    const { world, proxy, pair } = open
    open = undefined
    for (const { text, blocks } of world.workspace.messages('devops'))
      for (const off of offInMessage(blocks)) books.offMessages.push(`${off}: ${text.slice(0, 80)}`)
    await pair.kill()
    await proxy.stop()
    await world.stop()
  }
  for (const [about, scene] of Object.entries(stage.scenes)) {
    const what = `${name}: ${about}`
    try {
      open ??= await openWorld()
      for (const at of await drawn(what, scene, open, { books, random })) {
        try {
          open ??= await openWorld()
          const isMet = await playTroubled({ ...open, ...{ name: what, scene, kinds, trouble, at, random } })
          books.played += 1
          if (isMet) books.met.set(trouble.name, (books.met.get(trouble.name) ?? 0) + 1)
          process.stderr.write(`faults: ${what}: ${trouble.name} at ${at.at}${isMet ? '' : ' (not met)'}\n`)
        } catch (error) {
          const words = wordsOf(error)
          books.found.push(words)
          process.stderr.write(`faults: FOUND ${what}: ${trouble.name} at ${at.at}: ${words}\n`)
          await close()
        }
      }
    } catch (error) {
      const words = wordsOf(error)
      books.found.push(`${what}, undisturbed: ${words}`)
      process.stderr.write(`faults: FOUND ${what}, undisturbed: ${words}\n`)
      await close()
    }
  }
  await close()
}

/** With what was found in the place of what was expected: the message alone does not tell. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { actual, expected } = error as { readonly actual?: unknown; readonly expected?: unknown }
  if (typeof actual !== 'object') return error.message
  return `${error.message}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`
}

/** Plays it undisturbed for the places it meets, and draws from them. */
async function drawn(
  name: string,
  scene: Scene,
  {
    world,
    pair,
  }: {
    readonly world: Parameters<typeof startPair>[1]
    readonly pair: Awaited<ReturnType<typeof startPair>>
  },
  { books, random }: Pick<Playing, 'books' | 'random'>,
): Promise<readonly Death[]> {
  const start = () => Promise.reject(new Error('nobody is started'))
  const met = await playRound({ world, name, scene, kinds, start }, pair)
  const places = scene.diesAt?.map((at): Death => ({ at })) ?? placesToDieAt(met, scene.turning)
  books.all += places.length
  const shuffled = places
    .map((place) => [random.next(), place] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, place]) => place)
  return sample === 'all' ? shuffled : shuffled.slice(0, Number(sample))
}
