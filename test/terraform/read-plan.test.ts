import { expect, it } from 'vitest'
import { readPlan } from '../../src/terraform/plan/read-plan.js'

const service = (before: object, after: object, unknown: object = {}) => ({
  address: 'aws_ecs_service.backend',
  mode: 'managed',
  type: 'aws_ecs_service',
  change: { actions: ['update'], before, after, after_unknown: unknown },
})
const plain = (address: string, actions: readonly string[], more: object = {}) => ({
  ...{ address, mode: 'managed', type: 'aws_vpc' },
  change: { actions, before: null, after: null, ...more },
})
const read = (changes: readonly object[], more: object = {}) =>
  readPlan(JSON.stringify({ format_version: '1.2', resource_changes: changes, ...more }))

it('counts as Terraform does: what is replaced is added and destroyed, in either order', () => {
  const plan = read(
    [
      plain('a', ['create']),
      plain('b', ['delete', 'create'], { replace_paths: [['cidr_block'], ['tags', 0]] }),
      plain('c', ['create', 'delete']),
      plain('d', ['delete']),
      plain('e', ['update']),
      plain('f', ['no-op']),
      plain('g', ['forget']),
      plain('h', ['no-op'], { importing: { id: 'vpc-1' } }),
      { ...plain('i', ['read']), mode: 'data' },
    ],
    { output_changes: { id: { actions: ['update'], before: 'a', after_unknown: true } } },
  )
  expect(plan?.counts).toMatchObject({ add: 3, change: 1, destroy: 3, replace: 2, forget: 1, import: 1 })
  expect(plan?.counts.outputs).toBe(1)
  expect(plan?.resources.map(({ address }) => address)).toEqual(['b', 'c', 'd', 'g', 'e', 'a'])
  expect(plan?.resources[0]?.because).toEqual(['cidr_block', 'tags.0'])
})

it('keeps names of what changes and no values, and leaves out what is the same', () => {
  const plan = read([
    {
      ...plain('a', ['update']),
      change: {
        actions: ['update'],
        before: { password: 'hunter2', tags: { a: 1 }, same: [1], ids: [] },
        after: { password: 'hunter3', tags: { a: 2 }, same: [1] },
        after_unknown: { same: [false], ids: [true] },
      },
    },
  ])
  expect(plan?.resources).toEqual([{ address: 'a', action: 'change', because: ['password', 'tags', 'ids'] }])
  expect(JSON.stringify(plan)).not.toContain('hunter')
})

it('finds the count and the revision that a service would be set back to', () => {
  const arn = 'arn:aws:ecs:ap-southeast-2:123456789012:task-definition/backend:'
  const plan = read([
    service(
      { name: 'backend', desired_count: 4, task_definition: `${arn}15` },
      { name: 'backend', desired_count: 1, task_definition: `${arn}12` },
    ),
    service(
      { name: 'frontend', desired_count: 1, task_definition: `${arn}15` },
      { name: 'frontend', desired_count: 1 },
      { task_definition: true },
    ),
  ])
  expect(plan?.services.map(({ service: name, what, from, to }) => [name, what, from, to])).toEqual([
    ['backend', 'count', '4', '1'],
    ['backend', 'task definition', 'backend:15', 'backend:12'],
    ['frontend', 'task definition', 'backend:15', 'a new one'],
  ])
})

it('of many resources keeps the ones that weigh most, and counts the rest', () => {
  const many = Array.from({ length: 100 }, (_, index) => plain(`n${index}`, ['create']))
  const plan = read([...many, plain('lost', ['delete'])])
  expect(plan?.resources[0]).toMatchObject({ address: 'lost', action: 'delete' })
  expect([plan?.resources.length, plan?.more, plan?.counts.add]).toEqual([40, 61, 100])
})

it('says so where it is a part of a plan', () => {
  expect(read([], { errored: true, complete: false })?.warnings).toHaveLength(2)
  expect(read([])?.warnings).toEqual([])
})

it.each(['', 'Error', '{}', '{"format_version":"2.0"}', '[]'])('%j is no plan', (text) => {
  expect(readPlan(text)).toBeUndefined()
})
