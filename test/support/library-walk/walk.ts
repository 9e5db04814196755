import { approver } from '../../../sandbox/people.js'
import type { Person } from '../../../sandbox/workspace/contract.js'
import { isEnded } from '../../../src/core/operation.js'
import { isRunEnded, type RunRecord } from '../../../src/core/run.js'
import { type AtStep, currentStep, stepReference } from '../../../src/core/run-steps.js'
import type { Sandbox } from '../sandbox.js'
import { until } from '../until.js'
import type { Ground } from './grounds.js'
import type { Say, Spoken } from './people.js'
import type { Ways } from './ways.js'

const evidence = 'seen *it* <!channel> & `noted`'

export interface Walk {
  readonly sandbox: Sandbox
  readonly ground: Ground
  readonly ways: Ways
  readonly say: Say
  /** Who began it. */
  readonly person: Person
  /** Operations of this runbook that somebody has decided on: the first one is rejected. */
  readonly decided: Set<string>
  /** Services do not become steady. */
  readonly isBroken: boolean
  /** They may, from now on. */
  readonly mend: () => void
}

/** Walks a run to its end, where it can along ways that nobody has taken. */
export async function walkToEnd(walk: Walk, id: string): Promise<RunRecord> {
  for (let last = ''; ; ) {
    const record = await resting(walk, id)
    keep(walk, record)
    if (isRunEnded(record.state)) return record
    const at = currentStep(record)
    const place = placeOf(record)
    if (at === undefined || place === last) throw new Error(`${id} does not go on from ${place}`)
    last = place
    await insist(
      walk,
      () => sayNext(walk, record, at),
      `${record.runbook.id} to go on from ${place}`,
      async () => {
        const now = await walk.sandbox.bot.runs.find(id)
        return now !== undefined && placeOf(now) !== place
      },
    )
  }
}

/** Says something until it was heard: on a busy machine ohmy may tell people to try again, and they do. */
async function insist(
  walk: Walk,
  say: () => Promise<unknown>,
  what: string,
  isHeard: () => Promise<boolean>,
): Promise<void> {
  const { workspace } = walk.sandbox
  const before = workspace.messages(walk.ground.channel).length
  await say()
  await until(what, isHeard).catch(async (error: unknown) => {
    const told = workspace.messages(walk.ground.channel).slice(before)
    if (!told.some(({ text }) => /Try again in a minute|Send it again/.test(text))) withLastWords(walk, error)
    await say()
    await until(what, isHeard).catch((again: unknown) => withLastWords(walk, again))
  })
}

function placeOf(record: RunRecord): string {
  const at = currentStep(record)
  return at === undefined || isRunEnded(record.state)
    ? record.state
    : `${stepReference(at.state)} (${at.state.state})`
}

/** Whoever reads the failure wants to know what people saw. */
function withLastWords({ sandbox, ground }: Walk, error: unknown): never {
  const last = sandbox.workspace.messages(ground.channel).slice(-3)
  throw new Error(
    `Last seen in ${ground.channel}: ${last.map(({ text }) => text.slice(0, 500)).join('\n¶ ')}`,
    { cause: error },
  )
}

/** Waits until people have to say something; what its operations wait for is said by the way. */
async function resting(walk: Walk, id: string): Promise<RunRecord> {
  return until(
    `${id} to need people`,
    async () => {
      const record = await walk.sandbox.bot.runs.find(id)
      if (record === undefined) return undefined
      const at = currentStep(record)
      if (isRunEnded(record.state) || at?.state.state !== 'running') return record
      if (at.state.operation !== undefined) await decideOn(walk, at.state.operation)
      if (walk.isBroken) keep(walk, record)
      return undefined
    },
    45_000,
  ).catch((error: unknown) => withLastWords(walk, error))
}

/** Types the word that an operation takes; somebody else rejects the first one of each runbook, and approves the others. */
export async function decideOn(walk: Walk, id: string): Promise<void> {
  const { sandbox, ground, decided, person } = walk
  const operation = await sandbox.bot.operations.find(id)
  if (operation === undefined || isEnded(operation.state)) return
  const { state, fingerprint, plan } = operation
  const say = (by: Person, line: string) => sandbox.workspace.say(by, ground.channel, `/ohmy ${line}`)
  const on = `${id} --plan ${fingerprint.slice(0, 12)}`
  const isFirst = state === 'unapproved' && decided.size === 0
  if (state !== 'unconfirmed' && state !== 'unapproved') return
  if (state === 'unapproved') decided.add(id)
  await insist(
    walk,
    () =>
      state === 'unconfirmed'
        ? say(person, `confirm ${id} --word ${plan.confirmation?.word}`)
        : say(approver, isFirst ? `reject ${on} --reason "look once more"` : `approve ${on}`),
    `${id} to have heard it`,
    async () => (await sandbox.bot.operations.find(id))?.state !== state,
  )
}

async function sayNext(walk: Walk, record: RunRecord, at: AtStep): Promise<void> {
  const { ways, say, person, isBroken } = walk
  const { step, state } = at
  const tell = (spoken: Spoken, by = person) => say(record, by, spoken)
  if (state.state === 'failed') {
    const isFirst = state.tries === 1 && !isBroken
    return tell(isFirst ? { word: 'retry', button: 'Try again' } : { word: 'skip', button: 'Go on' })
  }
  switch (step.kind) {
    case 'instruction':
      if (!ways.isTaken(step.id, 'failed')) return tell({ word: 'fail', button: 'Failed' })
      return tell({ word: 'done', button: 'Done', ...(step.evidence ? { typed: { note: evidence } } : {}) })
    case 'action': {
      // What was refused stays open, with the reason.
      const isForLater = ways.isTaken(step.id, 'run') && !ways.isTaken(step.id, 'skipped')
      if (!isBroken && state.reason === undefined && !isForLater) return tell({ word: 'go', button: 'Run' })
      const note = state.reason?.slice(0, 100) ?? 'not tonight'
      return tell({ word: 'skip', button: 'Skip', typed: { note } })
    }
    case 'decision': {
      const option = ways.optionFor(record, step.id)
      return tell({ word: 'choose', button: option, option })
    }
    case 'ask': {
      const [option = ''] = step.options ?? []
      if (step.type === 'enum') return tell({ word: 'answer', button: option, typed: { answer: option } })
      const answer = { text: 'said', number: '12', duration: '10m' }[step.type]
      return tell({ word: 'answer', button: 'Answer', typed: { answer } })
    }
    case 'approval':
      await refusedToOneself(walk, record, at)
      if (!ways.isTaken(step.id, 'failed')) return tell({ word: 'reject', button: 'Reject' }, approver)
      return tell({ word: 'approve', button: 'Approve' }, approver)
    default:
      throw new Error(`${step.id} is a ${step.kind} and waits for people`)
  }
}

/** Whoever began a run is not the second pair of eyes. */
async function refusedToOneself({ sandbox, ground, person }: Walk, { id }: RunRecord, { state }: AtStep) {
  const { workspace } = sandbox
  const before = workspace.messages(ground.channel, person).length
  await workspace.say(person, ground.channel, `/ohmy run approve ${id} --step ${stepReference(state)}`)
  await until(`${id} to refuse its own approval`, () =>
    workspace
      .messages(ground.channel, person)
      .slice(before)
      .some(({ text }) => /takes the role approver|began this run yourself/.test(text)),
  )
}

/** Notes which ways were taken. */
function keep({ ways, isBroken, mend }: Walk, { runbook, steps }: RunRecord): void {
  for (const [index, step] of runbook.steps.entries()) {
    const state = steps[index]
    if (state === undefined) continue
    if (state.visits === 0) {
      if (state.state === 'skipped') ways.take(step.id, 'left out')
      continue
    }
    if (state.state === 'failed') ways.take(step.id, 'failed')
    const isDone = state.state === 'done'
    if (step.kind === 'check' && state.checked !== undefined) ways.take(step.id, 'looked')
    if (step.kind === 'wait' && isDone) ways.take(step.id, 'waited')
    if (step.kind === 'instruction' && isDone) ways.take(step.id, 'done')
    if (step.kind === 'approval' && isDone) ways.take(step.id, 'approved')
    if (step.kind === 'action' && state.outcome === 'succeeded') ways.take(step.id, 'run')
    if (step.kind === 'action' && state.state === 'skipped') ways.take(step.id, 'skipped')
    if (state.choice !== undefined) ways.take(step.id, state.choice)
    if (state.answer !== undefined)
      ways.take(step.id, step.kind === 'ask' && step.type === 'enum' ? String(state.answer) : 'answered')
  }
  const mayFail = runbook.steps.filter(({ kind, onFailure }) => kind === 'wait' && onFailure !== 'ask')
  if (isBroken && mayFail.every(({ id }) => ways.isTaken(id, 'failed'))) mend()
}
