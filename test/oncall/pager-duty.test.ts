import { afterEach, describe, expect, it } from 'vitest'
import { ownSecrets } from '../../src/config/own-secrets.js'
import type { PageRecord } from '../../src/core/page.js'
import { nextEvent } from '../../src/oncall/page/pager-duty-turn.js'
import { createPagerDuty } from '../../src/oncall/pager-duty.js'
import { startPagerDuty } from '../support/pager-duty.js'

const routingKey = 'r'.repeat(32)
const rita = { id: 'U0REQUEST', name: 'Rita' }
const record: PageRecord = {
  v: 1,
  id: 'page-7k2m9qa',
  reason: 'by hand',
  title: 'checkout fails',
  environment: 'production',
  severity: 2,
  link: 'https://example.com/run',
  place: { channel: 'C0' },
  state: 'calling',
  begunAt: Date.UTC(2026, 10, 28),
  nextAt: 0,
  steps: [],
  done: 1,
  calls: [{ to: 'primary', people: [rita], at: Date.UTC(2026, 10, 28) }],
  told: 1,
  pagerDuty: { taken: [], failures: 0, again: 0 },
}

describe('what PagerDuty is sent', () => {
  let stop: () => Promise<void> = async () => undefined
  afterEach(() => stop())

  async function sent(answers: readonly number[] = [], key = routingKey) {
    const server = await startPagerDuty({ answers })
    stop = server.stop
    return { server, pagerDuty: createPagerDuty({ routingKey: key, url: server.url }) }
  }

  it('is one alert under the id of the page, in the words of its documents', async () => {
    const { server, pagerDuty } = await sent()
    for (const action of ['trigger', 'acknowledge', 'resolve'] as const)
      expect(await pagerDuty.send(action, record)).toEqual({ kind: 'taken' })
    expect(server.alerts()).toEqual({ 'page-7k2m9qa': ['trigger', 'acknowledge', 'resolve'] })
    expect(server.events[0]).toMatchObject({
      payload: { summary: 'production: checkout fails', severity: 'error', source: 'production' },
      links: [{ href: 'https://example.com/run' }],
    })
  })

  it.each([429, 500, 503, 408, 302, 0])('may be taken later after %s', async (status) => {
    const { server, pagerDuty } = await sent([status])
    expect(await pagerDuty.send('trigger', record)).toMatchObject({ kind: 'later' })
    expect(await pagerDuty.send('trigger', record)).toEqual({ kind: 'taken' })
    expect(server.events).toHaveLength(1)
  })

  it('is refused for good with its reason, and the reason does not tell the key', async () => {
    const { pagerDuty } = await sent([], 'too-short-a-key')
    const answer = await pagerDuty.send('trigger', record)
    expect(answer).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('Event object is invalid: routing_key'),
    })
    expect(JSON.stringify(answer)).not.toContain('too-short-a-key')
  })

  it('is one of the secrets that no log and no message repeats', () => {
    expect(ownSecrets({ PAGERDUTY_ROUTING_KEY: routingKey })).toEqual([routingKey])
  })

  it('is never too long', async () => {
    const { pagerDuty } = await sent()
    expect(await pagerDuty.send('trigger', { ...record, title: '🚨'.repeat(3_000) })).toEqual({
      kind: 'taken',
    })
  })
})

describe('what PagerDuty hears next', () => {
  const taken = (...actions: readonly ('trigger' | 'acknowledge' | 'resolve')[]) => ({
    pagerDuty: { taken: [...actions], failures: 0, again: 0 },
  })

  it.each([
    ['nothing while it waits for business hours', { state: 'waiting', calls: [] }, false, undefined],
    ['that people are called', {}, false, 'trigger'],
    ['nothing new while they are', taken('trigger'), false, undefined],
    [
      'first that there was something, then that somebody has it',
      { state: 'acknowledged' },
      false,
      'trigger',
    ],
    ['that somebody has it', { state: 'acknowledged', ...taken('trigger') }, false, 'acknowledge'],
    [
      'that what was asked by hand is over with it',
      { state: 'acknowledged', ...taken('trigger', 'acknowledge') },
      false,
      'resolve',
    ],
    [
      'nothing while the incident goes on',
      { state: 'acknowledged', parent: 'inc-1', ...taken('trigger', 'acknowledge') },
      false,
      undefined,
    ],
    [
      'that it is over with the incident',
      { state: 'acknowledged', parent: 'inc-1', ...taken('trigger', 'acknowledge') },
      true,
      'resolve',
    ],
    ['that it was cancelled', { state: 'cancelled', ...taken('trigger') }, false, 'resolve'],
    [
      'nothing of what was cancelled before anybody was called',
      { state: 'cancelled', calls: [] },
      false,
      undefined,
    ],
    [
      'nothing of what nobody answered: others may there',
      { state: 'unanswered', ...taken('trigger') },
      false,
      undefined,
    ],
    [
      'nothing after a no',
      { pagerDuty: { taken: [], failures: 1, again: 0, refused: '400' } },
      false,
      undefined,
    ],
  ] as const)('%s', (_case, change, isParentOver, expected) => {
    expect(nextEvent({ ...record, ...(change as Partial<PageRecord>) }, isParentOver)).toBe(expected)
  })
})
