import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { createDirectory } from '../../src/slack/directory.js'
import { createWebClient } from '../../src/slack/web-client.js'
import { credentials, people } from '../../sandbox/people.js'
import { startWorkspace } from '../../sandbox/workspace/workspace.js'

describe('who is in a user group', () => {
  it('is remembered for a minute, and asked anew, once, for a decision that must not go by that', async () => {
    const users = ['U0APPROVE']
    const workspace = await startWorkspace({
      people,
      credentials,
      deliver: { kind: 'http', url: () => 'http://127.0.0.1:9' },
      userGroups: [{ id: 'S0APPROVERS', handle: 'approvers', name: 'Approvers', users }],
    })
    try {
      let now = 1_000_000
      const directory = createDirectory({
        web: createWebClient(credentials.botToken, { slackApiUrl: workspace.apiUrl }),
        identity: { read: () => Promise.reject(new Error('not asked here')), known: () => undefined },
        clock: { now: () => now },
        logger: pino({ level: 'silent' }),
      })
      const asked = () => workspace.calls.filter(({ method }) => method === 'usergroups.users.list').length
      expect(await directory.membersOf('S0APPROVERS')).toContain('U0APPROVE')
      users.length = 0
      now += 10_000
      expect(await directory.membersOf('S0APPROVERS')).toContain('U0APPROVE')
      const afresh = directory.afresh()
      now += 1
      expect(await afresh.membersOf('S0APPROVERS')).not.toContain('U0APPROVE')
      expect(await afresh.membersOf('S0APPROVERS')).not.toContain('U0APPROVE')
      // What was learnt counts for everybody.
      expect(await directory.membersOf('S0APPROVERS')).not.toContain('U0APPROVE')
      expect(asked()).toBe(2)
    } finally {
      await workspace.stop()
    }
  })
})
