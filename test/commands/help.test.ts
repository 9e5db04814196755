import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { help } from '../../commands/help.js'
import { commands } from '../../commands/index.js'
import type { Config, Grant } from '../../src/config/config.js'
import { escapeMrkdwn } from '../../src/slack/mrkdwn.js'
import { systemClock } from '../../src/core/clock.js'
import { createDispatch } from '../../src/dispatch/dispatch.js'
import { authorityOf } from '../access/authority.js'
import { callerIn, configWith, production, staging } from '../dispatch/fixtures.js'
import { verbs } from '../dispatch/verbs.js'

const all = [...verbs, help]

function helpFor(text: string, config: Partial<Config>, caller = callerIn('devops'), known = all) {
  const dispatch = createDispatch({
    config: configWith(config),
    aws: () => {
      throw new Error('Help asks AWS nothing')
    },
    operations: {} as never,
    locks: {} as never,
    mutes: {} as never,
    waits: {} as never,
    rota: {} as never,
    pages: {} as never,
    history: {} as never,
    readings: {} as never,
    runbooks: {} as never,
    schedules: {} as never,
    pauses: {} as never,
    runs: {} as never,
    incidents: {} as never,
    alerts: {} as never,
    costs: {} as never,
    preflights: undefined as never,
    terraform: undefined as never,
    reviews: undefined as never,
    audit: {} as never,
    sendFile: async () => undefined,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    commands: known,
    authority: authorityOf(configWith(config), {
      memberOf: () => Promise.reject(new Error('down')),
      nameOf: async (id) => (id === 'U0APPROVE' ? 'Aaron Approver' : undefined),
    }),
  })
  return dispatch.run(text, caller)
}

function listed(data: unknown): readonly string[] {
  return (data as { verbs: { name: string }[] }).verbs.map((verb) => verb.name)
}

function grant(overrides: Partial<Grant> & Pick<Grant, 'role'>): Grant {
  return { users: ['U0REQUEST'], groups: [], environments: [], ...overrides }
}

describe('help', () => {
  it('lists to a viewer what only looks, with an example', async () => {
    const reply = await helpFor('', { everyone: 'viewer' })
    expect(listed(reply.data)).toEqual(['look', 'everywhere', 'explain', 'help'])
    expect(reply.message.text).toContain('What you can do here')
    expect(reply.message.text).toContain('Look at an environment')
    expect(reply.message.text).toContain('/ohmy look staging')
    expect(reply.message.text).not.toContain('--watch')
    expect(reply.message.text).not.toContain('resize')
    expect(reply.shownTo).toBe('caller')
  })

  it('lists to an operator what changes, too', async () => {
    const reply = await helpFor('help', { everyone: 'operator' })
    expect(listed(reply.data)).toContain('resize')
    expect(reply.message.text).toContain('Change: planned first, and followed to the end')
  })

  it('says where, when it is not everywhere, and shows an example from there', async () => {
    const grants = [grant({ role: 'operator', environments: ['staging'] })]
    const reply = await helpFor('', { grants, everyone: 'viewer' })
    expect(reply.message.text).toMatch(/resize.*\(staging only\)/)
    expect(reply.message.text).toContain('/ohmy resize backend 4 staging')
  })

  it('lists no change in a channel where none is allowed, and says where', async () => {
    const policy = { ...staging.policy, changesIn: ['devops'] }
    const environments = [
      { ...staging, policy },
      { ...production, policy },
    ]
    const random = callerIn('random', { place: { channel: 'C0RANDOM1', channelName: 'random' } })
    const reply = await helpFor('', { everyone: 'operator', environments }, random)
    expect(listed(reply.data)).not.toContain('resize')
    expect(reply.message.text).toContain('Ask for it in `#devops`')
  })

  it('tells somebody without any role whom to turn to', async () => {
    const reply = await helpFor('', { grants: [{ ...grant({ role: 'admin' }), users: ['U0APPROVE'] }] })
    expect(listed(reply.data)).toEqual(['help'])
    expect(reply.message.text).toContain('You have no role yet.')
    expect(reply.message.text).toContain('Aaron Approver')
    expect(JSON.stringify(reply.message.blocks)).not.toContain('<@')
  })

  it('says that there may be more when groups cannot be read', async () => {
    const reply = await helpFor('', {
      everyone: 'viewer',
      grants: [grant({ role: 'admin', users: [], groups: ['S0OPS'] })],
    })
    expect(reply.message.text).toContain('there may be more')
  })

  it('explains one verb: usage, arguments, examples, role', async () => {
    const environments = [
      staging,
      { ...production, policy: { ...production.policy, access: { resize: 'approver' } } },
    ] as const
    for (const text of [
      'help resize',
      'help RESIZE',
      'resize --help',
      'resize backend —help',
      '--help resize',
    ]) {
      const reply = await helpFor(text, { everyone: 'operator', environments })
      expect(reply.failed).toBeUndefined()
      const shown = reply.message.text
      expect(shown).toContain('/ohmy resize <service> <count> <environment> [--reason <text>] [--dry-run]')
      expect(shown).toContain(
        'how many (`4`), how many more or fewer (`+1`, `-1`), or the range that autoscaling keeps (`2..6`)',
      )
      expect(shown).toContain('/ohmy resize backend 4 staging')
      expect(shown).toContain('Takes the role operator (approver in production).')
      expect(shown).toContain('You may use it here for staging.')
      expect(shown).toContain('`resize` in production takes the role approver; you have operator.')
    }
  })

  it('explains a verb to somebody who may not use it, and says who may', async () => {
    const reply = await helpFor('help resize', {
      everyone: 'viewer',
      grants: [{ ...grant({ role: 'operator' }), users: ['U0APPROVE'] }],
    })
    expect(reply.message.text).not.toContain('You may use it')
    expect(reply.message.text).toContain('Aaron Approver')
  })

  it.each([
    ['help resiez', 'Did you mean `resize`?', 'usage'],
    ['help frobnicate', '`/ohmy help` lists everything.', 'usage'],
  ])('%s: %s', async (text, expected, failed) => {
    const reply = await helpFor(text, { everyone: 'viewer' })
    expect(reply.failed).toBe(failed)
    expect(reply.message.text).toContain(expected)
  })

  it('is offered for an unknown verb', async () => {
    const reply = await helpFor('frobnicate', { everyone: 'viewer' })
    expect(reply.message.text).toContain('/ohmy help')
  })
})

describe('the real verbs', () => {
  const admin: Partial<Config> = { everyone: 'admin' }

  it('have different names but for those of `run` and `terraform`, examples that work, and pages that fit', async () => {
    const names = commands.map((command) => command.name)
    expect(new Set(names.filter((name, at) => names.indexOf(name) !== at))).toEqual(
      new Set(['terraform', 'run']),
    )
    for (const command of commands) {
      expect(command.summary).toMatch(/^[A-Z].*[^.]$/)
      expect(command.examples.length).toBeGreaterThan(0)
      const page = await helpFor(`help ${command.name}`, admin, callerIn('devops'), [...commands])
      expect(page.failed).toBeUndefined()
      for (const example of command.examples) expect(page.message.text).toContain(example)
    }
  })

  it('are all in the overview of somebody who may everything', async () => {
    const reply = await helpFor('', admin, callerIn('devops'), [...commands])
    expect(listed(reply.data)).toEqual(commands.map((command) => command.name))
    for (const { name, summary, isMeantBy } of commands) {
      // Of two verbs that share a name the one with a fixed word is listed with it.
      const shown = name === 'terraform' && isMeantBy !== undefined ? 'terraform unlock-help' : name
      expect(JSON.stringify(reply.message.blocks)).toContain(
        `*${shown}*  ${JSON.stringify(escapeMrkdwn(summary)).slice(1, -1)}`,
      )
    }
  })

  it('stand below Look when they only look', async () => {
    const reply = await helpFor('', admin, callerIn('devops'), [...commands])
    const [looking] = reply.message.text.split('Change: planned first')
    for (const verb of ['approve', 'cancel', 'undo', 'mute', 'page', 'continue'])
      expect(looking).not.toContain(`• ${verb} `)
    expect(looking).toContain('status')
  })

  it('are never run against a default environment when they change something', async () => {
    const changing = commands.filter((command) => command.changes)
    expect(changing.map((command) => command.name)).toContain('scale')
    const reply = await helpFor('scale backend 4', admin, callerIn('devops'), [...commands])
    expect(reply).toMatchObject({ failed: 'refused', data: { error: { code: 'environment-missing' } } })
  })
})
