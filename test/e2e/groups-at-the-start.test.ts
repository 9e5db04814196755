import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

/** Who approves, and who breaks the glass, is a group of Slack's here. */
const byGroup = (yaml: string) =>
  yaml
    .replace('users: [U0APPROVE] # Aaron', 'groups: [S0APPROVE01]')
    .replace('breakGlass: approver', 'breakGlass: admin')
    .replace('roles:', 'roles:\n  admin:\n    groups: [S0ADMINS01]')

describe('somebody who has just left a group that may', () => {
  let sandbox: Sandbox
  const approvers = [approver.slackId]
  const admins = [requester.slackId]
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: byGroup,
      workspace: {
        userGroups: [
          { id: 'S0APPROVE01', handle: 'approvers', name: 'Approvers', users: approvers },
          { id: 'S0ADMINS01', handle: 'admins', name: 'Admins', users: admins },
        ],
      },
    })
  })
  afterAll(() => sandbox.stop())

  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const desired = () => sandbox.account.world.service('ohmycoins-prod-backend').desiredCount

  it('approves while in it', async () => {
    await say('/ohmy scale backend 3 production')
    const waiting = await card('from 2 to 3 tasks — Waiting for approval')
    await sandbox.workspace.click(approver, waiting, 'Approve')
    await card('from 2 to 3 tasks — Done')
  })

  it('is remembered at the click, but does not count at the start', async () => {
    await say('/ohmy scale backend 4 production')
    const waiting = await card('from 3 to 4 tasks — Waiting for approval')
    approvers.length = 0
    await sandbox.workspace.click(approver, waiting, 'Approve')
    await card('The approval of Aaron Approver does not count any more')
    expect(desired()).toBe(3)
    await sandbox.workspace.click(requester, waiting, 'Cancel')
    await card('from 3 to 4 tasks — Cancelled')
  })

  it('breaks no glass any more', async () => {
    const breaking = (to: number) =>
      say(`/ohmy scale frontend ${to} production --break-glass --reason "site is down"`)
    await breaking(3)
    await card('Scale frontend in production from 2 to 3 tasks — Done')
    admins.length = 0
    await breaking(4)
    const refused = await card('Scale frontend in production from 3 to 4 tasks — Failed')
    expect(refused.text).toContain('Nothing was changed. `--break-glass` in production takes the role admin')
    expect(sandbox.account.world.service('ohmycoins-prod-frontend').desiredCount).toBe(3)
  })
})
