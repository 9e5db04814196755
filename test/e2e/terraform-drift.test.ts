import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const ignoresBoth = 'terraform: { ignores: [desired_count, task_definition] }'
const folder = mkdtempSync(join(tmpdir(), 'ohmy-terraform-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Of staging; production is left as it is. */
const withTerraform = (written: string) => (yaml: string) => yaml.replace(ignoresBoth, written)

describe('what the next apply of Terraform would take back', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    writeFileSync(
      join(folder, 'ecs.tf'),
      [
        'resource "aws_ecs_service" "backend" {',
        '  name = "${var.prefix}-backend"',
        '  lifecycle {',
        '    ignore_changes = [load_balancer]',
        '  }',
        '}',
        'resource "aws_ecs_service" "frontend" {',
        '  name = "${var.prefix}-frontend"',
        '  lifecycle {',
        '    ignore_changes = [desired_count]',
        '  }',
        '}',
      ].join('\n'),
    )
    sandbox = await startSandbox({
      configure: withTerraform(`terraform: { folder: ${JSON.stringify(folder)} }`),
    })
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })

  it('is told on the card, with the resource and the lines to add', async () => {
    await say('/ohmy scale backend 2 staging')
    const { text } = await card('Scale backend in staging from 1 to 2 tasks — Done')
    expect(text).toContain(
      'Terraform’s next apply would take this back: aws_ecs_service.backend (ecs.tf, line 1) does not ignore desired_count.',
    )
    expect(text).toContain('ignore_changes = [load_balancer, desired_count, task_definition]')
  })

  it('is told once for each service, whatever is changed next', async () => {
    await say('/ohmy deploy backend sprint-14-0c9b7aa staging')
    const { text } = await card('Deploy sprint-14-0c9b7aa to backend in staging — Done')
    expect(text).not.toContain('Terraform')
  })

  it('is not told of what is left alone, and told of the rest when it comes to that', async () => {
    await say('/ohmy scale frontend 2 staging')
    expect((await card('Scale frontend in staging from 1 to 2 tasks — Done')).text).not.toContain('Terraform')
    await say('/ohmy rollback frontend staging')
    const { text } = await card('Roll frontend in staging back to sprint-11-a8d20f6 — Done')
    expect(text).toContain('aws_ecs_service.frontend (ecs.tf, line 7) does not ignore task_definition')
    expect(text).toContain('ignore_changes = [desired_count, task_definition]')
  })

  it('is nothing after a restart', async () => {
    await say('/ohmy restart frontend staging')
    expect((await card('Restart frontend in staging')).text).not.toContain('Terraform')
    expect((await card('Restart frontend in staging with sprint-11-a8d20f6 — Done')).text).not.toContain(
      'terraform',
    )
  })
})

describe.each([
  [
    'where nothing is written, asked',
    '',
    /If Terraform manages backend, its next apply takes this back[^]*environments\.staging\.terraform in ohmy\.yaml[^]*ignore_changes = \[desired_count, task_definition\]/,
  ],
  [
    'where the configuration says what is ignored, known',
    'terraform: { ignores: [task_definition] }',
    /staging, by what ohmy\.yaml says, does not ignore desired_count[^]*ignore_changes = \[task_definition, desired_count\]/,
  ],
  // What cannot be found out keeps nothing from succeeding.
  ['where the folder cannot be read, left out', 'terraform: { folder: /no/such/folder }', undefined],
])('what Terraform would take back is, %s', (_, written, expected) => {
  it('after a scale', async () => {
    const sandbox = await startSandbox({ configure: withTerraform(written) })
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 2 staging')
    const { text } = await sandbox.workspace.waitForMessage(
      'devops',
      (message) => message.text.includes('— Done'),
      {
        timeout: 60_000,
      },
    )
    await sandbox.stop()
    if (expected === undefined) expect(text).not.toMatch(/terraform/i)
    else expect(text).toMatch(expected)
  })
})
