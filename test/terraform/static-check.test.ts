import { createRequire } from 'node:module'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Language, Parser } from 'web-tree-sitter'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { blocksIn } from '../../src/terraform/hcl-blocks.js'
import { checkTree } from '../../src/terraform/static/check-tree.js'
import { attributesOf, blocksOf, bodyOf } from '../../src/terraform/static/syntax.js'
import { attributesIn } from '../../src/terraform/hcl-blocks.js'
import { fits } from '../../src/terraform/versions.js'

let parser: Parser
beforeAll(async () => {
  const { resolve } = createRequire(import.meta.url)
  await Parser.init()
  parser = new Parser()
  const grammar = resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm')
  parser.setLanguage(await Language.load(readFileSync(grammar)))
})

function found(files: Readonly<Record<string, string>>): readonly string[] {
  const checked = checkTree(
    parser,
    Object.entries(files).map(([file, text]) => ({ file, text })),
  )
  return checked.found.flatMap(({ found: all }) =>
    all.map(({ file, line, says }) => `${file}:${line} ${says}`),
  )
}

const team = join(import.meta.dirname, '../../sandbox/terraform')
const ofTeam = readdirSync(team, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tf'))
  .map((file) => ({ file, text: readFileSync(join(team, file), 'utf8') }))

test('nothing is wrong with a tree that is right: iterators, loops, templates, types and providers are no references', () => {
  expect(ofTeam).toHaveLength(9)
  const checked = checkTree(parser, ofTeam)
  expect(checked.found.flatMap(({ found: all }) => all)).toEqual([])
  expect(checked.badlyFormatted).toEqual([])
})

test('the two readers of HCL agree on blocks, labels, lines and arguments', () => {
  for (const { text } of ofTeam) {
    const tree = parser.parse(text)
    const body = tree === null ? undefined : bodyOf(tree.rootNode)
    const theirs = blocksOf(body).map((block) => ({
      type: block.type,
      labels: block.labels,
      line: block.node.startPosition.row + 1,
      arguments: attributesOf(block.body).map(({ name }) => name),
    }))
    const ours = blocksIn(text).map((block) => ({
      type: block.type,
      labels: block.labels,
      line: block.line,
      arguments: attributesIn(block.body).map(({ name }) => name),
    }))
    expect(ours).toEqual(theirs)
  }
})

describe('what is wrong is told with its line', () => {
  it.each([
    ['output "a" {\n  value = var.b\n}', 'main.tf:2 var.b is not declared: there is no variable “b” here.'],
    [
      'output "a" {\n  value = "x-${local.b}"\n}',
      'main.tf:2 local.b is not declared: no block locals names it.',
    ],
    [
      'output "a" {\n  value = module.b.c\n}',
      'main.tf:2 module.b is not declared: there is no module “b” here.',
    ],
    ['output "a" {\n  value = aws_vpc.main[0].id\n}', 'main.tf:2 aws_vpc.main is not declared here.'],
    ['output "a" {\n  value = data.aws_vpc.main.id\n}', 'main.tf:2 data.aws_vpc.main is not declared here.'],
    [
      'output "a" {\n  value = <<-EOT\n    hello ${var.b}\n  EOT\n}',
      'main.tf:3 var.b is not declared: there is no variable “b” here.',
    ],
    [
      'locals {\n  a = [for one in var.list : one.id]\n}',
      'main.tf:2 var.list is not declared: there is no variable “list” here.',
    ],
    [
      'variable "a" {\n}\nvariable "a" {\n}',
      'main.tf:3 var.a is declared a second time: it stands in main.tf, line 1 already.',
    ],
    ['resorce "a" "b" {\n}', 'main.tf:1 There is no block “resorce”.'],
    ['module "a" {\n  source = "../elsewhere"\n}', 'main.tf:1 module.a leads out of the tree: ../elsewhere.'],
    ['module "a" {\n  source = "/etc"\n}', 'main.tf:1 module.a leads out of the tree: /etc.'],
    ['module "a" {\n  source = "./nowhere"\n}', 'main.tf:1 module.a: there is no Terraform in nowhere.'],
    [
      'module "a" {\n  source = "./m"\n}',
      'main.tf:1 module.a lacks the argument “needed”, which m requires.',
    ],
    [
      'module "a" {\n  source = "./m"\n  needed = 1\n  other = 2\n}',
      'main.tf:4 module.a is given “other”, which m does not know.',
    ],
    [
      'module "a" {\n  source = "./m/"\n  needed = 1\n}\noutput "b" {\n  value = module.a.gone\n}',
      'main.tf:6 module.a has no output “gone”.',
    ],
    ['variable "a" {\n  type =\n}', expect.stringMatching(/^main\.tf:[23] /)],
    ['variable "a" {', expect.stringMatching(/^main\.tf:\d /)],
  ])('%s', (text, says) => {
    const m =
      'variable "needed" {\n}\nvariable "free" {\n  default = 1\n}\noutput "there" {\n  value = var.needed\n}\n'
    expect(found({ 'main.tf': `${text}\n`, 'm/main.tf': m })).toEqual([says])
  })

  it('says nothing of a module whose syntax is wrong, or that is written in JSON, but that', () => {
    expect(found({ 'main.tf': 'output "a" {\n  value = var.from_json\n}\n', 'more.tf.json': '{}' })).toEqual(
      [],
    )
    const calls = 'module "m" {\n  source = "./m"\n}\n'
    expect(found({ 'main.tf': calls, 'm/main.tf': 'variable "needed" {' })).toHaveLength(1)
  })
})

it.each([
  ['variable "a" {\n    type = string\n}\n', true],
  ['variable "a" {\n\ttype = string\n}\n', true],
  ['variable "a" { \n  type = string\n}\n', true],
  ['variable "a" {\n  type = string\n  default = 1\n}\n', true],
  ['variable "a" {\n  type    = string\n  default = 1\n}\n', false],
  ['locals {\n  a = <<EOT\n\tindented \n EOT\nEOT\n}\n', false],
  ['variable "a" { type = string }\n', false],
])('%j is badly formatted: %s', (text, bad) => {
  expect(checkTree(parser, [{ file: 'main.tf', text }]).badlyFormatted).toEqual(bad ? ['main.tf'] : [])
})

it.each([
  ['1.11.4', '>= 1.10', true],
  ['1.11.4', '>= 1.6, < 1.11', false],
  ['1.11.4', '~> 1.6', true],
  ['2.0.0', '~> 1.6', false],
  ['1.12.0', '~> 1.11.0', false],
  ['1.11.4', '1.11.4', true],
  ['1.11.4', '!= 1.11.4', false],
  ['1.11.4', 'newest', undefined],
  ['unknown', '>= 1.0', undefined],
])('version %s fits %s: %s', (version, constraint, answer) => {
  expect(fits(version, constraint)).toBe(answer)
})
