import { describe, expect, test } from 'vitest'
import type { EcsTaskDefinition } from '../../src/aws/aws.js'
import { streamPrefix, taskOf } from '../../src/logs/streams.js'

const task = '0123456789abcdef0123456789abcdef'
const old = '01234567-89ab-cdef-0123-456789abcdef'

describe('the task that writes to a stream', () => {
  test.each([
    [`ecs/backend/${task}`, task],
    [`ecs/backend/${old}`, old],
    [`backend-firelens-${task}`, task],
    [`from-fluent-bit/backend-firelens-${task}`, task],
    [`a-firelens-b-firelens-${old}`, old],
    ['ecs/backend/none', undefined],
    [task, undefined],
    ['backend-firelens-0123', undefined],
  ])('%s', (stream, expected) => {
    expect(taskOf(stream)).toBe(expected)
  })
})

describe('what the names of a task’s streams begin with', () => {
  const definition = (logs: object) =>
    ({ containers: [{ name: 'backend', logs }] }) as unknown as EcsTaskDefinition
  test('is told by the log driver', () => {
    expect(streamPrefix(definition({ group: 'g', streamPrefix: 'ecs' }), 'g', '0123')).toBe(
      'ecs/backend/0123',
    )
  })
  test('is told by the log router', () => {
    const logs = { group: 'g', streamPrefix: 'app/', router: true }
    expect(streamPrefix(definition(logs), 'g', '0123')).toBe('app/backend-firelens-0123')
  })
})
