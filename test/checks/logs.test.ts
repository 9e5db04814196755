import { beforeEach, expect, test } from 'vitest'
import { causeOfError } from '../../src/logs/error-causes.js'
import { type CheckRoom, startCheckRoom } from './room.js'

const backend = 'ohmycoins-staging-backend'
const minute = 60_000

let room: CheckRoom
beforeEach(async () => {
  room = await startCheckRoom()
  return () => room.stop()
})

function write(times: number, line: (index: number) => string): void {
  for (let index = 0; index < times; index += 1) {
    room.account.world.writeLog(backend, line(index), { at: Date.now() - (times - index) * 100 })
  }
}

test('a text that nobody wrote passes; one that was written is counted, whatever its case', async () => {
  expect(await room.ask('log-pattern', { text: 'flux capacitor' })).toEqual({
    result: 'pass',
    figure: '0 lines with “flux capacitor” in the last 15 min (fails above 0)',
    value: 0,
  })
  write(3, (index) => `ERROR [app.time] Flux Capacitor ${index} broke`)
  expect(await room.ask('log-pattern', { text: 'flux capacitor' })).toMatchObject({
    result: 'fail',
    figure: '3 lines with “flux capacitor” in the last 15 min (fails above 0)',
    value: 3,
    lines: [2, 1, 0].map((index) => expect.stringContaining(`Capacitor ${index} broke`)),
  })
  expect(await room.ask('log-pattern', { text: 'flux capacitor', above: '3' })).toMatchObject({
    result: 'pass',
    value: 3,
  })
})

test('it is a text and no expression, and what is shown of it has no secrets', async () => {
  write(1, () => 'ERROR [app.db] (refused) password=hunter2-hunter2 at postgres')
  expect(await room.ask('log-pattern', { text: '.*' })).toMatchObject({ result: 'pass', value: 0 })
  expect(await room.ask('log-pattern', { text: 'hunter2' })).toMatchObject({ value: 0 })
  const found = await room.ask('log-pattern', { text: '(refused)' })
  expect(found).toMatchObject({ result: 'fail', cause: 'database' })
  expect(JSON.stringify(found)).not.toContain('hunter2')
})

test('what was written before the window does not count', async () => {
  room.account.world.writeLog(backend, 'flux capacitor', { at: Date.now() - 10 * minute })
  expect(await room.ask('log-pattern', { text: 'flux capacitor', window: '5m' })).toMatchObject({ value: 0 })
  expect(await room.ask('log-pattern', { text: 'flux capacitor', window: '15m' })).toMatchObject({ value: 1 })
})

/** The backend has its log elsewhere. */
function loggedIn(group: string | undefined) {
  const logGroups = group === undefined ? {} : { backend: group }
  const environments = room.ports.config.environments.map((one) => ({ ...one, logGroups }))
  return { config: { ...room.ports.config, environments } }
}

test('new kinds of error since the deployment: none, some, many', async () => {
  // Nothing in it is an error.
  const quiet = loggedIn('/vpc/ohmycoins-staging/flow-logs')
  expect(await room.ask('errors-since-deployment', {}, quiet)).toEqual({
    result: 'pass',
    figure: 'no new kind of error in the last hour (the deployment 11 days ago)',
    value: 0,
  })
  // The simulated backend has errors of its own, at times.
  write(3, (index) => `ERROR [app.time] flux capacitor ${index} broke`)
  const some = await room.ask('errors-since-deployment', { within: '10m', fail_from: 1_000 })
  expect(some).toMatchObject({
    result: 'warn',
    figure: expect.stringMatching(
      /^\d+ new kinds? of error in the last 10 min .*: “.+”( and \d+ more)?, \d+ times$/,
    ),
    lines: expect.arrayContaining([expect.stringMatching(/^3 × .*flux capacitor/)]),
  })
  expect(some.value).toBeGreaterThanOrEqual(1)
  expect(await room.ask('errors-since-deployment', { within: '10m', fail_from: 3 })).toMatchObject({
    result: 'fail',
  })
})

test('a deployment of a moment ago is where it looks from', async () => {
  room.account.world.writeLog(backend, 'ERROR [app.time] flux capacitor broke', { at: Date.now() - minute })
  room.account.world.deploy(backend, 'sprint-13-7ac41be')
  const asked = await room.ask('errors-since-deployment')
  expect(asked.figure).toContain('since the deployment just now')
  expect(JSON.stringify(asked)).not.toContain('flux')
})

test.each([
  ['psycopg: connection refused', 'database'],
  ['redis: connection refused', 'cache'],
  ['certificate has expired', 'certificate'],
  ['java.lang.OutOfMemoryError', 'out-of-memory'],
  ['nobody knows', undefined],
])('“%s” is of the class %s', (message, cause) => {
  expect(causeOfError(message)).toBe(cause)
})

test('a service without a log group in the configuration is unknown, with the key to set', async () => {
  for (const name of ['errors-since-deployment', 'log-pattern']) {
    const asked = await room.ask(name, name === 'log-pattern' ? { text: 'x' } : {}, loggedIn(undefined))
    expect(asked).toMatchObject({
      result: 'unknown',
      figure: expect.stringContaining('environments.staging.logGroups.backend'),
    })
  }
})
