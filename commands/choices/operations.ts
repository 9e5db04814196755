import { formatDuration } from '../../src/core/duration.js'
import type { Choices, FormChoice } from '../../src/core/form.js'
import { isEnded, type OperationRecord } from '../../src/core/operation.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'

const day = 86_400_000
/** What somebody takes back was done lately. */
const lately = 7 * day
const mostListed = 60

/** Operations that wait for this person's word, each with the plan that is decided on. */
export async function operationsToDecide(context: ChoiceContext): Promise<Choices> {
  const { guide, caller } = context
  const open = await openOnes(context)
  const mine = await Promise.all(
    open.map(async ({ record, environment }) =>
      (await guide.mayDecide(record, environment, caller)) ? [record] : [],
    ),
  )
  return {
    options: mine.flat().map((record) => ({
      value: `${record.id} --plan ${record.fingerprint.slice(0, 12)}`,
      text: textOf(record, context),
      details: planLines(record),
    })),
    areAll: true,
    none: 'Nothing waits for your approval.',
  }
}

/** Operations that have not ended and can be cancelled. */
export async function operationsToCancel(context: ChoiceContext): Promise<Choices> {
  const open = await openOnes(context)
  const options = open.flatMap(({ record }) => (record.offers.cancel ? [optionFor(record, context)] : []))
  return { options, none: 'Nothing goes on that can be cancelled.', areAll: true }
}

/** Operations that have not ended. */
export async function operationsOpen(context: ChoiceContext): Promise<Choices> {
  const open = await openOnes(context)
  return {
    options: open.map(({ record }) => optionFor(record, context)),
    none: 'No operation is in the way.',
    areAll: true,
  }
}

/** What this person asked for and has to confirm with a word. */
export async function operationsToConfirm(context: ChoiceContext): Promise<Choices> {
  const open = await openOnes(context)
  const mine = open.filter(
    ({ record }) => record.state === 'unconfirmed' && record.caller.id === context.caller.id,
  )
  return {
    options: mine.map(({ record }) => optionFor(record, context)),
    none: 'Nothing waits for your confirmation.',
    areAll: true,
  }
}

/** What was done in the last days and can be taken back, the newest first. */
export async function operationsToUndo(context: ChoiceContext): Promise<Choices> {
  const found = await ended(context)
  return {
    options: found.filter(({ offers }) => offers.undo).map((record) => optionFor(record, context)),
    none: 'Nothing was done in the last seven days that can be taken back.',
  }
}

/** What goes on, and what was done in the last days. */
export async function operationsKnown(context: ChoiceContext): Promise<Choices> {
  const found = await ended(context)
  return { options: found.map((record) => optionFor(record, context)) }
}

function openOnes({ history, environments }: ChoiceContext) {
  return history.open(environments.map(({ name }) => name))
}

async function ended({ history, environments, clock }: ChoiceContext): Promise<readonly OperationRecord[]> {
  const until = clock.now()
  const names = environments.map(({ name }) => name)
  const { operations } = await history.list({
    environments: names,
    since: until - lately,
    until,
    limit: mostListed,
  })
  return operations
}

function optionFor(record: OperationRecord, context: ChoiceContext): FormChoice {
  return { value: record.id, text: textOf(record, context) }
}

function textOf(
  { plan, caller, requestedAt, endedAt, state }: OperationRecord,
  { clock }: Pick<ChoiceContext, 'clock'>,
): string {
  const age = formatDuration(Math.max(0, clock.now() - (endedAt ?? requestedAt)))
  return [plan.summary, ...(isEnded(state) ? [state] : []), `${caller.name}, ${age} ago`].join(' · ')
}

/** Whoever decides reads what they decide on. */
function planLines({ plan, reason, notes = [] }: OperationRecord): readonly string[] {
  return [
    plan.summary,
    ...plan.changes.map(({ what, from, to }) => `${what}: ${from} → ${to}`),
    ...(plan.details ?? []),
    ...plan.warnings,
    ...(reason === undefined ? [] : [`Reason: ${reason}`]),
    ...notes,
  ]
}
