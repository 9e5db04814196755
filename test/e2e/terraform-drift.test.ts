import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const ignoresAll = 'terraform: { ignores: [desired_count, task_definition, min_capacity, max_capacity] }'
const folder = mkdtempSync(join(tmpdir(), 'ohmy-terraform-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const withTerraform = (written: string) => (yaml: string) => yaml.replaceAll(ignoresAll, written)

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
        'resource "aws_appautoscaling_target" "backend" {',
        '  resource_id  = "service/${var.prefix}-cluster/${aws_ecs_service.backend.name}"',
        '  min_capacity = 2',
        '  max_capacity = 10',
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

  it('is told of the range that autoscaling keeps a service in, beside what was told of the service', async () => {
    const agreed = async (line: string, summary: string) => {
      await say(line)
      await sandbox.workspace.click(approver, await card(`${summary} — Waiting for approval`), 'Approve')
      return card(`${summary} — Done`)
    }
    const count = await agreed(
      '/ohmy scale backend 3 production',
      'Scale backend in production from 2 to 3 tasks',
    )
    expect(count.text).toContain('aws_ecs_service.backend (ecs.tf, line 1) does not ignore desired_count')
    const range = (words: string) => `Let autoscaling keep backend in production between ${words} tasks`
    const first = await agreed('/ohmy scale backend 2..6 production', range('2 and 6'))
    expect(first.text).toContain(
      'aws_appautoscaling_target.backend (ecs.tf, line 13) does not ignore max_capacity. The resource needs:',
    )
    expect(first.text).toContain('ignore_changes = [min_capacity, max_capacity]')
    expect(first.text).not.toContain('desired_count')
    const second = await agreed('/ohmy scale backend 3..6 production', range('3 and 6'))
    expect(second.text).not.toContain('Terraform')
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
