import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import { callsModuleFromElsewhere, servicesIn } from '../../src/terraform/ecs-services.js'
import { attributeIn, blocksIn } from '../../src/terraform/hcl-blocks.js'
import { findInTerraform, findScalingInTerraform } from '../../src/terraform/read-folder.js'
import { isNamed } from '../../src/terraform/resources.js'

const plain = `
# resource "aws_ecs_service" "commented" { name = "out" }
/* resource "aws_ecs_service" "also" {
} */
locals { text = "a } in text", more = "\${lookup(var.a, "}")}" }

resource "aws_ecs_task_definition" "backend" {
  container_definitions = <<-EOT
    [{ "name": "backend }" }]
  EOT
}

resource "aws_ecs_service" "backend" { // the one
  name            = "\${var.prefix}-backend" # not "frontend"
  cluster         = aws_ecs_cluster.main.id
  desired_count   = 1
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  lifecycle {
    ignore_changes = [
      desired_count, # scaled by hand
      # task_definition,
      load_balancer[0].target_group_arn,
    ]
  }
}
`

test('a service is found behind comments, text with braces and heredocs, with its line and what it ignores', () => {
  expect(servicesIn(plain, 'ecs.tf')).toEqual([
    {
      address: 'aws_ecs_service.backend',
      file: 'ecs.tf',
      line: 13,
      name: '*-backend',
      ignores: ['desired_count', 'load_balancer', 'target_group_arn'],
    },
  ])
})

test.each([
  ['lifecycle { ignore_changes = all }', undefined],
  [
    'lifecycle {\n ignore_changes = [task_definition, desired_count]\n}',
    ['task_definition', 'desired_count'],
  ],
  ['lifecycle {\n ignore_changes = ["desired_count"]\n}', ['desired_count']],
  ['lifecycle {\n prevent_destroy = true\n}', []],
  ['', []],
  // Of a block within another one.
  ['network_configuration {\n ignore_changes = [desired_count]\n}', []],
])('of %j is ignored %j', (body, ignores) => {
  const [found] = servicesIn(`resource "aws_ecs_service" "a" {\n name = "a"\n ${body}\n}`, 'a.tf')
  expect(found?.ignores).toEqual(ignores)
})

test.each([
  ['"ohmycoins-prod-backend"', 'ohmycoins-prod-backend', true],
  ['"ohmycoins-prod-backend"', 'ohmycoins-staging-backend', false],
  ['"${var.prefix}-backend"', 'ohmycoins-prod-backend', true],
  ['"${var.prefix}-backend"', 'ohmycoins-prod-backend-worker', false],
  ['"${local.names["a"]}-backend"', 'x-backend', true],
  ['"${format("%s-%s", var.a, "b")}"', 'a-b', false],
  ['"app.v1"', 'appxv1', false],
  ['local.name', 'backend', false],
])('the name %s is that of %s: %s', (name, service, expected) => {
  const [found] = servicesIn(`resource "aws_ecs_service" "a" {\n  name = ${name}\n}`, 'a.tf')
  expect(found === undefined ? undefined : isNamed(found, service)).toBe(expected)
})

test.each([
  ['module "ecs" {\n  source = "terraform-aws-modules/ecs/aws//modules/service"\n}', true],
  ['module "ecs" {\n  source = "../../modules/ecs"\n}', false],
  ['module "ecs" {\n  source = "./ecs"\n}', false],
])('%j calls a module from elsewhere: %s', (text, expected) => {
  expect(callsModuleFromElsewhere(text)).toBe(expected)
})

test.each(['{{{', '"', '<<EOT', 'resource "a" "b" {', '}', '/*', '# only a comment', '${${${'])(
  'text that is no HCL, %j, gives no blocks and no end of time',
  (text) => {
    expect(blocksIn(text)).toEqual([])
    expect(attributeIn(text, 'name')).toBeUndefined()
  },
)

describe('a folder of Terraform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-terraform-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const write = (files: Readonly<Record<string, string>>) => {
    const place = mkdtempSync(join(folder, 'of-'))
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(place, name, '..'), { recursive: true })
      writeFileSync(join(place, name), text)
    }
    return place
  }
  const service = (name: string, label = 'a') =>
    `resource "aws_ecs_service" "${label}" {\n  name = ${name}\n}\n`

  it('is read with the modules in it, and without what was downloaded', async () => {
    const place = write({
      'main.tf': 'module "ecs" {\n  source = "./modules/ecs"\n}',
      'modules/ecs/service.tf': service('"${var.prefix}-backend"'),
      '.terraform/modules/old/service.tf': service('"ohmycoins-staging-backend"', 'downloaded'),
      'notes.txt': service('"ohmycoins-staging-backend"', 'text'),
    })
    expect(await findInTerraform(place, 'ohmycoins-staging-backend')).toEqual({
      kind: 'found',
      resource: expect.objectContaining({
        address: 'aws_ecs_service.a',
        file: 'modules/ecs/service.tf',
        line: 1,
      }),
    })
    expect(await findInTerraform(place, 'ohmycoins-staging-frontend')).toEqual({ kind: 'none' })
  })

  it('prefers the name that is written out furthest', async () => {
    const place = write({
      'main.tf': service('"${var.p}-backend"', 'all') + service('"${var.p}-staging-backend"', 'one'),
    })
    expect(await findInTerraform(place, 'x-staging-backend')).toMatchObject({
      resource: { address: 'aws_ecs_service.one' },
    })
  })

  it('does not know where only Terraform knows', async () => {
    for (const text of [
      service('local.name'),
      service('"${var.p}-backend"', 'one') + service('"${var.q}-backend"', 'two'),
      'module "ecs" {\n  source = "terraform-aws-modules/ecs/aws"\n}',
    ]) {
      expect(await findInTerraform(write({ 'main.tf': text }), 'x-backend')).toEqual({ kind: 'unknown' })
    }
  })

  const target = (resourceId: string, more = '', label = 'a') =>
    `resource "aws_appautoscaling_target" "${label}" {\n  resource_id = ${resourceId}\n${more}}\n`
  const byLabel = '"service/${aws_ecs_cluster.main.name}/${aws_ecs_service.b.name}"'

  it.each([
    ['the service’s own resource', target(byLabel), 'aws_appautoscaling_target.a'],
    [
      'one of several',
      target('"service/c/${aws_ecs_service.bb.name}"') + target(byLabel, '', 'b'),
      'aws_appautoscaling_target.b',
    ],
    ['its name', target('"service/${var.cluster}/${var.p}-backend"'), 'aws_appautoscaling_target.a'],
    [
      'an index',
      target('format("service/%s/%s", "c", aws_ecs_service.b[0].name)'),
      'aws_appautoscaling_target.a',
    ],
    ['only what Terraform computes', target('local.id'), 'unknown'],
    ['two of it', target(byLabel) + target(byLabel, '', 'b'), 'unknown'],
    ['another service', target('"service/c/${aws_ecs_service.other.name}"'), 'none'],
    ['another kind of target', target(byLabel, '  service_namespace = "dynamodb"\n'), 'none'],
    ['no target', '', 'none'],
  ])('tells what scales a service by %s', async (_, text, expected) => {
    const place = write({ 'main.tf': service('"${var.p}-backend"', 'b') + text })
    const found = await findScalingInTerraform(place, 'x-backend')
    expect(found.kind === 'found' ? found.resource.address : found.kind).toBe(expected)
  })

  it('that is not there is told', async () => {
    await expect(findInTerraform(join(folder, 'none'), 'x')).rejects.toThrow(/ENOENT/)
  })
})
