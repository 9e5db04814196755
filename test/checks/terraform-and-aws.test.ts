import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Statement } from '../../sandbox/account/iam/policy.js'
import { actions } from '../../src/aws/actions.js'
import { neverAsked, permissionsNeeded } from '../../src/checks/permissions-needed.js'
import { production, staging } from '../aws/environment.js'
import { type CheckRoom, startCheckRoom } from './room.js'

const bucket = 'ohmycoins-terraform-state'
const table = 'ohmycoins-terraform-locks'
const key = 'staging/terraform.tfstate'
const held = JSON.stringify({
  ID: '5f1c9d2e-0000-4000-8000-000000000001',
  Operation: 'OperationTypeApply',
  Who: 'ci@runner-7',
  Version: '1.11.4',
  Created: new Date(Date.now() - 300_000).toISOString(),
})

const folder = mkdtempSync(join(tmpdir(), 'ohmy-preflight-'))
const tools = mkdtempSync(join(tmpdir(), 'ohmy-tools-'))
const path = process.env['PATH'] ?? ''

const backend = (settings: string) =>
  writeFileSync(
    join(folder, 'backend.tf'),
    `terraform {\n  backend "s3" {\n    bucket = "${bucket}"\n    key = "${key}"\n${settings}  }\n}\n`,
  )
const inRegion = '    region = "ap-southeast-2"\n'
const both = `${inRegion}    dynamodb_table = "${table}"\n    use_lockfile = true\n`

/** A program of that name that tells this version, as the real one does. */
function install(name: 'terraform' | 'tofu', version: string): void {
  const file = join(tools, name)
  writeFileSync(file, `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`)
  chmodSync(file, 0o755)
}

describe('what is looked at before a deployment, besides what runs', () => {
  let room: CheckRoom
  beforeAll(async () => {
    backend(both)
    const terraform = { folder, backendConfig: [], workspace: 'default', variables: ['db_password'] }
    room = await startCheckRoom(
      {},
      {
        environments: [
          { ...staging, terraform, logGroups: { backend: '/ecs/ohmycoins-staging/backend' } },
          production,
        ],
      },
    )
    // Nothing but what a test installs: whichever Terraform this machine has would decide otherwise.
    const git = path.split(delimiter).find((one) => existsSync(join(one, 'git'))) ?? ''
    symlinkSync(join(git, 'git'), join(tools, 'git'))
    process.env['PATH'] = tools
  })
  afterEach(() => {
    room.account.faults.clear()
    backend(both)
    for (const name of ['terraform', 'tofu']) rmSync(join(tools, name), { force: true })
  })
  afterAll(async () => {
    process.env['PATH'] = path
    await room.stop()
  })
  const ask = (name: string, more: Readonly<Record<string, unknown>> = {}) =>
    room.ask(name, { service: '', ...more })
  const world = () => room.account.world

  test('tools are told with their versions, and what is missing', async () => {
    expect(await ask('worker-tools')).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('neither terraform nor tofu'),
    })
    install('tofu', '1.12.6')
    // A place of the PATH that cannot be looked into holds nothing, and nobody up.
    process.env['PATH'] = `${import.meta.filename}${delimiter}${process.env['PATH']}`
    expect((await ask('worker-tools')).figure).toMatch(/^tofu 1\.12\.6, git \d/)
  })

  test('the bucket of the state passes, and each thing that is amiss is told', async () => {
    expect(await ask('state-bucket')).toMatchObject({ result: 'pass' })
    world().setBucket(bucket, { isClosed: false })
    expect(await ask('state-bucket')).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('public access'),
    })
    world().setBucket(bucket, { isVersioned: false, isClosed: true })
    expect(await ask('state-bucket')).toMatchObject({
      result: 'fail',
      figure: expect.stringContaining('not versioned'),
    })
    world().setBucket(bucket, { isVersioned: true })
    room.account.faults.add({ action: 'GetBucketVersioning', fault: { kind: 'accessDenied' } })
    const denied = await ask('state-bucket')
    expect(denied).toMatchObject({
      result: 'unknown',
      figure: expect.stringContaining('s3:GetBucketVersioning'),
    })
  })

  test('a bucket in another region is told with both', async () => {
    backend('    region = "us-east-1"\n    use_lockfile = true\n')
    expect(await ask('state-bucket')).toEqual({
      result: 'fail',
      figure: `${bucket} lies in ap-southeast-2, and the backend says us-east-1`,
    })
  })

  test('a backend that the code does not tell is unknown, with what to name', async () => {
    writeFileSync(join(folder, 'backend.tf'), 'terraform {\n  backend "s3" {\n    key = "k"\n  }\n}\n')
    const answer = await ask('state-bucket')
    expect(answer).toMatchObject({ result: 'unknown', figure: expect.stringContaining('backendConfig') })
    writeFileSync(join(folder, 'backend.tf'), '')
    expect((await ask('state-lock')).result).toBe('unknown')
    expect(await ask('state-bucket', { environment: 'production' })).toMatchObject({
      result: 'unknown',
      figure: expect.stringContaining('environments.production.terraform.folder'),
    })
  })

  test('a lock is looked for in both places where both are configured', async () => {
    expect(await ask('state-lock')).toMatchObject({
      result: 'pass',
      figure: `the table ${table} is free; ${bucket}/${key}.tflock is free`,
    })
    world().setStateLock({ table, id: `${bucket}/${key}` }, held)
    const inTable = await ask('state-lock')
    expect(inTable.result).toBe('fail')
    expect(inTable.figure).toMatch(
      /the table \S+ is held by ci@runner-7 for apply, taken 5 minutes ago, lock 5f1c9d2e/,
    )
    expect(inTable.figure).toContain('.tflock is free')
    world().setStateLock({ table, id: `${bucket}/${key}` }, undefined)
    world().setStateLock({ bucket, key: `${key}.tflock` }, held)
    expect((await ask('state-lock')).figure).toMatch(/is free; \S+\.tflock is held by ci@runner-7/)
    world().setStateLock({ bucket, key: `${key}.tflock` }, undefined)
  })

  test('a lock that nobody can read is one all the same', async () => {
    for (const text of ['', 'not JSON', '[]', '{"ID": 7}', '{"Who": "<!channel>"}']) {
      world().setStateLock({ bucket, key: `${key}.tflock` }, text)
      const answer = await ask('state-lock')
      expect(answer.result).toBe('fail')
      expect(answer.figure).toContain('that cannot be read: it is not what Terraform writes')
    }
    world().setStateLock({ bucket, key: `${key}.tflock` }, undefined)
  })

  test('what one place may not tell does not hide the other, and is no pass', async () => {
    room.account.faults.add({ action: 'GetItem', fault: { kind: 'accessDenied' } })
    const answer = await ask('state-lock')
    expect(answer).toMatchObject({ result: 'unknown', figure: expect.stringContaining('dynamodb:GetItem') })
    expect(answer.figure).toContain('.tflock is free')
  })

  test('locks in DynamoDB are deprecated with Terraform from 1.11 on, and stay with OpenTofu', async () => {
    install('terraform', '1.10.5')
    expect((await ask('state-lock')).result).toBe('pass')
    install('terraform', '1.11.0')
    expect(await ask('state-lock')).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('deprecated since Terraform 1.11'),
    })
    rmSync(join(tools, 'terraform'))
    install('tofu', '1.12.6')
    expect((await ask('state-lock')).result).toBe('pass')
  })

  test('no lock at all, a table that is not there, and a role that may not free it', async () => {
    backend(inRegion)
    expect(await ask('state-lock')).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('no lock is configured'),
    })
    backend(`${inRegion}    dynamodb_table = "none"\n`)
    expect(await ask('state-lock')).toMatchObject({
      result: 'fail',
      figure: 'the table none is not there in ap-southeast-2',
    })
    backend(`${inRegion}    use_lockfile = true\n    role_arn = "arn:aws:iam::123456789012:role/apply"\n`)
    world().setPolicy([{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' }])
    expect(await ask('state-lock')).toMatchObject({
      result: 'warn',
      figure: expect.stringContaining('may not s3:DeleteObject there'),
    })
    world().setPolicy(undefined)
    for (const kind of ['accessDenied', 'throttle'] as const) {
      room.account.faults.add({ action: 'SimulatePrincipalPolicy', fault: { kind } })
      expect(await ask('state-lock')).toMatchObject({
        result: 'unknown',
        figure: expect.stringContaining('whether the backend’s role may free it is not known'),
      })
      room.account.faults.clear()
    }
  })

  test('variables without a default are set somewhere, or named without their values', async () => {
    writeFileSync(
      join(folder, 'variables.tf'),
      'variable "region" {\n  default = "ap-southeast-2"\n}\nvariable "db_password" {}\nvariable "image_tag" {\n  type = string\n}\n',
    )
    expect(await ask('terraform-variables')).toEqual({
      result: 'fail',
      figure: 'image_tag is set nowhere',
      value: 1,
      lines: ['image_tag (variables.tf, line 5)'],
    })
    writeFileSync(join(folder, 'terraform.tfvars'), 'image_tag = "hunter2-secret"\n')
    const answer = await ask('terraform-variables')
    expect(answer).toMatchObject({ result: 'pass', figure: '2 variables without a default, of 3, all set' })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    rmSync(join(folder, 'terraform.tfvars'))
    writeFileSync(join(folder, 'more.auto.tfvars.json'), '{"image_tag": "x"}')
    expect((await ask('terraform-variables')).result).toBe('pass')
    rmSync(join(folder, 'more.auto.tfvars.json'))
  })

  test('a quota that is nearly used up warns, and one that may not be read is no pass', async () => {
    expect(await ask('quotas')).toMatchObject({
      result: 'pass',
      figure: expect.stringContaining('2 of 5 VPCs'),
    })
    expect((await ask('quotas')).figure).toMatch(/of 64 Fargate vCPUs/)
    world().setNetwork({ vpcs: 4 })
    expect(await ask('quotas')).toMatchObject({ result: 'warn', value: 80 })
    world().setNetwork({ vpcs: 2 })
    room.account.faults.add({ action: 'DescribeAddresses', fault: { kind: 'accessDenied' } })
    expect(await ask('quotas')).toMatchObject({
      result: 'unknown',
      figure: expect.stringContaining('ec2:DescribeAddresses'),
    })
  })

  test('what an image was built for is held against the task definition', async () => {
    const image = { service: 'backend', image: 'sprint-14-0c9b7aa' }
    expect(await room.ask('image-architecture', image)).toMatchObject({ result: 'pass' })
    world().setArchitectures('ohmycoins/backend', 'sprint-14-0c9b7aa', ['arm64'])
    expect(await room.ask('image-architecture', image)).toMatchObject({
      result: 'fail',
      figure: 'built sprint-14-0c9b7aa for arm64; the task definition asks for amd64',
    })
    world().setArchitectures('ohmycoins/backend', 'sprint-14-0c9b7aa', ['arm64', 'amd64'])
    expect(await room.ask('image-architecture', image)).toMatchObject({ result: 'pass' })
    expect(await room.ask('image-architecture', { ...image, image: 'sprint-99-gone' })).toMatchObject({
      result: 'unknown',
    })
  })

  test('an image that a rule is about to take away warns, by days and by number', async () => {
    const image = { service: 'backend', image: 'sprint-13-7ac41be' }
    expect(await room.ask('image-expiry', image)).toEqual({
      result: 'pass',
      figure: 'no rule takes them away',
    })
    const rule = (selection: object) =>
      world().setLifecycle('ohmycoins/backend', {
        rules: [{ rulePriority: 1, selection, action: { type: 'expire' } }],
      })
    rule({ tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 5 })
    expect(await room.ask('image-expiry', image)).toMatchObject({
      result: 'warn',
      figure: expect.stringMatching(/^rule 1 takes sprint-13-7ac41be away in [23] days$/),
    })
    rule({ tagStatus: 'tagged', tagPrefixList: ['sprint-'], countType: 'imageCountMoreThan', countNumber: 3 })
    expect(await room.ask('image-expiry', image)).toMatchObject({
      result: 'warn',
      value: 0,
      figure: expect.stringContaining('with the next image'),
    })
    rule({
      tagStatus: 'tagged',
      tagPatternList: ['nightly-*'],
      countType: 'imageCountMoreThan',
      countNumber: 1,
    })
    expect(await room.ask('image-expiry', image)).toMatchObject({ result: 'pass' })
    expect(await room.ask('image-expiry', { ...image, image: 'sprint-99-gone' })).toMatchObject({
      result: 'unknown',
    })
    world().setLifecycle('ohmycoins/backend', undefined)
  })

  test('secrets and log groups that a task needs', async () => {
    expect(await room.ask('task-needs')).toEqual({
      result: 'pass',
      figure: '2 secrets and 1 log group are there',
      value: 0,
    })
    world().deleteSecret('ohmycoins-staging-db-password')
    expect(await room.ask('task-needs')).toMatchObject({
      result: 'fail',
      cause: 'secrets',
      figure: 'ohmycoins-staging-db-password-a1B2c3 is deleted (Secrets Manager)',
    })
    room.account.faults.add({ action: 'DescribeSecret', fault: { kind: 'accessDenied' } })
    expect(await room.ask('task-needs')).toMatchObject({
      result: 'unknown',
      figure: expect.stringContaining('secretsmanager:DescribeSecret'),
    })
  })

  test('target groups lead to a port that the container opens', async () => {
    expect(await room.ask('target-group-port')).toMatchObject({
      result: 'pass',
      figure: expect.stringMatching(/→ backend:8000\/api\/v1\/health$/),
    })
  })

  test('a service that Terraform would take back warns', async () => {
    writeFileSync(
      join(folder, 'ecs.tf'),
      'resource "aws_ecs_service" "backend" {\n  name = "ohmycoins-staging-backend"\n  lifecycle {\n    ignore_changes = [desired_count]\n  }\n}\n',
    )
    expect(await room.ask('ignore-changes')).toEqual({
      result: 'warn',
      figure: 'task_definition is not ignored (aws_ecs_service.backend, ecs.tf, line 1)',
    })
  })

  test('a certificate in another region is told with both', async () => {
    const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/0f0f'
    const now = Date.now()
    world().addCertificate('ohmycoins-staging-alb', {
      arn,
      domain: 'x.example',
      issuedAt: now,
      notAfter: now + 9e9,
      status: 'ISSUED',
    })
    expect(await ask('certificate-days-left')).toMatchObject({
      result: 'fail',
      cause: 'certificate',
      figure: 'the certificate 0f0f lies in us-east-1, the load balancer in ap-southeast-2',
    })
  })

  test('the policy of docker/ grants all that ohmy needs on what it needs it on; what is missing is named', async () => {
    const { Statement: statements } = JSON.parse(
      readFileSync(new URL('../../docker/iam-policy.json', import.meta.url), 'utf8'),
    ) as { Statement: Statement[] }
    // In the sandbox a user calls, where the policy has ohmy's role.
    const own = { Effect: 'Allow', Action: 'iam:SimulatePrincipalPolicy', Resource: '*' }
    world().setPolicy([...statements, own])
    expect(await ask('permissions')).toMatchObject({ result: 'pass' })
    const without = (action: string) =>
      statements.map((one) => ({ ...one, Action: [one.Action].flat().filter((name) => name !== action) }))
    world().setPolicy([...without('ecs:RunTask'), own])
    expect(await ask('permissions')).toMatchObject({
      result: 'warn',
      figure: '1 action not allowed: ecs:RunTask',
    })
    world().setPolicy([...without('iam:PassRole'), own])
    expect(await ask('permissions')).toMatchObject({
      result: 'fail',
      figure: '1 action not allowed: iam:PassRole',
    })
    world().setPolicy(undefined)
    room.account.faults.add({ action: 'SimulatePrincipalPolicy', fault: { kind: 'accessDenied' } })
    expect(await ask('permissions')).toMatchObject({
      result: 'unknown',
      figure: expect.stringContaining('iam:SimulatePrincipalPolicy'),
    })
  })

  test('every action that ohmy knows is asked about, where all is configured', () => {
    const container = {
      name: 'a',
      image: '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/a:b',
      essential: true,
      environment: {},
      secrets: { A: 'arn:aws:secretsmanager:ap-southeast-2:123456789012:secret:a-000000' },
    }
    const definition = {
      ...{ arn: 'a', family: 'a', revision: 1, status: 'ACTIVE' as const, registeredAt: 0, tags: {} },
      ...{ taskRole: 'arn:aws:iam::123456789012:role/a', containers: [container] },
    }
    const needed = permissionsNeeded({
      environment: { ...staging, logGroups: { a: '/a' }, bucketPrefix: 'ohmycoins-' },
      account: '123456789012',
      principal: 'arn:aws:iam::123456789012:role/ohmy',
      services: staging.services,
      definitions: [definition],
      state: { bucket, key, table, region: 'ap-southeast-2' },
      queue: 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/alerts',
    })
    const asked = new Set([...needed.flatMap((one) => one.actions), ...neverAsked])
    expect([...asked].sort()).toEqual([...actions].sort())
  })
})
