import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { generated } from '../../docker/generate/generated.js'
import { examplePlace, iamPolicy, parts } from '../../docker/generate/iam-policy.js'
import { RawSettings } from '../../src/config/settings-schema.js'
import { staticCheck } from '../../src/terraform/static-check.js'
import { project } from '../house/rooms.js'
import { readText } from './files.js'

const module = join(project, 'docker/terraform')
const files = readdirSync(module).filter((name) => name.endsWith('.tf'))
const read = (name: string) => readFileSync(join(module, name), 'utf8')
const all = files.map(read).join('\n')

/** `terraform` or `tofu` of the PATH. */
const tool = ['terraform', 'tofu'].find(
  (name) => spawnSync(name, ['version'], { timeout: 30_000 }).status === 0,
)

describe('the Terraform module', () => {
  test.each(['terraform/grants.json', 'terraform/event-patterns.json'])(
    '%s is what `npm run generate` writes',
    async (name) => {
      expect(await readText(name)).toBe(generated()[name])
    },
  )

  test('has nothing that ohmy’s own static check finds', async () => {
    const tree = [...files, ...readdirSync(join(module, 'example')).map((name) => `example/${name}`)]
    const checked = await staticCheck(module, tree, AbortSignal.timeout(60_000))
    if (checked.kind !== 'checked') throw new Error(checked.why)
    expect([...checked.directories.keys()].toSorted()).toEqual(['.', 'example'])
    expect([...checked.directories.values()].flatMap(({ found }) => found)).toEqual([])
    expect(checked.badlyFormatted).toEqual([])
  })

  test('sets only variables that ohmy knows, and its secrets as secrets', () => {
    const [, task = ''] =
      /container_definitions = jsonencode\(([\s\S]*?)\n  \}\]\)/.exec(read('main.tf')) ?? []
    const [, secrets = ''] = /secrets = \[([\s\S]*?)\n    \]/.exec(task) ?? []
    const [, plain = ''] = /environment = merge\(\{([\s\S]*?)\}, var/.exec(read('main.tf')) ?? []
    const secret = [...secrets.matchAll(/name = "(\w+)"/g)].map(([, name = '']) => name)
    const told = [...plain.matchAll(/^\s+(\w+)\s+=/gm)].map(([, name = '']) => name)
    expect(secret).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'REDIS_URL'])
    expect(told).toContain('OHMY_CONFIG')
    const known = Object.keys(RawSettings.shape)
    expect([...secret, ...told, 'OHMY_ROLES'].filter((name) => !known.includes(name))).toEqual([])
    expect(task).toContain('OHMY_ROLES')
  })

  test('runs the container as the image and the task definition of docker/ do', async () => {
    const definition = JSON.parse(await readText('ecs-task-definition.json')) as {
      readonly containerDefinitions: readonly {
        readonly stopTimeout: number
        readonly healthCheck: { readonly command: readonly string[] }
      }[]
    }
    const [container] = definition.containerDefinitions
    const main = read('main.tf')
    expect(main).toContain(`stopTimeout  = ${container?.stopTimeout}`)
    expect(main.replaceAll('$${', '${')).toContain(container?.healthCheck.command.at(-1))
    expect(main).toContain('readonlyRootFilesystem = true')
    expect(main).toContain('assign_public_ip = false')
  })

  test('keeps the store whole, closed and encrypted', () => {
    const redis = read('redis.tf')
    expect(redis).toMatch(/name\s+= "maxmemory-policy"\s+value = "noeviction"/)
    for (const setting of ['at_rest_encryption_enabled', 'transit_encryption_enabled', 'multi_az_enabled'])
      expect(redis).toMatch(new RegExp(`${setting}\\s+= true`))
    expect(redis).toMatch(/auth_token\s+= random_password/)
    expect(read('network.tf')).not.toMatch(/ingress[\s\S]*cidr_ipv4/)
  })

  test('has queues as the CloudFormation template has them', async () => {
    const template = await readText('alerts.cloudformation.yaml')
    const events = read('events.tf')
    const pairs = [
      ['MessageRetentionPeriod', 'message_retention_seconds'],
      ['VisibilityTimeout', 'visibility_timeout_seconds'],
      ['ReceiveMessageWaitTimeSeconds', 'receive_wait_time_seconds'],
      ['maxReceiveCount', 'maxReceiveCount'],
    ] as const
    for (const [there, here] of pairs) {
      const [, value = ''] = new RegExp(`${there}: (\\d+)`).exec(template) ?? []
      expect(events, there).toMatch(new RegExp(`${here}\\s+= ${value}\\b`))
    }
  })

  test('holds no account, no token and no other secret', () => {
    expect(all).not.toMatch(/\b\d{12}\b|xox[abp]-\w/)
  })
})

describe.skipIf(tool === undefined)('the Terraform module, read by the tool', () => {
  const run = (args: readonly string[], cwd: string, input = '') =>
    execFileSync(tool ?? '', args, {
      cwd,
      input,
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    })

  test('is formatted', () => {
    expect(run(['fmt', '-check', '-recursive', '-list=true', '.'], module)).toBe('')
  })

  /** Without the resources, which need AWS's provider: what is left is evaluated as it stands. */
  function evaluated(expression: string, given: Readonly<Record<string, unknown>> = {}): unknown {
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-module-'))
    try {
      const [locals = ''] = read('iam.tf').split('\nresource ')
      const iam = locals
        .slice(0, locals.lastIndexOf('\n}') + 2)
        .replace(
          'aws_sqs_queue.events.name, aws_sqs_queue.dead.name',
          examplePlace.queue.map((name) => `"${name}"`).join(', '),
        )
        .replace('role_name = "${var.name}-task"', `role_name = "${examplePlace.role}"`)
      writeFileSync(join(folder, 'iam.tf'), iam)
      writeFileSync(join(folder, 'grants.json'), read('grants.json'))
      writeFileSync(join(folder, 'variables.tf'), read('variables.tf'))
      const { account, region } = examplePlace
      writeFileSync(
        join(folder, 'here.tf'),
        `locals {\n  account = "${account}"\n  region = "${region}"\n  partition = "aws"\n}\n`,
      )
      const values = {
        ...{ image: 'x', vpc_id: 'x', subnet_ids: [], project: examplePlace.project },
        ...given,
        clusters: examplePlace.cluster,
        task_families: examplePlace.family,
        log_group_prefixes: examplePlace.logs,
        repositories: examplePlace.repository,
        task_role_names: examplePlace.taskRole,
        terraform_state_buckets: [examplePlace.stateBucket],
        terraform_lock_tables: [examplePlace.stateTable],
      }
      writeFileSync(join(folder, 'terraform.tfvars.json'), JSON.stringify(values))
      return JSON.parse(JSON.parse(run(['console'], folder, `jsonencode(${expression})\n`)) as string)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  test('makes the policy out of its grants that docker/ has', () => {
    const statements = evaluated('local.statements') as Readonly<Record<string, object>>
    for (const part of parts) {
      const { Statement: expected } = iamPolicy(examplePlace, [part])
      const asLists = expected.map((one) => ({ ...one, Resource: [one.Resource].flat() }))
      expect(statements[part], part).toEqual(asLists)
    }
  })

  const { account, region } = examplePlace
  const elsewhere = account.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10))
  test.each([
    [
      `${elsewhere}.dkr.ecr.eu-west-1.amazonaws.com/tools/ohmy@sha256:0a`,
      [elsewhere, 'eu-west-1', 'tools/ohmy'],
    ],
    [`${account}.dkr.ecr.cn-north-1.amazonaws.com.cn/ohmy:1`, [account, 'cn-north-1', 'ohmy']],
    ['ghcr.io/somebody/ohmy:1', [account, region, 'ohmy']],
  ])('lets ECS pull %s from where it is', (image, [registry, place, repository]) => {
    expect(evaluated('local.image', { image })).toEqual({ account: registry, region: place, repository })
  })
})
