import { beforeEach, expect, test } from 'vitest'
import { type CheckRoom, startCheckRoom } from './room.js'

const hour = 3_600_000
const day = 24 * hour
const postgres = 'ohmycoins-staging-postgres'
const balancer = 'ohmycoins-staging-alb'

let room: CheckRoom
beforeEach(async () => {
  room = await startCheckRoom()
  return () => room.stop()
})

const configWithout = (name: 'database' | 'loadBalancer') => {
  const environments = room.ports.config.environments.map((one) => ({ ...one, [name]: 'ohmycoins-nothing' }))
  return { config: { ...room.ports.config, environments } }
}

test('a database with automated backups can be restored to some minutes ago', async () => {
  expect(await room.ask('backup-age')).toEqual({
    result: 'pass',
    figure: `${postgres} can be restored to 4 min ago, from its automated backups`,
    value: 0.1,
    lines: [
      'automated backups, kept for 7 d: up to 4 min ago',
      expect.stringMatching(
        /^newest snapshot \(automated\): rds:ohmycoins-staging-postgres-\d{4}-\d\d-\d\d-\d\d-\d\d, /,
      ),
    ],
  })
})

test('where its logs have fallen behind, a younger snapshot is a warning', async () => {
  room.account.world.setDatabase(postgres, { lag: 30 * hour })
  room.account.world.addSnapshot({
    id: 'by-hand',
    database: postgres,
    createdAt: Date.now() - hour,
    status: 'available',
  })
  expect(await room.ask('backup-age')).toMatchObject({
    result: 'warn',
    figure: `${postgres} can be restored to 1 h ago, from the snapshot by-hand`,
    value: 1,
  })
})

test('without automated backups only a snapshot counts, and one that is being made does not', async () => {
  room.account.world.setDatabase(postgres, { retention: 0 })
  room.account.world.addSnapshot({ id: 'new', database: postgres, createdAt: Date.now(), status: 'creating' })
  expect(await room.ask('backup-age')).toMatchObject({
    result: 'fail',
    figure: expect.stringContaining(`from the snapshot ${postgres}-before-sprint-12`),
    value: 288,
  })
  room.account.world.addSnapshot({
    id: 'mine',
    database: postgres,
    createdAt: Date.now() - hour,
    status: 'available',
  })
  expect(await room.ask('backup-age')).toMatchObject({
    result: 'warn',
    lines: ['no automated backups', 'newest snapshot (manual): mine, 1 h ago'],
  })
  expect(await room.ask('backup-age', { at_most: '30m' })).toMatchObject({ result: 'fail' })
})

test('a database of a cluster, or of another name, is unknown', async () => {
  room.account.world.setDatabase(postgres, { cluster: 'ohmycoins-aurora' })
  expect(await room.ask('backup-age')).toMatchObject({
    result: 'unknown',
    figure: expect.stringContaining('belongs to the cluster ohmycoins-aurora'),
  })
  expect(await room.ask('backup-age', {}, configWithout('database'))).toMatchObject({
    result: 'unknown',
    figure: expect.stringContaining('There is no database ohmycoins-nothing'),
  })
})

test('a database at work is a warning, one that cannot be used a failure', async () => {
  room.account.world.setDatabase(postgres, { status: 'backing-up' })
  expect(await room.ask('database')).toMatchObject({
    result: 'warn',
    figure: expect.stringMatching(/^ohmycoins-staging-postgres is backing-up; \d figures within target$/),
  })
  room.account.world.setDatabase(postgres, { status: 'storage-full' })
  expect(await room.ask('database')).toMatchObject({ result: 'fail', cause: 'database' })
})

test('certificates: long valid, soon over, over', async () => {
  const ask = () => room.ask('certificate-days-left')
  expect(await ask()).toMatchObject({
    result: 'pass',
    figure: expect.stringMatching(
      /^the certificate of staging\.ohmycoins\.example is valid for 24[45] days, until \d/,
    ),
    value: expect.any(Number),
  })
  room.account.world.setCertificate(balancer, { notAfter: Date.now() + 20.5 * day })
  expect(await ask()).toMatchObject({ result: 'warn', value: 20, cause: 'certificate' })
  room.account.world.setCertificate(balancer, { notAfter: Date.now() + 3.5 * day })
  expect(await ask()).toMatchObject({ result: 'fail', value: 3, cause: 'certificate' })
  room.account.world.setCertificate(balancer, { notAfter: Date.now() - 2.5 * day, status: 'EXPIRED' })
  expect(await ask()).toMatchObject({
    result: 'fail',
    value: -3,
    figure: expect.stringContaining(' expired on '),
  })
  room.account.world.setCertificate(balancer, { status: 'FAILED' })
  const never = await ask()
  expect(never).toMatchObject({ result: 'fail', figure: expect.stringContaining(' is FAILED') })
  expect(never.value).toBeUndefined()
})

test('a certificate for another host counts as well, and one that lies elsewhere is unknown', async () => {
  room.account.world.addCertificate(balancer, {
    arn: 'arn:aws:acm:ap-southeast-2:123456789012:certificate/00000000-0000-0000-0000-000000000001',
    domain: 'www.ohmycoins.example',
    issuedAt: Date.now() - day,
    notAfter: Date.now() + 5.5 * day,
    status: 'ISSUED',
  })
  expect(await room.ask('certificate-days-left')).toMatchObject({
    result: 'fail',
    figure: expect.stringMatching(/^the certificate of www\.ohmycoins\.example .*; 1 other longer$/),
    value: 5,
  })
  room.account.world.addCertificate(balancer, {
    arn: 'arn:aws:iam::123456789012:server-certificate/old',
    domain: 'old.ohmycoins.example',
    issuedAt: 0,
    notAfter: 0,
    status: 'ISSUED',
  })
  // What is known to fail is not covered up by what cannot be read.
  expect(await room.ask('certificate-days-left')).toMatchObject({ result: 'fail', value: 5 })
  expect(await room.ask('certificate-days-left', { fail_below: 2 })).toMatchObject({
    result: 'unknown',
    figure: expect.stringContaining('does not lie in ACM'),
  })
})

test('a load balancer without HTTPS is a warning, one that is not there unknown', async () => {
  room.account.world.removeHttps(balancer)
  expect(await room.ask('certificate-days-left')).toMatchObject({
    result: 'warn',
    figure: `no listener of ${balancer} has a certificate`,
  })
  expect(await room.ask('certificate-days-left', {}, configWithout('loadBalancer'))).toMatchObject({
    result: 'unknown',
    figure: expect.stringContaining('There is no load balancer ohmycoins-nothing'),
  })
})

test.each(['rds', 'acm'] as const)(
  '%s that asks for fewer calls is waited for, and unknown where it goes on',
  async (service) => {
    const name = service === 'rds' ? 'backup-age' : 'certificate-days-left'
    room.account.faults.add({ service, fault: { kind: 'throttle' }, times: 1 })
    expect(await room.ask(name)).toMatchObject({ result: 'pass' })
    room.account.faults.add({ service, fault: { kind: 'accessDenied' } })
    expect(await room.ask(name)).toMatchObject({
      result: 'unknown',
      figure: expect.stringMatching(/^ohmy is not allowed to call (rds|acm):/),
    })
  },
)
