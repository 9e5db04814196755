import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from '../core/caller.js'
import { personOf } from '../core/caller.js'
import { type PreflightItem, PreflightRecord } from '../core/preflight.js'
import { UserError } from '../core/user-error.js'
import type { Flow, Turn, Word } from '../flow/flow.js'
import { answersTo, type PreflightPorts, questionsOf } from './preflight.js'

export type PreflightWord = Word &
  (
    | { readonly kind: 'show' }
    | { readonly kind: 'tick'; readonly item: string; readonly isDone: boolean; readonly by: Caller }
  )

const day = 86_400_000
/** What has come in meanwhile is shown so often (ms): Slack takes an update a second. */
const shownEvery = 1_200

/**
 * Looks whether an environment is ready for a deployment. What has answered stands in the record, so that whoever goes on after a crash asks only for the rest,
 * and its message always ends.
 */
export const preflightFlow: Flow<PreflightRecord, PreflightPorts, PreflightWord> = {
  kind: 'preflight',
  lane: 'reading',
  record: PreflightRecord,
  // Who ticked what is asked for after a deployment, too.
  keptFor: 30 * day,

  about: ({ environment, place, status, isShown }) => ({
    environment,
    ...(isShown ? { place } : {}),
    ended: status !== 'running',
    state: status,
    holds: [],
  }),

  async look(turn) {
    if (turn.record.status !== 'running') return 'settled'
    const { config } = turn.ports
    const { environment: name, deployment } = turn.record
    const environment = config.environments.find((known) => known.name === name)
    if (environment === undefined) {
      throw new UserError(
        'environment-not-found',
        `${name} is not configured any more.`,
        'Ask for another one.',
      )
    }
    const asked = await questionsOf(
      { environment, ...(deployment === undefined ? {} : { deployment }) },
      turn.ports,
    )
    const found: Record<string, PreflightItem> = {}
    const open = asked.filter((one) => !(one.name in turn.record.answers))
    const all = answersTo(open, ({ name: one }, item) => {
      found[one] = item
    })
    // Told below, once everything is awaited.
    all.catch(() => undefined)
    const withFound = (record: PreflightRecord): PreflightRecord => ({
      ...record,
      asked: asked.length,
      answers: inOrder(asked, { ...record.answers, ...found }),
    })
    await showMeanwhile(turn, all, withFound)
    await all
    await turn.checkpoint('looked')
    await turn.write((record) => ({
      ...withFound(record),
      status: 'done',
      isShown: true,
      endedAt: turn.clock.now(),
    }))
    return { again: 0 }
  },

  hear(record, word, now) {
    if (word.kind === 'show') return record.isShown ? record : { ...record, isShown: true }
    const { item, isDone, by } = word
    if (!record.checklist.some((tick) => tick.item === item)) throw noSuchItem(record, item)
    return {
      ...record,
      checklist: record.checklist.map((tick) => {
        if (tick.item !== item) return tick
        if (!isDone) return { item }
        // Who said it first has said it.
        return tick.by === undefined ? { item, by: personOf(by), at: now } : tick
      }),
    }
  },

  fail: (record, failure, now) => ({ ...record, status: 'failed', isShown: true, failure, endedAt: now }),
}

/** As they are asked, however they come in. */
function inOrder(
  asked: readonly { readonly name: string }[],
  answers: Readonly<Record<string, PreflightItem>>,
): Record<string, PreflightItem> {
  return Object.fromEntries(
    asked.flatMap(({ name }) => {
      const answer = answers[name]
      return answer === undefined ? [] : [[name, answer] as const]
    }),
  )
}

async function showMeanwhile(
  turn: Turn<PreflightRecord, PreflightPorts>,
  all: Promise<unknown>,
  withFound: (record: PreflightRecord) => PreflightRecord,
): Promise<void> {
  for (;;) {
    const over = new AbortController()
    const pause = sleep(shownEvery, 'later', { signal: over.signal }).catch(() => 'over')
    const next = await Promise.race([all.then(() => 'over'), pause])
    over.abort()
    if (next === 'over') return
    await turn.write(withFound)
  }
}

function noSuchItem({ id, checklist }: PreflightRecord, item: string): UserError {
  const names = checklist.map((tick) => `“${tick.item}”`).join(', ')
  const what = `The checklist of ${id} has no “${item}”.`
  return new UserError('item-not-found', what, names === '' ? 'It has none at all.' : `It has ${names}.`)
}
