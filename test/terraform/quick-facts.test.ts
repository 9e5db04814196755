import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createTerraformTree } from '../../sandbox/terraform-tree.js'
import { quickFacts } from '../../src/terraform/quick-facts.js'
import { staticCheck } from '../../src/terraform/static-check.js'

const folder = mkdtempSync(join(tmpdir(), 'quick-facts-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(files: Readonly<Record<string, string>>) {
  rmSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return quickFacts(folder, Object.keys(files))
}

it.each(['aws', 'builtin'] as const)('knows of the tree %s what the static check knows', async (tree) => {
  const written = createTerraformTree({ tree })
  try {
    const files = readdirSync(written.folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.tf'),
    )
    const quick = await quickFacts(written.folder, files)
    const slow = await staticCheck(written.folder, files, new AbortController().signal)
    if (slow.kind !== 'checked') throw new Error(slow.why)
    const told = [...slow.directories].map(([name, { needsProviders }]) => [name, needsProviders] as const)
    expect(new Map([...(quick ?? [])].map(([name, { needsProviders }]) => [name, needsProviders]))).toEqual(
      new Map(told),
    )
  } finally {
    written.remove()
  }
})

it('leaves to the static check what leads out of the tree, what is not written out, and what is too much', async () => {
  expect(await read({ 'a/main.tf': 'module "b" {\n  source = "../../b"\n}\n' })).toBeUndefined()
  expect(await read({ 'main.tf.json': '{"module":{"b":{"source":"../b"}}}' })).toBeUndefined()
  expect(await read({ 'main.tf': 'module "b" {\n  source = var.from\n}\n' })).toBeUndefined()
  expect(await read({ 'main.tf': `# ${'x'.repeat(1_100_000)}\n` })).toBeUndefined()
})

it('takes for granted that what it does not read needs providers', async () => {
  const facts = await read({
    'main.tf': 'module "a" {\n  source = "./a"\n}\n',
    'a/main.tf.json': '{}',
    'b/main.tf': 'module "c" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n',
    'c/main.tf': 'resource "terraform_data" "one" {}\n',
  })
  const told = [...(facts ?? [])].map(([directory, { needsProviders }]) => [directory, needsProviders])
  expect(Object.fromEntries(told)).toEqual({ '.': true, a: true, b: true, c: false })
})

const hidden: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a comment before the value': { 'main.tf': 'module "b" {\n  source = /* here */ "../b"\n}\n' },
  'a comment before the sign': { 'main.tf': 'module "b" {\n  source /* here */ = "../b"\n}\n' },
  'a comment in the head': { 'main.tf': 'module /* here */ "b" {\n  source = "../b"\n}\n' },
  'an escape': { 'main.tf': 'module "b" {\n  source = "\\u002e./b"\n}\n' },
  'a template': { 'main.tf': 'module "b" {\n  source = "${"../b"}"\n}\n' },
  'a path from the root': { 'main.tf': 'module "b" {\n  source = "/b"\n}\n' },
  'a file to fetch': { 'main.tf': 'module "b" {\n  source = "git::file:///b"\n}\n' },
  JSON: { 'main.tf.json': '{"module":{"b":{"source":"../b"}}}' },
  'JSON with escapes': { 'main.tf.json': '{"m\\u006fdule":{"b":{"source":"../b"}}}' },
  'a directory that it calls': {
    'main.tf': 'module "a" {\n  source = "./a"\n}\n',
    'a/main.tf': 'module "b" {\n  source = "../../b"\n}\n',
  },
  'a file with a mistake': { 'main.tf': 'locals {\n  a = = 1\n}\nmodule "b" {\n  source = "../b"\n}\n' },
}

it.each(Object.keys(hidden))(
  'knows no tree from which %s leads, and the static check keeps the tool from it',
  async (how) => {
    const files = hidden[how] ?? {}
    expect(await read(files)).toBeUndefined()
    const checked = await staticCheck(folder, Object.keys(files), new AbortController().signal)
    if (checked.kind !== 'checked') throw new Error(checked.why)
    expect(checked.directories.get('.')?.escapes).toBe(true)
  },
)

it('keeps the tool from nothing that stays in the tree, however it is written', async () => {
  const files = {
    'main.tf': 'module "a" {\n  source = /* here */ "./a"\n}\n',
    'a/main.tf.json': '{"module":{"b":{"source":"../b"}}}',
    'b/main.tf': 'locals {\n  a = = 1\n}\n',
    'c/main.tf': 'module "d" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n',
  }
  expect(await read(files)).toBeUndefined()
  const checked = await staticCheck(folder, Object.keys(files), new AbortController().signal)
  if (checked.kind !== 'checked') throw new Error(checked.why)
  expect([...checked.directories].filter(([, { escapes }]) => escapes)).toEqual([])
})
