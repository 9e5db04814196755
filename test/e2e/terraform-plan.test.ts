import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../sandbox/people.js'
import { createTerraformTree, type TerraformTree } from '../../sandbox/terraform-tree.js'
import { findTool } from '../../src/terraform/find-tool.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const ignores = 'terraform: { ignores: [desired_count, task_definition, min_capacity, max_capacity] }'
const configure = (folder: string, keys: string) => (yaml: string) =>
  `${yaml.replace(ignores, `terraform: { folder: ${JSON.stringify(join(folder, 'environments/staging'))}, ${keys} }`)}
terraform:
  folder: ${JSON.stringify(folder)}
`

const tool = await findTool(process.env['PATH'] ?? '', undefined)
if (tool === undefined)
  process.stderr.write(
    '\n  LEFT OUT: a plan of the real tool. Neither terraform nor tofu is on the PATH.\n\n',
  )

const stagingOf = ({ folder }: TerraformTree) => join(folder, 'environments/staging')

/** Says it, and waits for a message with these words that was not there before. */
async function plan({ workspace }: Sandbox, words: string, line = '/ohmy terraform plan staging') {
  const before = new Set(workspace.messages('devops').map(({ ts }) => ts))
  await workspace.say(viewer, 'devops', line)
  return workspace.waitForMessage('devops', ({ ts, text }) => !before.has(ts) && text.includes(words), {
    timeout: 60_000,
  })
}

describe.runIf(tool !== undefined)('a plan of the real tool, with a state in a file', () => {
  let sandbox: Sandbox
  let tree: TerraformTree
  const write = (more: string) => {
    const file = join(stagingOf(tree), 'main.tf')
    writeFileSync(
      file,
      `terraform {\n  backend "local" {}\n}\n\nmodule "vpc" {\n  source = "../../modules/vpc"\n\n  prefix = "ohmycoins-staging"\n}\n\nvariable "given" {\n  type    = string\n  default = "none"\n}\n\n${more}`,
    )
  }
  const anew = (value: string) =>
    `resource "terraform_data" "anew" {\n  triggers_replace = "${value}"\n}\n\nresource "terraform_data" "kept" {\n  input = "${value}-hunter2"\n}\n`
  const stateText = () => readFileSync(join(stagingOf(tree), 'terraform.tfstate'), 'utf8')

  beforeAll(async () => {
    tree = createTerraformTree({ tree: 'builtin' })
    write(`${anew('one')}\nresource "terraform_data" "gone" {\n  input = 1\n}\n`)
    // What a team has done before ohmy is asked.
    const run = (...args: string[]) =>
      execFileSync(tool?.program ?? '', args, {
        cwd: stagingOf(tree),
        env: { PATH: process.env['PATH'] ?? '', TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
      })
    run('init', '-input=false')
    run('apply', '-input=false', '-auto-approve')
    sandbox = await startSandbox({
      configure: configure(tree.folder, 'plan: true, passes: [TF_VAR_given, TF_VAR_unset]'),
      environment: { TF_VAR_given: 'correct-horse-battery' },
    })
  }, 120_000)
  afterAll(async () => {
    await sandbox.stop()
    tree.remove()
  })

  it('counts, tells what is replaced and destroyed first, and changes nothing', async () => {
    write(anew('two'))
    const [state, files] = [stateText(), readdirSync(stagingOf(tree)).toSorted()]
    const { text } = await plan(sandbox, 'to destroy')
    expect(text).toContain(
      'Terraform plan of staging: 1 to add, 1 to change, 2 to destroy, 1 of them replaced. Nothing was applied.',
    )
    expect(text).toMatch(/REPLACED[^]*terraform_data\.anew`, forced by `triggers_replace`/)
    expect(text).toMatch(/Destroyed[^]*terraform_data\.gone/)
    expect(text.indexOf('REPLACED')).toBeLessThan(text.indexOf('~ change `terraform_data.kept`: input'))
    expect(text).toContain('TF_VAR_unset: not set where ohmy runs.')
    expect(text).not.toContain('hunter2')
    expect(stateText()).toBe(state)
    expect(readdirSync(stagingOf(tree)).toSorted()).toEqual(files)
  })

  it('has nothing to do where nothing differs', async () => {
    write(`${anew('one')}\nresource "terraform_data" "gone" {\n  input = 1\n}\n`)
    expect((await plan(sandbox, 'nothing to do')).text).toContain('🟢 Terraform plan of staging')
  })

  it('that fails says why, without the values it was given', async () => {
    write(
      `${anew('one')}\nresource "terraform_data" "wrong" {\n  lifecycle {\n    precondition {\n      condition     = var.given == "none"\n      error_message = "It is \${var.given}."\n    }\n  }\n}\n`,
    )
    const { text } = await plan(sandbox, 'there is none')
    expect(text).toContain('There is no plan: plan failed: ')
    expect(text).toContain('•••')
    expect(text).not.toContain('correct-horse-battery')
  })
})

describe('a plan with what ohmy changed in it', () => {
  let sandbox: Sandbox
  let tree: TerraformTree
  const programs = mkdtempSync(join(tmpdir(), 'plan-tool-'))
  /** What `show -json` prints where Terraform keeps a service as it was made. The provider of AWS is needed for a real one. */
  const printed = {
    format_version: '1.2',
    resource_changes: [
      {
        address: 'module.ecs.aws_ecs_service.backend',
        mode: 'managed',
        type: 'aws_ecs_service',
        change: {
          actions: ['update'],
          before: { name: 'ohmycoins-staging-backend', desired_count: 2, launch_type: 'FARGATE' },
          after: { name: 'ohmycoins-staging-backend', desired_count: 1, launch_type: 'FARGATE' },
          after_unknown: {},
        },
      },
    ],
  }
  beforeAll(async () => {
    tree = createTerraformTree({ tree: 'builtin' })
    writeFileSync(
      join(programs, 'terraform'),
      `#!/bin/sh\n[ "$1" = version ] && { echo 'Terraform v1.11.4'; exit 0; }\n[ "$1" = show ] && cat <<'END'\n${JSON.stringify(printed)}\nEND\nexit 0\n`,
    )
    chmodSync(join(programs, 'terraform'), 0o755)
    sandbox = await startSandbox({
      configure: configure(tree.folder, 'plan: true, ignores: [desired_count, task_definition]'),
      environment: { PATH: programs },
    })
  })
  afterAll(async () => {
    await sandbox.stop()
    tree.remove()
    rmSync(programs, { recursive: true })
  })

  it('names what an apply would set back, and which change of ohmy’s that is', async () => {
    const { workspace } = sandbox
    await workspace.say(requester, 'devops', '/ohmy scale backend 2 staging')
    await workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Scale backend in staging from 1 to 2 tasks — Done'),
      { timeout: 60_000 },
    )
    const { text } = await plan(sandbox, '1 to change')
    const [id = ''] = /tf-[a-z0-9]+/.exec(text) ?? []
    expect((await plan(sandbox, id, `/ohmy show ${id}`)).text).toContain('1 to change')
    expect(text).toMatch(
      /An apply would set back what runs[^]*backend: count 2 → 1, ohmy’s last change: Scale backend in staging from 1 to 2 tasks \(`op-[a-z0-9]+`\)/,
    )
    expect(text).toContain('~ change `module.ecs.aws_ecs_service.backend`: desired_count')
    expect(text).not.toContain('launch_type')
  })

  it('is of an environment that it is switched on for, and of one', async () => {
    expect((await plan(sandbox, 'not switched on', '/ohmy terraform plan production')).text).toContain(
      'Set environments.production.terraform.plan',
    )
    expect((await plan(sandbox, 'A plan is made of one environment', '/ohmy terraform plan')).text).toContain(
      '/ohmy terraform plan staging',
    )
  })
})
