import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const script = `
  import { createRequire } from 'node:module'
  import pino from 'pino'
  import { createAwsFor } from './src/aws/create-aws.ts'
  const { cache } = createRequire(import.meta.url)
  const loaded = () => Object.keys(cache).filter((file) => file.includes('client-ecs')).length
  const clock = { now: () => Date.now() }
  const awsFor = createAwsFor({ clock, logger: pino({ level: 'silent' }) })
  const environment = { name: 'staging', region: 'ap-southeast-2', services: [], cluster: 'c' }
  awsFor(environment)
  const before = loaded()
  await awsFor.warm([environment])
  process.stdout.write(JSON.stringify({ before, after: loaded() }))
  await awsFor.close()
`

test('starting loads none of the SDK, warming does, and Node 20 is not complained about', async () => {
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...env } = process.env
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { env, timeout: 20_000 },
  )
  const { before, after } = JSON.parse(stdout) as { before: number; after: number }
  expect(before).toBe(0)
  expect(after).toBeGreaterThan(0)
  expect(stderr).not.toContain('NodeVersionSupportWarning')
})
