import { expect, test } from 'vitest'
import { troublingEvents } from '../../src/status/troubling-events.js'

const minute = 60_000
const now = 1_000 * minute
const ago = (minutes: number, text: string) => ({
  at: now - minutes * minute,
  text: `(service backend) ${text}`,
})
const texts = (events: readonly { readonly text: string }[]) =>
  troublingEvents([...events] as never, now).map(({ text }) => text.replace('(service backend) ', ''))

test('routine is left out', () => {
  expect(
    texts([
      ago(1, 'has reached a steady state.'),
      ago(2, '(deployment ecs-svc/1) deployment completed.'),
      ago(3, 'has stopped 1 running tasks: (task a).'),
      ago(4, 'deregistered 1 targets in (target-group x)'),
      ago(5, 'registered 1 targets in (target-group x)'),
      ago(6, 'has started 1 tasks: (task b).'),
    ]),
  ).toEqual([])
})

test.each([
  'was unable to place a task. Reason: Capacity is unavailable at this time.',
  '(port 8000) is unhealthy in (target-group x) due to (reason Health checks failed).',
  '(deployment ecs-svc/1) deployment failed: tasks failed to start.',
  'rolling back to deployment ecs-svc/0.',
  'is unable to consistently start tasks successfully.',
])('"%s" is trouble', (text) => {
  expect(texts([ago(1, text)])).toEqual([text])
})

test('a task that was stopped because of trouble belongs to it', () => {
  const unhealthy = '(port 80) is unhealthy in (target-group x)'
  const stopped = 'has stopped 1 running tasks: (task a).'
  expect(texts([ago(1, stopped), ago(1, unhealthy), ago(30, stopped)])).toEqual([stopped, unhealthy])
})

test('trouble that is over for a quarter of an hour is history', () => {
  const steady = 'has reached a steady state.'
  expect(texts([ago(1, steady), ago(14, 'was unable to place a task')])).toHaveLength(1)
  expect(texts([ago(1, steady), ago(16, 'was unable to place a task')])).toEqual([])
  expect(texts([ago(16, 'was unable to place a task')])).toHaveLength(1)
  expect(texts([ago(61, 'was unable to place a task')])).toEqual([])
})

test('at most five are kept, the newest', () => {
  const events = Array.from({ length: 9 }, (_, index) => ago(index + 1, `deployment failed ${index}`))
  expect(texts(events)).toEqual([0, 1, 2, 3, 4].map((index) => `deployment failed ${index}`))
})
