import fc from 'fast-check'
import { expect, it } from 'vitest'
import { askedTogether } from '../../src/checks/permission-questions.js'
import type { Needed } from '../../src/checks/permissions-needed.js'

const some = fc.array(
  fc.record({
    actions: fc.uniqueArray(fc.constantFrom('ecs:ListTasks', 'iam:PassRole', 's3:GetObject'), {
      minLength: 1,
    }),
    resources: fc.uniqueArray(fc.constantFrom('*', 'a', 'b', 'c'), { minLength: 1 }),
    context: fc.constantFrom({}, { 'ecs:cluster': ['one'] }, { 'ecs:cluster': ['two'] }),
  }),
  { maxLength: 30 },
) as fc.Arbitrary<readonly Needed[]>

it('asks for all that is needed in the circumstances in which it is needed, once, and knows what nobody needs', () => {
  fc.assert(
    fc.property(some, (needed) => {
      const asked = askedTogether(needed)
      const pairs = (list: readonly Needed[]) =>
        list.flatMap(({ actions, resources, context = {} }) =>
          actions.flatMap((action) =>
            resources.map((resource) => JSON.stringify([action, resource, context])),
          ),
        )
      const told = asked.flatMap(({ actions, resources, context = {}, needs }) =>
        actions.flatMap((action) =>
          resources
            .filter((resource) => needs(action, resource))
            .map((resource) => JSON.stringify([action, resource, context])),
        ),
      )
      expect(new Set(told)).toEqual(new Set(pairs(needed)))
      // Three circumstances, and few enough answers for one call of each.
      expect(asked.length).toBeLessThanOrEqual(3)
    }),
  )
})

it('asks in several calls what would be a long answer', () => {
  const resources = Array.from({ length: 150 }, (_, index) => `arn:${index}`)
  const needed = [
    { actions: ['ecs:UpdateService', 'ecs:DescribeServices'] as const, resources },
    { actions: ['s3:GetObject'] as const, resources: ['arn:bucket'] },
  ]
  expect(askedTogether(needed).map(({ actions }) => actions.length)).toEqual([2, 1])
})
