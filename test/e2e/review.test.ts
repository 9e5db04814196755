import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const day = 86_400_000

/** Under the name that the review looks for, and short. */
const drill = `
id: backup-restore-drill
title: "Drill: restore a backup"
inputs:
  environment: { type: environment, default: production }
steps:
  - id: restore
    title: Restore it
    instruction: "Restore it into an instance of its own."
`

describe('a review of security and backups', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ runbooks: { 'backup-restore-drill.yaml': drill } })
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.faults.clear())

  const ask = async (line: string, words: string) => {
    await sandbox.workspace.say(requester, 'devops', line)
    return sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words))
  }

  it('tells of an ordinary week that nothing stands out', async () => {
    const { text } = await ask('/ohmy review security staging', 'staging: security — nothing stands out')
    expect(text).toContain('Console logins without a second factor: none')
    expect(text).toContain('nothing but 80 and 443')
    expect(text).toContain('1 with an access key, the oldest 40 d old')
    expect(text).toContain('begin with ohmycoins-')
    expect(text).toMatch(/\d in the last 7 days/)
  })

  it('puts what somebody has to look at first, as plain text, with where to look', async () => {
    const { world } = sandbox.account
    const iam = { source: 'iam.amazonaws.com', region: 'us-east-1', identity: 'IAMUser' } as const
    world.record({
      ...{ name: 'ConsoleLogin', source: 'signin.amazonaws.com', region: 'us-east-1' },
      ...{ identity: 'IAMUser', user: '<!channel> password=hunter2secret', mfa: 'No' },
    })
    world.record({ ...iam, name: 'CreateAccessKey', user: 'mallory' })
    world.record({ ...iam, name: 'ListUsers', user: 'reader', isReadOnly: true })
    world.record({
      ...{ name: 'CreateVpc', source: 'ec2.amazonaws.com', region: 'us-east-1' },
      ...{ identity: 'Root', user: 'root' },
    })
    for (let index = 0; index < 25; index += 1) {
      world.record({
        ...{ name: 'PutObject', source: 's3.amazonaws.com', region: 'ap-southeast-2' },
        ...{ identity: 'IAMUser', user: 'prober', error: 'AccessDenied' },
      })
    }
    world.openPort('ohmycoins-staging-rds', 5432, '0.0.0.0/0')
    world.openPort('ohmycoins-prod-rds', 22, '::/0')
    world.setUser({
      name: 'old',
      keys: [
        { id: 'AKIAEXAMPLEOLD00042', createdAt: Date.now() - 400 * day, isActive: true },
        { id: 'AKIAEXAMPLEOFF00043', createdAt: Date.now() - 900 * day, isActive: false },
      ],
    })
    world.setProjectBucket('ohmycoins-uploads', 'policy')
    world.setProjectBucket('ohmycoins-assets', 'access control list')
    world.setProjectBucket('other-uploads', 'policy')
    const { text } = await ask('/ohmy review security staging', 'staging: security — 7 of 10 to look at')
    expect(text).toContain('mallory · CreateAccessKey · from 203.0.113.9')
    expect(text).not.toContain('reader')
    expect(text).toContain('root · CreateVpc')
    expect(text).toContain('prober: 25')
    expect(text).toMatch(/ohmycoins-staging-rds \(sg-\w+\): tcp 5432 from 0\.0\.0\.0\/0/)
    expect(text).not.toContain('ohmycoins-prod-rds')
    expect(text).toContain('old: …0042, 400 d old')
    expect(text).not.toContain('0043')
    expect(text).toContain('ohmycoins-uploads: open by its policy')
    expect(text).toContain('ohmycoins-assets: open by its access control list')
    expect(text).not.toContain('other-uploads')
    expect(text).toContain('cloudtrailv2')
    // A name is what somebody chose: it pings nobody, and tells no secret.
    expect(text).not.toContain('<!channel>')
    expect(text).toContain('&lt;!channel&gt;')
    expect(text).not.toContain('hunter2secret')
  })

  it('skips what it may not read, with the name of the permission, and shows the rest', async () => {
    for (const action of ['LookupEvents', 'DescribeSecurityGroups', 'ListUsers', 'ListBuckets']) {
      sandbox.account.faults.add({ action, fault: { kind: 'accessDenied' } })
    }
    const { text } = await ask('/ohmy review security production', 'production: security — ')
    for (const action of [
      'cloudtrail:LookupEvents',
      'ec2:DescribeSecurityGroups',
      'iam:ListUsers',
      's3:ListAllMyBuckets',
    ]) {
      expect(text).toContain(`ohmy is not allowed to call ${action}`)
    }
    expect(text).toContain('8 of 10 could not be read')
    expect(text).toContain('the certificate of')
  })

  it('tells how old backups are and that nobody practised to restore them', async () => {
    const { text } = await ask('/ohmy review backups production', 'production: backups — ')
    expect(text).toContain('ohmycoins-prod-postgres can be restored to')
    expect(text).toContain('kept for')
    expect(text).toMatch(/Restore drill: never held; begin with .?\/ohmy runbook start backup-restore-drill/)
    expect(text).toMatch(/Failover drill: never held/)
  })

  it('tells of a drill that was walked to its end, and of nobody else’s environment', async () => {
    const { workspace } = sandbox
    const card = await ask('/ohmy runbook start backup-restore-drill production', 'an instance of its own')
    await workspace.click(requester, card, 'Done')
    await workspace.waitForMessage('devops', ({ ts, text }) => ts === card.ts && text.includes('— Done'))
    const { text } = await ask('/ohmy review backups production', 'ago, took')
    expect(text).toMatch(/🟢 Restore drill: .+ ago, took /)
    expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d UTC · .+ · Rita Requester/)
    expect(text).toMatch(/Failover drill: never held/)
    const staging = await ask('/ohmy review backups staging', 'staging: backups')
    expect(staging.text).toMatch(/Restore drill: never held/)
  })

  it('adds up ranges that were split, and is not held up by what was deleted meanwhile', async () => {
    const { world } = sandbox.account
    world.openPort('ohmycoins-prod-rds', 5432, '0.0.0.0/1')
    world.openPort('ohmycoins-prod-ecs-tasks', 8000, '203.0.113.0/24')
    world.openToPrefixList('ohmycoins-prod-alb', 8443, 'pl-0123456789abcdef0')
    world.setUser({ name: 'leaver', isGone: true, keys: [] })
    world.setProjectBucket('ohmycoins-temporary')
    world.deleteListedBucket('ohmycoins-temporary')
    world.openPort('ohmycoins-prod-ecs-tasks', 8000, '0.0.0.0/2')
    world.openPort('ohmycoins-prod-ecs-tasks', 8000, '64.0.0.0/2')
    const { text } = await ask('/ohmy review security production', 'tcp 8000 from 0.0.0.0/2')
    // Half of the addresses are as good as all of them.
    expect(text).toMatch(/ohmycoins-prod-rds \(sg-\w+\): tcp 5432 from 0\.0\.0\.0\/1$/m)
    expect(text).toMatch(/tcp 8000 from 0\.0\.0\.0\/2 and 64\.0\.0\.0\/2$/m)
    expect(text).toContain('1 prefix list that rules let in (pl-0123456789abcdef0) was not read')
    expect(text).not.toMatch(/NoSuchEntity|NoSuchBucket|ohmycoins-temporary/)
    expect(text).toMatch(/access keys are older|with an access key/)
  })
})
