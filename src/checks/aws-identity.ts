import { z } from 'zod'
import { check } from './check.js'
import { awsOf } from './subject.js'

export const awsIdentity = check({
  name: 'aws-identity',
  summary: 'Whether AWS knows who asks, and whether that is in the account of the environment',
  results: {
    pass: 'the credentials hold, in the account that `account` of the environment names',
    warn: 'they hold, and `account` is not written down, so nobody can tell whether it is the right one',
    fail: 'they are of another account',
  },
  reads: ['sts:GetCallerIdentity'],
  needsService: false,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const { account: expected, region } = subject.environment
    const { account, arn } = await awsOf(subject, ports).identity()
    const who = `${arn.split(':').at(-1)} in account ${account}, ${region}`
    if (expected === undefined)
      return { result: 'warn', figure: `${who}; which account it should be is not written down` }
    if (account !== expected)
      return { result: 'fail', figure: `${who}; it should be account ${expected}`, cause: 'permission' }
    return { result: 'pass', figure: who }
  },
})
