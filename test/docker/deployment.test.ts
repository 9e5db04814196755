import { spawn } from 'node:child_process'
import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readSettings } from '../../src/config/settings.js'
import { RawSettings } from '../../src/config/settings-schema.js'
import { type Account, startAccount } from '../../sandbox/account/account.js'
import { credentials } from '../../sandbox/people.js'
import { createMetrics } from '../../src/server/metrics.js'
import { createHttpServer } from '../../src/server/server.js'
import { parseDockerfile } from '../../docker/image/dockerfile.js'
import { readDocument, readText } from './files.js'

const Process = z.object({
  build: z.object({ context: z.string(), target: z.string() }),
  env_file: z.string(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.object({ target: z.string(), read_only: z.literal(true) })),
  ports: z.array(z.string()).optional(),
  depends_on: z.object({ redis: z.object({ condition: z.literal('service_healthy') }) }),
  init: z.literal(true),
  stop_grace_period: z.string(),
  read_only: z.literal(true),
  tmpfs: z.tuple([z.literal('/tmp:exec,mode=1777')]),
  cap_drop: z.tuple([z.literal('ALL')]),
})
const Compose = z.object({
  services: z.object({
    app: Process,
    worker: Process,
    redis: z.object({
      image: z.string(),
      command: z.array(z.string()),
      volumes: z.array(z.string()),
      healthcheck: z.object({ test: z.array(z.string()) }),
      stop_grace_period: z.string(),
      read_only: z.literal(true),
    }),
  }),
  volumes: z.record(z.string(), z.unknown()),
})

const Pair = z.object({ name: z.string(), value: z.string() })
const Container = z.looseObject({
  environment: z.array(Pair),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })),
  healthCheck: z.object({ command: z.array(z.string()), interval: z.number(), timeout: z.number() }),
  stopTimeout: z.number(),
  user: z.string(),
  readonlyRootFilesystem: z.literal(true),
  mountPoints: z.tuple([z.object({ sourceVolume: z.literal('tmp'), containerPath: z.literal('/tmp') })]),
})
const TaskDefinition = z.looseObject({
  family: z.string(),
  taskRoleArn: z.string(),
  executionRoleArn: z.string(),
  volumes: z.tuple([z.object({ name: z.literal('tmp') })]),
  containerDefinitions: z.tuple([Container]),
})

/** What a person fills in. */
const secrets: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: credentials.botToken,
  SLACK_APP_TOKEN: credentials.appToken,
  SLACK_SIGNING_SECRET: credentials.signingSecret,
  REDIS_URL: 'rediss://store:6379',
}

const known = (name: string) => name in RawSettings.shape || name.startsWith('AWS_')

/** Names in a file of the form NAME=value; those behind a `#` are offered, not set. */
function variablesOf(text: string) {
  const lines = [...text.matchAll(/^(# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)]
  return lines.map(([, mark, name = '', value = '']) => ({ name, value, set: mark === undefined }))
}

describe('the compose file', () => {
  const both = ['app', 'worker'] as const
  const read = () => readDocument('compose.yaml', Compose)

  test.each(both)('sets only variables that ohmy or the AWS SDK know: %s', async (name) => {
    const { [name]: process } = (await read()).services
    const example = variablesOf(await readText(`${process.env_file}.example`))
    const names = [...Object.keys(process.environment), ...example.map((variable) => variable.name)]
    expect(names).toContain('SLACK_BOT_TOKEN')
    expect(names.filter((variable) => !known(variable))).toEqual([])
  })

  test.each(both)('starts the %s once the tokens are filled in', async (name) => {
    const { [name]: process } = (await read()).services
    const example = variablesOf(await readText(`${process.env_file}.example`)).filter(({ set }) => set)
    const filled = Object.fromEntries(example.map((one) => [one.name, secrets[one.name] ?? one.value]))
    const settings = readSettings({ ...filled, ...process.environment })
    // Slack tells the app alone.
    const kind = name === 'app' ? 'socket' : 'none'
    expect(settings).toMatchObject({ roles: [name], slack: { transport: { kind } } })
    expect(process.volumes.map(({ target }) => target)).toContain(settings.configPath)
    // Each is scraped by itself, and from this machine alone.
    const published = name === 'app' ? settings.port : settings.port + 1
    expect(process.ports).toEqual([`127.0.0.1:${published}:${settings.port}`])
    // Beside the 25 s that a process gives itself.
    expect(process.stop_grace_period).toBe('30s')
  })

  test('refuses the example as it is: its tokens are none', async () => {
    const { app } = (await read()).services
    const example = variablesOf(await readText(`${app.env_file}.example`))
    const placeholders = Object.fromEntries(example.map(({ name, value }) => [name, value.replace('…', '')]))
    expect(() => readSettings({ ...placeholders, ...app.environment })).toThrow('SLACK_BOT_TOKEN')
  })

  test('keeps what Redis acknowledged, on disk and in memory', async () => {
    const { services, volumes } = await read()
    expect(services.redis.image).toMatch(/^redis:7/)
    expect(services.redis.command.join(' ')).toContain('--appendonly yes')
    expect(services.redis.command.join(' ')).toContain('--maxmemory-policy noeviction')
    expect(services.redis.volumes).toContain('redis:/data')
    expect(volumes).toHaveProperty('redis')
  })

  test('builds a stage that the Dockerfile has', async () => {
    const { app, worker } = (await read()).services
    expect(worker.build).toEqual(app.build)
    expect(app.build).toMatchObject({ context: '..' })
    const stages = parseDockerfile(await readText('../Dockerfile'))
    expect(stages.map(({ name }) => name)).toContain(app.build.target)
  })
})

describe('the task definition', () => {
  let account: Account
  beforeAll(async () => {
    account = await startAccount()
  })
  afterAll(() => account.stop())
  const read = () => readDocument('ecs-task-definition.json', TaskDefinition)

  test('sets only variables that ohmy knows, and no secret in plain text', async () => {
    const [container] = (await read()).containerDefinitions
    const plain = container.environment.map(({ name }) => name)
    const secret = container.secrets.map(({ name }) => name)
    expect([...plain, ...secret].filter((name) => !(name in RawSettings.shape))).toEqual([])
    expect(plain.filter((name) => name in secrets)).toEqual([])
    for (const { name, valueFrom } of container.secrets) {
      expect(valueFrom, name).toMatch(/^arn:aws:(secretsmanager|ssm):[a-z0-9-]+:123456789012:/)
    }
  })

  test('gives ohmy all it needs to start', async () => {
    const [container] = (await read()).containerDefinitions
    const settings = readSettings({
      ...Object.fromEntries(container.environment.map(({ name, value }) => [name, value])),
      ...Object.fromEntries(container.secrets.map(({ name }) => [name, secrets[name]])),
    })
    expect(settings).toMatchObject({
      port: 3000,
      roles: ['app', 'worker'],
      slack: { transport: { kind: 'socket' } },
    })
  })

  test('is one that ECS takes, for Fargate and without root', async () => {
    const client = new ECSClient({
      endpoint: account.url,
      region: 'ap-southeast-2',
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    })
    const definition = await read()
    const { taskDefinition } = await client.send(new RegisterTaskDefinitionCommand(definition))
    client.destroy()
    expect(taskDefinition).toMatchObject({
      family: 'ohmy',
      status: 'ACTIVE',
      requiresCompatibilities: ['FARGATE'],
      taskRoleArn: definition.taskRoleArn,
    })
    expect(definition.containerDefinitions[0].user).toBe('node')
    // A process ends itself 25 s after SIGTERM; before that ECS must not kill it.
    expect(definition.containerDefinitions[0].stopTimeout).toBeGreaterThan(25)
  })
})

describe('the health check', () => {
  test('is the same in the image and in the task definition', async () => {
    const { healthCheck } = (await readDocument('ecs-task-definition.json', TaskDefinition))
      .containerDefinitions[0]
    expect(['CMD', ...(await healthCommandOfImage())]).toEqual(healthCheck.command)
  })

  test('passes while the process answers, and fails when it does not', async () => {
    const server = createHttpServer({
      routes: [],
      readiness: async () => ({ ready: false, checks: { slack: 'away' } }),
      metrics: createMetrics(),
      logger: pino({ level: 'silent' }),
    })
    const port = await server.listen(0)
    expect(await exitCode(await healthCommandOfImage(), port)).toBe(0)
    await server.close()
    expect(await exitCode(await healthCommandOfImage(), port)).toBe(1)
  })
})

test('the image runs what npm start runs', async () => {
  const { scripts } = JSON.parse(await readText('../package.json')) as { scripts: { start: string } }
  const runtime = parseDockerfile(await readText('../Dockerfile')).find(({ name }) => name === 'runtime')
  const command = runtime?.steps.find(({ kind }) => kind === 'CMD')?.words ?? []
  expect(['exec', ...command].join(' ')).toBe(scripts.start)
})

async function healthCommandOfImage(): Promise<readonly string[]> {
  const [, command = ''] = /HEALTHCHECK .*\\\n\s+CMD (\[.*\])/.exec(await readText('../Dockerfile')) ?? []
  return z.array(z.string()).parse(JSON.parse(command))
}

async function exitCode(command: readonly string[], port: number): Promise<number | null> {
  const [, ...args] = command
  const child = spawn(process.execPath, args, {
    env: { PORT: String(port) },
    stdio: 'ignore',
    timeout: 10_000,
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
