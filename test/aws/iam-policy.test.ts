import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { generated } from '../../docker/generate/generated.js'
import { parts } from '../../docker/generate/iam-policy.js'
import { actions, called } from '../../src/aws/actions.js'
import { bucketOf } from '../../src/aws/limits.js'

interface Statement {
  readonly Sid: string
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

const textOf = (name: string) => readFile(new URL(`../../docker/${name}`, import.meta.url), 'utf8')

async function statements(name = 'iam-policy.json'): Promise<readonly Statement[]> {
  return (JSON.parse(await textOf(name)) as { Statement: readonly Statement[] }).Statement
}

const files = Object.keys(generated()).filter((name) => /iam-policy|permissions/.test(name))

test.each(files)('%s is what `npm run iam-policy` writes', async (name) => {
  expect(await textOf(name)).toBe(generated()[name])
})

test('the policy grants exactly the actions the code calls, each once', async () => {
  const granted = (await statements()).flatMap(({ Action }) => Action)
  expect([...granted].sort()).toEqual([...actions].sort())
})

test('the parts together are the whole, and each fits into a policy of its own', async () => {
  const apart = await Promise.all(parts.map((part) => statements(`iam-policy.${part}.json`)))
  expect(apart.flat()).toEqual(await statements())
  for (const part of parts) {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: characters, without white space.
    expect((await textOf(`iam-policy.${part}.json`)).replaceAll(/\s/g, '').length, part).toBeLessThan(6_144)
  }
})

test('only the part for changes lets anything be changed', async () => {
  // A query costs money where it is sent twice, and what was received is deleted: neither is a change of anybody's.
  const ofReading = ['logs:StartQuery', 'logs:StopQuery', 'logs:StartLiveTail', 'sqs:DeleteMessage']
  const looking = /:(?:Describe|List|Get|BatchGet|Lookup|Filter|Receive|Simulate|Assume)/
  for (const part of ['read', 'readiness']) {
    const granted = (await statements(`iam-policy.${part}.json`)).flatMap(({ Action }) => Action)
    expect(granted.filter((action) => !looking.test(action) && !ofReading.includes(action))).toEqual([])
  }
})

test('roles are handed to tasks of ECS and to nothing else', async () => {
  const [passing, ...others] = (await statements()).filter(({ Action }) => Action.includes('iam:PassRole'))
  expect(others).toEqual([])
  expect(passing).toMatchObject({
    Action: ['iam:PassRole'],
    Condition: { StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
  })
  for (const role of [passing?.Resource ?? '*'].flat()) expect(role).not.toContain('*')
})

test('the policy has no wildcard action and allows no change on every resource', async () => {
  for (const { Sid, Effect, Action, Resource } of await statements()) {
    expect(Effect, Sid).toBe('Allow')
    for (const action of Action) {
      expect(action, Sid).not.toContain('*')
      // It ends a query and changes nothing; IAM knows no resource for it.
      if (action === 'logs:StopQuery') continue
      if (!/:(Describe|List|Get|Lookup)/.test(action)) expect([Resource].flat(), action).not.toContain('*')
    }
  }
})

test('each action is drawn from one call rate', () => {
  expect(Object.keys(bucketOf).sort()).toEqual([...called].sort())
})
