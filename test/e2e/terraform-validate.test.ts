import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { viewer } from '../../sandbox/people.js'
import { createTerraformTree, type TerraformTree } from '../../sandbox/terraform-tree.js'
import { findTool } from '../../src/terraform/find-tool.js'
import { runTerminal, type Terminal } from '../../src/terminal/run-terminal.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

/** Of staging's environment, so that its backend is known; and of the tree. */
const configure =
  (folder: string, more = '') =>
  (yaml: string) =>
    `${yaml.replace(
      'terraform: { ignores: [desired_count, task_definition] }',
      `terraform: { ignores: [desired_count, task_definition], folder: ${JSON.stringify(join(folder, 'environments/staging'))} }`,
    )}
terraform:
  folder: ${JSON.stringify(folder)}
  repository: https://github.com/ohmycoins/infrastructure/blob/main/
${more}`

const hasTool = (await findTool(process.env['PATH'] ?? '', undefined)) !== undefined
const nowhere = mkdtempSync(join(tmpdir(), 'no-programs-'))
afterAll(() => rmSync(nowhere, { recursive: true }))

/** Says it, and waits for the message with which it ended. */
async function validate({ workspace }: Sandbox, target: string, words: string) {
  const before = workspace.messages('devops').length
  await workspace.say(viewer, 'devops', `/ohmy terraform validate ${target}`)
  return workspace.waitForMessage(
    'devops',
    ({ ts, text }) =>
      workspace.messages('devops').findIndex((one) => one.ts === ts) >= before &&
      text.includes(words) &&
      text.includes('Asked by'),
    { timeout: 60_000 },
  )
}

/** What the terminal prints of it, and with which code it ends. */
async function inTerminal({ bot }: Sandbox, argv: readonly string[]) {
  const out = { stdout: '', stderr: '' }
  const code = await runTerminal({
    argv: ['terraform', 'validate', ...argv],
    ...{ dispatch: bot.dispatch, operations: bot.operations, readings: bot.readings },
    io: {
      stdout: { write: (text: string) => (out.stdout += text) },
      stderr: { write: (text: string) => (out.stderr += text) },
      isTTY: false,
    },
    logger: pino({ level: 'silent' }),
    config: { terminalUsers: { vera: viewer.slackId }, grants: [], environments: [] },
    osUser: 'vera',
  } as unknown as Terminal)
  return { code, ...out }
}

describe('without the tool, where ohmy runs', () => {
  let sandbox: Sandbox
  let tree: TerraformTree
  beforeAll(async () => {
    tree = createTerraformTree()
    sandbox = await startSandbox({ configure: configure(tree.folder), environment: { PATH: nowhere } })
  })
  afterEach(() => tree.set({}))
  afterAll(async () => {
    await sandbox.stop()
    tree.remove()
  })

  it('nothing is called valid: each directory is SKIP, the static check is named as the weaker one', async () => {
    const { text } = await validate(sandbox, '', 'not validated')
    expect(text).toContain('9 of 9 directories could not be asked about')
    expect(text).toContain(
      'the static check, which is the weaker one, found no error, and there are 4 warnings',
    )
    expect(text).toContain('environments/staging: neither')
    expect(text).toContain('There is no .terraform.lock.hcl beside it')
    expect(text).toContain(
      'modules/security, modules/vpc: neither terraform nor tofu is on the PATH where ohmy runs. Static check only, nothing found.',
    )
    expect(text).toContain('s3, ohmycoins-terraform-state/staging/terraform.tfstate')
    expect(text).not.toContain('directories valid')
  })

  it.each([
    ['variable', 'environments/staging/main.tf:', 'var.not_there is not declared'],
    ['format', 'modules/iam/main.tf', 'terraform fmt -recursive'],
  ] as const)('%s that is broken is found all the same, with file and line', async (broken, place, says) => {
    tree.set({ break: broken })
    const { text } = await validate(sandbox, 'all', 'not valid')
    expect(text).toContain(place)
    expect(text).toContain(says)
  })

  it('in the terminal SKIP alone ends with 0, what is not valid with 1, and --json prints what was found', async () => {
    const skipped = await inTerminal(sandbox, ['redis', '--json'])
    expect(JSON.parse(skipped.stdout)).toMatchObject({
      target: 'redis',
      directories: [{ directory: 'modules/redis', result: 'skip' }],
    })
    expect(skipped.code).toBe(0)
    tree.set({ break: 'syntax' })
    const broken = await inTerminal(sandbox, ['redis', '--json'])
    expect(JSON.parse(broken.stdout)).toMatchObject({
      directories: [{ result: 'invalid', diagnostics: [{ file: 'modules/redis/main.tf' }] }],
    })
    expect(broken.code).toBe(1)
    const told = await inTerminal(sandbox, ['redis'])
    expect(told).toMatchObject({ code: 1, stderr: expect.stringContaining('modules/redis/main.tf:') })
  })

  it('one module alone, one environment alone, and what there is not', async () => {
    expect((await validate(sandbox, 'vpc', 'Terraform, vpc: not validated')).text).toContain(
      '1 of 1 directory',
    )
    expect((await validate(sandbox, 'staging', 'Terraform, staging: not validated')).text).toContain(
      'environments/staging',
    )
    const { text } = await validate(sandbox, 'vcp', 'could not be looked at')
    expect(text).toContain('There is no vcp in the Terraform tree; probably vpc was meant.')
  })

  it.each([
    [
      'a link out of the tree',
      () => symlinkSync('/etc/hostname', join(tree.folder, 'modules/vpc/linked.tf')),
      'modules/vpc/linked.tf is a link that leads out of the tree',
    ],
    [
      'no Terraform at all',
      () => {
        for (const name of readdirSync(tree.folder)) rmSync(join(tree.folder, name), { recursive: true })
        writeFileSync(join(tree.folder, 'README.md'), '# Terraform')
      },
      'There is no Terraform in',
    ],
  ])('%s is refused, with what to do', async (_, spoil, says) => {
    spoil()
    const { text } = await validate(sandbox, 'all', 'could not be looked at')
    expect(text).toContain(says)
  })
})

describe.runIf(hasTool)('with the tool, and code that needs no provider', () => {
  let sandbox: Sandbox
  let tree: TerraformTree
  beforeAll(async () => {
    tree = createTerraformTree({ tree: 'builtin' })
    sandbox = await startSandbox({ configure: configure(tree.folder) })
  })
  afterEach(() => tree.set({ tree: 'builtin' }))
  afterAll(async () => {
    await sandbox.stop()
    tree.remove()
  })

  it('nine directories are valid, with what that does not cover', async () => {
    const { text } = await validate(sandbox, 'all', '9 directories, formatted')
    expect(text).toContain('🟢 Terraform, all: valid')
    expect(text).toContain('Not covered by “valid”: arguments of the backend')
    expect(text).toMatch(/Terraform \d+\.|OpenTofu \d+\./)
    expect(readdirSync(tree.folder).toSorted()).toEqual(['environments', 'modules'])
    expect(readdirSync(join(tree.folder, 'environments/staging'))).toEqual(['main.tf'])
  })

  it('in the terminal what is valid ends with 0', async () => {
    const { code, stdout } = await inTerminal(sandbox, ['vpc', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ directories: [{ directory: 'modules/vpc', result: 'valid' }] })
    expect(code).toBe(0)
  })

  it('a directory that is valid with warnings is listed once, with them', async () => {
    const file = join(tree.folder, 'environments/staging/main.tf')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        '    encrypt ',
        '    role_arn       = "arn:aws:iam::123456789012:role/apply"\n    encrypt ',
      ),
    )
    const { text } = await validate(sandbox, 'staging', '1 directory, formatted, with')
    expect(text).toContain('valid, with warnings environments/staging: s3, ohmycoins-terraform-state')
    expect(text).not.toContain('1 directory valid')
  })

  it.each([
    ['variable', 'environments/staging/main.tf:', 'undeclared input variable'],
    ['lock', 'environments/staging/main.tf:', 'The s3 backend has no argument “dynamo_db_table”'],
    ['format', 'modules/iam/main.tf', 'fmt -recursive'],
  ] as const)(
    '%s that is broken is told by the tool, or by ohmy where the tool does not see it',
    async (broken, place, says) => {
      tree.set({ tree: 'builtin', break: broken })
      const message = await validate(sandbox, 'all', 'not valid')
      expect(message.text).toContain(place)
      expect(message.text).toContain(says)
      expect(JSON.stringify(message.blocks)).toContain(
        `<https://github.com/ohmycoins/infrastructure/blob/main/${place.replace(/:$/, '')}`,
      )
    },
  )
})

describe('a tool that behaves badly', () => {
  let sandbox: Sandbox
  let tree: TerraformTree
  const programs = mkdtempSync(join(tmpdir(), 'bad-tool-'))
  /** A program in place of the tool, in the shell's language. */
  const behave = (script: string) => {
    writeFileSync(
      join(programs, 'terraform'),
      `#!/bin/sh\n[ "$1" = version ] && { echo 'Terraform v1.11.4'; exit 0; }\n[ "$1" = fmt ] && exit 0\n${script}\n`,
    )
    chmodSync(join(programs, 'terraform'), 0o755)
  }
  beforeAll(async () => {
    tree = createTerraformTree({ tree: 'builtin' })
    behave('exit 0')
    sandbox = await startSandbox({
      configure: configure(tree.folder),
      environment: { PATH: programs },
    })
  })
  afterAll(async () => {
    await sandbox.stop()
    tree.remove()
    rmSync(programs, { recursive: true })
  })

  it('prints secrets: masked; and finds none in its own environment', async () => {
    const key = 'AKIA' + 'IOSFODNN7EXAMPLE'
    behave(
      `[ "$1" = init ] && exit 0\ncat <<EOF\n{"diagnostics":[{"severity":"error","summary":"password=hunter2secret ${key}","detail":"env: $(env | cut -d= -f1 | sort | tr '\\n' ' ')"}]}\nEOF\necho noise >&2`,
    )
    const { text } = await validate(sandbox, 'vpc', 'not valid')
    expect(text).not.toContain('hunter2secret')
    expect(text).not.toContain(key)
    expect(text).toContain('TF_IN_AUTOMATION')
    expect(text).not.toMatch(/AWS_|SLACK_|REDIS|noise/)
  })

  it('is stopped by who asked, and ends', async () => {
    behave('sleep 600')
    const running = await validate(sandbox, 'vpc', 'directories looked at')
    await sandbox.workspace.click(viewer, running, 'Stop')
    const { ts } = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('stopped by Vera Viewer'),
      { timeout: 60_000 },
    )
    expect(ts).toBe(running.ts)
  })
})

it('says what to do where no tree is configured', async () => {
  const sandbox = await startSandbox()
  try {
    await sandbox.workspace.say(viewer, 'devops', '/ohmy terraform validate')
    const words = 'ohmy.yaml names no Terraform tree.'
    const { text } = await sandbox.workspace.waitForMessage('devops', (one) => one.text.includes(words))
    expect(text).toContain('Set terraform.folder')
  } finally {
    await sandbox.stop()
  }
})
