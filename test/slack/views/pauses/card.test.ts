import { describe, expect, it } from 'vitest'
import { createZone } from '../../../../src/core/time-zone.js'
import { pauseCard } from '../../../../src/slack/views/pauses/card.js'
import { aaron, hook, now, record, rita } from '../../../pauses/a-pause.js'

const text = (...changes: Parameters<typeof record>) =>
  pauseCard(record(...changes), { zone: createZone('UTC') }).text
const buttons = (...changes: Parameters<typeof record>) =>
  pauseCard(record(...changes), { zone: createZone('UTC') }).blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) => (element.type === 'button' ? (element.value ?? []) : []))
      : [],
  )

describe('a deployment that waits', () => {
  it('asks first, and says who has to decide until when and what ECS does then', () => {
    const asks = text({
      begunBy: { operation: 'op-2222222', by: rita },
      changes: [{ what: 'Image', from: 'sprint-12', to: 'sprint-13' }],
    })
    expect(asks.split('\n')[0]).toBe('✋ backend in production waits for a decision: may sprint-13 go on?')
    expect(asks).toContain(
      'Needs one approver other than Rita, until Sun 29 Nov 11:00; then ECS goes back by itself',
    )
    expect(asks).toContain('Asked by Rita (op-2222222)')
  })

  it('has buttons that name the deployment and the hook, as anybody might type them', () => {
    expect(buttons()).toEqual([
      'continue deployment-7k2m9qa --hook ecs-pause-e7tK9G_WRJqNF',
      'go-back deployment-7k2m9qa --hook ecs-pause-e7tK9G_WRJqNF',
    ])
    expect(buttons({ hooks: [hook({ state: 'decided' })] })).toEqual([])
    expect(buttons({ endedAt: now, state: 'succeeded' })).toEqual([])
  })

  it('tells of a function that nobody can answer for, and of one person of two', () => {
    const lambda = hook({ id: 'ecs-lambda-1', kind: 'AWS_LAMBDA', function: 'check-canary' })
    expect(text({ hooks: [hook(), lambda] })).toContain('ECS also waits for the function `check-canary`')
    const one = hook({ decisions: [{ action: 'CONTINUE', by: aaron, at: now }] })
    expect(text({ hooks: [one], needs: { count: 2, role: 'approver' } })).toContain(
      'Aaron says that it may go on. Needs one more approver',
    )
  })

  it('says that ECS does not tell, and what somebody’s word came to', () => {
    expect(text({ unread: { since: now, why: 'AWS did not answer in time' } })).toContain(
      'ECS does not tell how it is now: AWS did not answer in time',
    )
    const again = 'Decided, and not done: production is frozen.'
    expect(text({ hooks: [hook({ again })] })).toContain(again)
  })

  it('interprets nothing of what ECS says', () => {
    expect(text({ state: 'stopped', endedAt: now, reason: 'stopped by <!channel> *now*' })).toContain(
      'ECS says: `stopped by <!channel> *now*`',
    )
  })
})
