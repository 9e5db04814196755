import { formatDuration } from '../../src/core/duration.js'
import type { Choices } from '../../src/core/form.js'
import { isPageEnded } from '../../src/core/page.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'
import { alertTitle } from '../../src/slack/views/alerts/card.js'

const week = 7 * 86_400_000

/** Alerts that are open, the newest first. */
export async function openAlerts({ alerts, clock, environments }: ChoiceContext): Promise<Choices> {
  const open = await alerts.open(environments.map(({ name }) => name))
  return {
    options: open
      .toSorted((left, right) => right.since - left.since)
      .map((record) => ({
        value: record.id,
        text: `${alertTitle(record)} · ${record.environment} · ${since(record.since, clock.now())}`,
      })),
    none: 'No alert is open.',
  }
}

/** Pages that nobody has answered. */
export async function openPages({ pages, caller, clock }: ChoiceContext): Promise<Choices> {
  const found = await pages.list(week, caller)
  return {
    options: found
      .filter(({ state }) => !isPageEnded(state))
      .map(({ id, title, severity, begunAt }) => ({
        value: id,
        text: `SEV-${severity} ${title} · ${since(begunAt, clock.now())}`,
      })),
    none: 'No page waits for an answer.',
  }
}

/** Incidents that go on, the newest first. */
export async function openIncidents({ incidents, caller, clock }: ChoiceContext): Promise<Choices> {
  const seen = await incidents.seenBy(await incidents.ongoing(), caller)
  return {
    options: seen
      .toSorted((left, right) => right.openedAt - left.openedAt)
      .map(({ id, severity, title, openedAt }) => ({
        value: id,
        text: `SEV-${severity} ${title} · ${since(openedAt, clock.now())}`,
      })),
    none: 'No incident goes on.',
  }
}

/** Followed logs and log queries that run. */
export async function openReadings({ readings, clock, environments }: ChoiceContext): Promise<Choices> {
  const open = await readings.open(environments.map(({ name }) => name))
  return {
    options: open.map(({ id, environment, caller, startedAt }) => ({
      value: id,
      text: `${id} · ${environment} · ${caller.name}, ${since(startedAt, clock.now())}`,
    })),
    none: 'No log is followed and no query runs.',
  }
}

function since(at: number, now: number): string {
  return `${formatDuration(Math.max(0, now - at))} ago`
}
