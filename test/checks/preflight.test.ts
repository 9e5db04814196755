import { beforeEach, describe, expect, test } from 'vitest'
import { production, staging } from '../aws/environment.js'
import { type CheckRoom, startCheckRoom } from './room.js'

/** Any but the one that the simulated account has. */
const another = [...'123456789012'].toReversed().join('')

describe('what is looked at before a deployment', () => {
  let room: CheckRoom
  beforeEach(async () => {
    room = await startCheckRoom(
      {},
      {
        environments: [
          { ...staging, account: '123456789012' },
          { ...production, account: another },
        ],
      },
    )
    return () => room.stop()
  })

  test('credentials of the account that was written down pass, of another one they fail', async () => {
    const about = { service: '' }
    expect(await room.ask('aws-identity', about)).toMatchObject({ result: 'pass' })
    const other = await room.ask('aws-identity', { ...about, environment: 'production' })
    expect(other).toMatchObject({ result: 'fail', cause: 'permission' })
    expect(other.figure).toContain(`it should be account ${another}`)
    room.account.faults.add({ action: 'GetCallerIdentity', fault: { kind: 'accessDenied' } })
    expect((await room.ask('aws-identity', about)).result).toBe('unknown')
  })

  test('an account that nobody wrote down is a warning', async () => {
    const { config } = room.ports
    const environments = config.environments.map(({ account: _account, ...rest }) => rest)
    const answer = await room.ask('aws-identity', { service: '' }, { config: { ...config, environments } })
    expect(answer).toMatchObject({ result: 'warn' })
  })

  test('a range that cannot move warns, one that the count lies outside of fails', async () => {
    const ask = () => room.ask('autoscaling-range', { environment: 'production' })
    expect(await ask()).toEqual({ result: 'pass', figure: '2 wanted, autoscaling 2 to 10', value: 10 })
    expect(await room.ask('autoscaling-range')).toEqual({
      result: 'pass',
      figure: '1 wanted, no autoscaling',
    })
    const [backend] = production.services
    if (backend === undefined) throw new Error('There is no backend')
    const aws = room.ports.aws(production)
    await aws.setScalableRange(backend, { minimum: 2, maximum: 2 })
    expect(await ask()).toMatchObject({
      result: 'warn',
      figure: '2 wanted, autoscaling 2 to 2: it cannot move',
    })
    await aws.setScalableRange(backend, { minimum: 1, maximum: 40 })
    expect(await ask()).toMatchObject({ result: 'warn', value: 40 })
    await aws.setDesiredCount(backend, 41)
    expect(await ask()).toMatchObject({ result: 'fail' })
  })
})
