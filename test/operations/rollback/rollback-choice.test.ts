import { describe, expect, it } from 'vitest'
import type { ServiceDeployment, ServiceRevision } from '../../../src/aws/aws.js'
import { chooseRollback, type RollbackFacts } from '../../../src/operations/rollback/rollback-choice.js'
import { rollbackPlan } from '../../../src/operations/rollback/rollback-plan.js'
import type { ImageNow } from '../../../src/operations/service/images-now.js'
import {
  arn,
  day,
  definition,
  deployed,
  digest,
  image,
  inFull,
  now,
  prices,
  ref,
  refusal,
  revision,
  service,
} from '../service/release-facts.js'

function facts(
  history: readonly ServiceDeployment[],
  revisions: readonly ServiceRevision[],
  changes: Partial<RollbackFacts> = {},
): RollbackFacts {
  const [first] = history
  return {
    ref,
    environment: 'production',
    service: service(),
    history,
    ...(first === undefined ? {} : { newest: inFull(first) }),
    revisions: new Map(revisions.map((one) => [one.arn, one])),
    verdicts: new Map(),
    active: [],
    ...changes,
  }
}

const past = [deployed(42, 9), deployed(41, 30), deployed(40, 44)]
const revisions = [revision(42), revision(41), revision(40)]

describe('choosing where to go back to', () => {
  it('goes back to the newest successful deployment of something else', () => {
    const choice = chooseRollback(facts(past, revisions))
    expect(choice).toMatchObject({ kind: 'return', target: { taskDefinition: arn(41), proven: past[1] } })
  })

  it('passes over deployments that failed', () => {
    const history = [past[0]!, { ...past[1]!, status: 'ROLLBACK_SUCCESSFUL' as const }, past[2]!]
    expect(chooseRollback(facts(history, revisions)).target.taskDefinition).toBe(arn(40))
  })

  it('does not take a restart of the same version for another one', () => {
    const history = [deployed(43, 1), ...past]
    const known = [revision(43, 42, 'sprint-42'), ...revisions]
    expect(chooseRollback(facts(history, known)).target.taskDefinition).toBe(arn(41))
  })

  it('after a rollback of ECS itself, what runs is what ECS went back to', () => {
    const failed = deployed(43, 1, 'ROLLBACK_SUCCESSFUL')
    const newest = inFull(failed, { rollback: { revision: 'revision-42' } })
    const choice = chooseRollback(facts([failed, ...past], [revision(43), ...revisions], { newest }))
    expect(choice).toMatchObject({ kind: 'return', target: { taskDefinition: arn(41) } })
  })

  it.each(['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED'] as const)(
    'takes a deployment back that is %s, to the last completed one',
    (status) => {
      const running = deployed(43, 0, status)
      const choice = chooseRollback(facts([running, ...past], [revision(43), ...revisions]))
      expect(choice).toMatchObject({
        kind: 'in flight',
        deployment: { arn: 'deployment-43' },
        target: { taskDefinition: arn(42), proven: past[0] },
      })
    },
  )

  it.each(['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'] as const)(
    'joins one that is on its way back (%s), to where ECS says',
    (status) => {
      const running = deployed(43, 0, status)
      const newest = inFull(running, { rollback: { revision: 'revision-41' } })
      const choice = chooseRollback(facts([running, ...past], [revision(43), ...revisions], { newest }))
      expect(choice).toMatchObject({
        kind: 'in flight',
        target: { taskDefinition: arn(41), proven: past[1] },
      })
    },
  )

  it('refuses to go back from a first deployment, with what helps instead', () => {
    const running = deployed(1, 0, 'IN_PROGRESS')
    const { code, text } = refusal(() => chooseRollback(facts([running], [revision(1)])))
    expect(code).toBe('nothing-before')
    expect(text).toContain('/ohmy scale backend 0 production')
  })

  it('without history takes the active revision before, which nothing proves', () => {
    const active = [definition(43, 'x'), definition(42, 'x'), definition(41, 'x')]
    const choice = chooseRollback(facts([], [], { active }))
    expect(choice).toEqual({ kind: 'return', target: { taskDefinition: arn(41) } })
  })

  it('passes over what ohmy took back itself, unless it ran well again since', () => {
    const verdict = { kind: 'taken back', operation: 'op-1', at: now - day, by: 'Rita' } as const
    const verdicts = new Map([['deployment-41', verdict]])
    expect(chooseRollback(facts(past, revisions, { verdicts })).target.taskDefinition).toBe(arn(40))
    const older = [...past, deployed(39, 60)]
    const known = [...revisions, revision(39, 41, 'sprint-41')]
    const { target } = chooseRollback(facts(older, known, { verdicts }))
    expect(target.taskDefinition).toBe(arn(40))
    const again = [past[0]!, deployed(39, 20), past[1]!, past[2]!]
    expect(chooseRollback(facts(again, known, { verdicts })).target.taskDefinition).toBe(arn(41))
    const named = chooseRollback(facts(past, revisions, { verdicts, to: '41' }))
    expect(named.target).toMatchObject({ taskDefinition: arn(41), verdict })
    expect(named.target.proven).toBeUndefined()
  })

  it('takes no revision for a way back of which ECS knows a bad deployment', () => {
    const history = [past[0]!, { ...past[1]!, status: 'ROLLBACK_SUCCESSFUL' as const }]
    const active = [definition(42, 'x'), definition(41, 'x'), definition(40, 'x')]
    expect(chooseRollback(facts(history, revisions, { active })).target).toEqual({ taskDefinition: arn(40) })
  })

  it('takes a restart for another version when its tag meant another image', () => {
    const history = [deployed(43, 1), ...past]
    const restarted = {
      ...revision(43, 42, 'stable'),
      images: [{ container: 'backend', image: image('stable'), digest: digest('f') }],
    }
    const choice = chooseRollback(facts(history, [restarted, ...revisions]))
    expect(choice.target).toMatchObject({ taskDefinition: arn(42), proven: past[0] })
  })

  it('refuses when there is nothing at all', () => {
    const { code, text } = refusal(() => chooseRollback(facts([], [], { active: [definition(42, 'x')] })))
    expect(code).toBe('nothing-before')
    expect(text).toContain('Deploy a good image instead')
  })
})

describe('choosing what was asked for', () => {
  it.each([['40'], ['ohmycoins-prod-backend:40'], ['sprint-40']])('finds %s in the history', (to) => {
    const choice = chooseRollback(facts(past, revisions, { to }))
    expect(choice).toMatchObject({ kind: 'return', target: { taskDefinition: arn(40), proven: past[2] } })
  })

  it('finds a tag that is only registered, and holds it for unproven', () => {
    const active = [definition(42, 'sprint-42'), definition(39, 'sprint-39')]
    const { target } = chooseRollback(facts(past, revisions, { active, to: 'sprint-39' }))
    expect(target).toEqual({ taskDefinition: arn(39) })
  })

  it('does not hold a version for proven whose deployment failed', () => {
    const history = [...past, deployed(39, 50, 'ROLLBACK_SUCCESSFUL')]
    const { target } = chooseRollback(facts(history, [...revisions, revision(39)], { to: '39' }))
    expect(target.proven).toBeUndefined()
  })

  it('refuses what runs already, and a tag that nobody knows, naming those that ran well', () => {
    expect(refusal(() => chooseRollback(facts(past, revisions, { to: '42' }))).code).toBe('nothing-to-do')
    const { code, text } = refusal(() => chooseRollback(facts(past, revisions, { to: 'sprint-99' })))
    expect(code).toBe('version-unknown')
    expect(text).toContain('sprint-42, sprint-41 and sprint-40')
  })

  it('replaces a running deployment by what was named', () => {
    const running = deployed(43, 0, 'IN_PROGRESS')
    const choice = chooseRollback(facts([running, ...past], [revision(43), ...revisions], { to: '42' }))
    expect(choice).toMatchObject({ kind: 'return', target: { taskDefinition: arn(42) } })
  })
})

describe('the plan of a rollback', () => {
  const asItWas: ImageNow = {
    container: 'backend',
    image: image('sprint-41'),
    ran: digest('1'),
    now: { digest: digest('1'), tags: ['sprint-41'], pushedAt: now - 31 * day },
  }

  function plan(
    changes: Partial<RollbackFacts> = {},
    to = definition(41, 'sprint-41'),
    history = past,
    images: readonly ImageNow[] = [asItWas],
  ) {
    const found = facts(history, revisions, changes)
    const from = definition(42, 'sprint-42')
    return rollbackPlan(found, chooseRollback(found), { from, to, images, prices })
  }

  it('tells where it goes, why that is trusted, and what is not reverted', () => {
    const { summary, changes, details, warnings } = plan()
    expect(summary).toBe('Roll backend in production back to sprint-41')
    expect(changes).toContainEqual({ what: 'Image', from: 'sprint-42', to: 'sprint-41' })
    const text = details?.join('\n')
    expect(text).toMatch(
      /its deployment succeeded 1972-08-28 00:02 UTC and served for 20 d 23 h\. Image sha256:1{12}/,
    )
    expect(text).toContain('Not reverted: database migrations, and network, load balancer and platform')
    expect(text).toContain('they were the same then')
    expect(warnings.join()).toContain('Database migrations are not undone')
  })

  it('tells which settings stay different', () => {
    const settings = { ...revision(41).settings!, securityGroups: ['sg-0'] }
    const other = new Map(
      revisions.map((one) => [one.arn, one.arn === 'revision-41' ? { ...one, settings } : one]),
    )
    expect(plan({ revisions: other }).details?.join()).toContain('security groups: sg-1 (then sg-0)')
  })

  it('registers a copy of what was deregistered', () => {
    const { basis, details } = plan({}, definition(41, 'sprint-41', { status: 'INACTIVE' }))
    expect(basis).toMatchObject({ release: { to: { kind: 'copy', of: arn(41) } } })
    expect(details?.join()).toContain('was deregistered, so a copy of it is registered')
  })

  it('says loudly that nothing proves a version', () => {
    const { warnings } = plan({ active: [definition(41, 'sprint-41')] }, undefined, [past[0]!])
    expect(warnings[0]).toContain('not proven healthy')
  })

  it('warns who would come back to the version that was just left', () => {
    const history = [deployed(44, 1), deployed(43, 2), past[0]!]
    const known = new Map(
      [revision(44, 42, 'sprint-42'), revision(43), revision(42)].map((one) => [one.arn, one]),
    )
    const { warnings } = plan({ revisions: known }, definition(43, 'sprint-43'), history)
    expect(warnings.join()).toContain('sprint-43 itself was replaced by what ran before it')
  })

  it('is the same plan when ECS begins to go back by itself meanwhile', () => {
    const running = deployed(43, 0, 'IN_PROGRESS')
    const back = { ...running, status: 'ROLLBACK_IN_PROGRESS' as const }
    const known = new Map([revision(43), ...revisions].map((one) => [one.arn, one]))
    const plans = [running, back].map((newest) =>
      plan({ revisions: known, newest: inFull(newest) }, definition(42, 'sprint-42'), [newest, ...past]),
    )
    expect(plans[0]?.basis).toEqual(plans[1]?.basis)
    expect(plans[1]?.details?.join()).toContain('is on its way back already: this joins and follows it')
  })
})
