import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { actions, called } from '../../src/aws/actions.js'
import { bucketOf } from '../../src/aws/limits.js'

interface Statement {
  readonly Sid: string
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
}

async function statements(): Promise<readonly Statement[]> {
  const text = await readFile(new URL('../../docker/iam-policy.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { Statement: readonly Statement[] }).Statement
}

test('the policy grants exactly the actions the code calls', async () => {
  const granted = (await statements()).flatMap(({ Action }) => Action)
  expect([...granted].sort()).toEqual([...actions].sort())
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
