import { expect, it } from 'vitest'
import type { EcsTask, Target } from '../../src/aws/aws.js'
import { ownTargets, taskHealth } from '../../src/status/own-targets.js'

const task = (id: string, taskDefinition = 'backend:42'): EcsTask => ({
  id,
  lastStatus: 'RUNNING',
  taskDefinition,
  endpoints: [{ id }],
  containers: [],
})
const target = (id: string, state: Target['state'], port = 8000): Target => ({ id, state, port })
const served = (...groups: readonly (readonly Target[])[]) => [{ taskDefinition: 'backend:42', groups }]
const tasks = [task('10.0.0.1'), task('10.0.0.2')]

it.each([
  [['healthy', 'healthy'], { well: 2, unhealthy: 0, waiting: 0 }],
  [['healthy', 'initial'], { well: 1, unhealthy: 0, waiting: 1 }],
  [['healthy', 'unhealthy'], { well: 1, unhealthy: 1, waiting: 0 }],
  [['healthy', 'draining'], { well: 1, unhealthy: 0, waiting: 1 }],
  // No traffic, or no health check: nothing speaks against them.
  [['unused', 'unavailable'], { well: 2, unhealthy: 0, waiting: 0 }],
] as const)('%j', ([one, two], expected) => {
  expect(taskHealth(tasks, served([target('10.0.0.1', one), target('10.0.0.2', two)]))).toEqual(expected)
})

it('the targets of another service in the same group do not count', () => {
  const group = [
    target('10.0.0.1', 'healthy'),
    target('10.0.0.2', 'healthy'),
    target('10.9.9.9', 'unhealthy'),
  ]
  expect(ownTargets(tasks, group)).toHaveLength(2)
  expect(taskHealth(tasks, served(group))).toEqual({ well: 2, unhealthy: 0, waiting: 0 })
})

it('a task is as well as the worst group that serves it, and waits where it is not registered', () => {
  const first = [target('10.0.0.1', 'healthy'), target('10.0.0.2', 'healthy')]
  expect(taskHealth(tasks, served(first, [target('10.0.0.1', 'unhealthy')]))).toEqual({
    well: 0,
    unhealthy: 1,
    waiting: 1,
  })
})

it('tasks on one instance are told apart by their ports', () => {
  const on = (port: number): EcsTask => ({
    ...task('i-1'),
    id: String(port),
    endpoints: [{ id: 'i-1', port }],
  })
  const group = [target('i-1', 'healthy', 32_768), target('i-1', 'unhealthy', 32_769)]
  expect(taskHealth([on(32_768)], served(group))).toEqual({ well: 1, unhealthy: 0, waiting: 0 })
  expect(taskHealth([on(32_769)], served(group))).toEqual({ well: 0, unhealthy: 1, waiting: 0 })
})

it('each task is looked for in the groups of its own revision', () => {
  const green = task('10.0.0.3', 'backend:43')
  const both = [
    {
      taskDefinition: 'backend:42',
      groups: [[target('10.0.0.1', 'healthy'), target('10.0.0.2', 'healthy')]],
    },
    { taskDefinition: 'backend:43', groups: [[target('10.0.0.3', 'unhealthy')]] },
  ]
  expect(taskHealth([...tasks, green], both)).toEqual({ well: 2, unhealthy: 1, waiting: 0 })
})
