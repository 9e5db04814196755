import { describe, expect, it } from 'vitest'
import type { Environment, Freeze } from '../../src/core/environment.js'
import { parseLocal, parseWeekly } from '../../src/core/time-windows.js'
import { createZone } from '../../src/core/time-zone.js'
import { UserError } from '../../src/core/user-error.js'
import { createGate } from '../../src/locks/gate.js'
import { bars, type Lock } from '../../src/core/lock.js'
import { authorityOf } from '../access/authority.js'
import { configWith, environmentNamed } from '../dispatch/fixtures.js'
import type { Caller } from '../../src/core/caller.js'
import { aaron, backend, backendName, everything, lockOf, production, rita } from './fixtures.js'

const zone = createZone('Australia/Sydney')
const at = (text: string) => zone.firstAt(parseLocal(text) ?? Number.NaN)
const weekly = (text: string) => parseWeekly(text) ?? { kind: 'weekly' as const, from: 0, until: 0 }

const plain = environmentNamed('production')
const withGlass: Environment = { ...plain, policy: { ...plain.policy, breakGlass: 'admin' } }

function gate(
  given: {
    locks?: readonly Lock[]
    freezes?: readonly Freeze[]
    environment?: Environment
    now?: number
  } = {},
) {
  const blockedBy = createGate({
    locks: { blocking: async (change) => (given.locks ?? []).filter((lock) => bars(lock, change)) },
    authority: authorityOf(
      configWith({
        environments: [given.environment ?? plain, environmentNamed('staging')],
        freezes: given.freezes ?? [],
        grants: [{ role: 'admin', users: ['U0ADA'], groups: [], environments: ['production'] }],
      }),
      { nameOf: async () => 'Ada' },
    ),
    zone,
    clock: { now: () => given.now ?? at('2026-11-23 23:00') },
  })
  return (verb: string, environment = 'production', caller?: Caller) =>
    blockedBy({ verb, environment: () => environment, locks: () => [backendName] }, {}, caller)
}

describe('a lock in the way', () => {
  it('says whose, why, since when, until when and how to get past', async () => {
    const lock = lockOf(backend, { since: at('2026-11-23 22:10'), until: at('2026-11-24 01:30') })
    const refusal = await gate({ locks: [lock], environment: withGlass })('scale')
    expect(refusal).toBeInstanceOf(UserError)
    expect(refusal).toMatchObject({
      code: 'locked-by-person',
      what: 'Rita locked backend in production: “migration”, since Mon 23 Nov 22:10, until Tue 24 Nov 01:30 (Australia/Sydney).',
      next: 'Wait until then, ask Rita or an approver for `/ohmy unlock backend production`, or go past it in an emergency with `--break-glass --reason "…"` (role admin: Ada).',
    })
  })

  it('is unlocked by a button, by who may: nobody is sent to themselves', async () => {
    const blocked = gate({ locks: [lockOf(backend)] })
    expect(await blocked('scale', 'production', rita)).toMatchObject({
      what: expect.stringMatching(/^You locked backend/),
      next: 'Unlock it with `/ohmy unlock backend production`.',
      offers: [{ text: 'Unlock', line: 'unlock backend production' }],
      passes: true,
    })
    expect(await blocked('scale', 'production', { ...aaron, id: 'U0ADA' })).toMatchObject({
      what: expect.stringMatching(/^Rita locked backend/),
      offers: [{ text: 'Unlock', line: 'unlock backend production' }],
    })
    expect(await blocked('scale', 'production', aaron)).toMatchObject({
      next: 'Ask Rita or an approver for `/ohmy unlock backend production`.',
      offers: [],
    })
  })

  it('without an end is not to be waited for, and without a role the glass is not offered', async () => {
    const refusal = await gate({ locks: [lockOf(production)] })('scale')
    expect(refusal?.what).toContain('(Australia/Sydney), until it is unlocked.')
    expect(refusal?.next).toBe('Ask Rita or an approver for `/ohmy unlock production`.')
  })

  it('tells of the others that would be in the way next', async () => {
    const refusal = await gate({ locks: [lockOf(everything), lockOf(backend)] })('scale')
    expect(refusal?.what).toContain('Rita locked everything')
    expect(refusal?.what).toContain('Also locked: backend in production by Rita.')
  })

  it('stops a rollback as well', async () => {
    expect((await gate({ locks: [lockOf(production)] })('rollback'))?.code).toBe('locked-by-person')
  })

  it('stops nothing elsewhere', async () => {
    expect(await gate({ locks: [lockOf(production)] })('scale', 'staging')).toBeUndefined()
  })
})

describe('a freeze in the way', () => {
  const freeze: Freeze = {
    window: {
      kind: 'once',
      from: parseLocal('2026-11-20 17:00') ?? 0,
      until: parseLocal('2026-11-30 08:00') ?? 0,
    },
    reason: 'big sale',
    environments: ['production'],
    allow: ['rollback'],
  }
  const weekend: Freeze = {
    ...freeze,
    window: weekly('Mon 16:00 – Tue 08:00'),
    reason: 'nightly',
    environments: [],
  }

  it('says why and until when', async () => {
    const refusal = await gate({ freezes: [weekend, freeze] })('deploy')
    expect(refusal).toMatchObject({
      code: 'frozen',
      what: 'production is frozen until Mon 30 Nov 08:00 (Australia/Sydney): big sale.',
      next: 'Wait until then.',
    })
  })

  it('lets a rollback pass unless it says otherwise', async () => {
    expect(await gate({ freezes: [freeze] })('rollback')).toBeUndefined()
    expect((await gate({ freezes: [{ ...freeze, allow: [] }] })('rollback'))?.code).toBe('frozen')
  })

  it('holds in its environments, or everywhere', async () => {
    expect(await gate({ freezes: [freeze] })('deploy', 'staging')).toBeUndefined()
    expect((await gate({ freezes: [weekend] })('deploy', 'staging'))?.code).toBe('frozen')
  })

  it.each([
    ['2026-11-20 16:59', undefined],
    ['2026-11-20 17:00', 'frozen'],
    ['2026-11-30 07:59', 'frozen'],
    ['2026-11-30 08:00', undefined],
  ])('at %s: %s', async (moment, code) => {
    expect((await gate({ freezes: [freeze], now: at(moment) })('scale'))?.code).toBe(code)
  })
})

describe('a maintenance window', () => {
  const window = weekly('Sun 02:00–04:00')
  const named: Environment = { ...plain, policy: { ...plain.policy, maintenanceWindow: window } }
  const only: Environment = {
    ...plain,
    policy: { ...named.policy, onlyInMaintenanceWindow: ['deploy'], breakGlass: 'admin' },
  }

  it('that is only named stops nothing', async () => {
    expect(await gate({ environment: named })('deploy')).toBeUndefined()
  })

  it('keeps the verbs it is for from starting outside of it, and says when the next one is', async () => {
    const refusal = await gate({ environment: only })('deploy')
    expect(refusal?.code).toBe('outside-maintenance-window')
    expect(refusal?.what).toBe(
      '`deploy` in production starts in the maintenance window only: Sun 02:00–04:00 (Australia/Sydney). The next one begins Sun 29 Nov 02:00.',
    )
    expect(refusal?.next).toContain('--break-glass')
    expect(await gate({ environment: only })('scale')).toBeUndefined()
    expect(await gate({ environment: only, now: at('2026-11-29 03:59') })('deploy')).toBeUndefined()
    expect((await gate({ environment: only, now: at('2026-11-29 04:00') })('deploy'))?.code).toBe(
      'outside-maintenance-window',
    )
  })
})

describe('locks that cannot be read', () => {
  it('let nothing pass', async () => {
    const blockedBy = createGate({
      locks: { blocking: () => Promise.reject(new UserError('locks-unreadable', 'Unread.', 'Wait.')) },
      authority: authorityOf(configWith()),
      zone,
      clock: { now: () => 0 },
    })
    const operation = { verb: 'scale', environment: () => 'production', locks: () => [backendName] }
    await expect(blockedBy(operation, {})).rejects.toMatchObject({ code: 'locks-unreadable' })
  })
})
