import { formatDuration } from '../../src/core/duration.js'
import type { Choices } from '../../src/core/form.js'
import { isRunEnded } from '../../src/core/run.js'
import type { RunRecord } from '../../src/core/run.js'
import { servicesThere } from '../../src/dispatch/choices.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'

const month = 30 * 86_400_000

/** The runbooks there are, by title. */
export async function runbooksThere({ runbooks }: ChoiceContext): Promise<Choices> {
  const all = await runbooks.all()
  return {
    options: all
      .toSorted((left, right) => left.title.localeCompare(right.title, 'en'))
      .map(({ id, title }) => ({ value: id, text: title })),
    none: 'There are no runbooks.',
  }
}

/** The services of the environment that was said. What is searched for is no service. */
export function servicesToChoose(context: ChoiceContext): Promise<Choices> {
  return context.said['search'] === undefined ? servicesThere(context) : Promise.resolve({ options: [] })
}

/** Runs that go on, the newest first. */
export function openRuns(context: ChoiceContext): Promise<Choices> {
  return runsThat(({ state }) => !isRunEnded(state), 'No runbook is being walked through.', context)
}

/** Runs of the last month, the newest first. */
export function lateRuns(context: ChoiceContext): Promise<Choices> {
  return runsThat(() => true, 'No runbook was walked through in the last month.', context)
}

async function runsThat(
  isWanted: (record: RunRecord) => boolean,
  none: string,
  { runs, caller, clock }: ChoiceContext,
): Promise<Choices> {
  const now = clock.now()
  const found = await runs.list({ since: now - month, isWanted }, caller)
  return {
    options: found.runs.map(({ id, runbook, lead, startedAt }) => ({
      value: id,
      text: `${runbook.title} · ${lead.name}, ${formatDuration(Math.max(0, now - startedAt))} ago`,
    })),
    none,
  }
}
