import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyTree, directoriesOf } from '../../src/terraform/copy-tree.js'

let source: string
let target: string
beforeEach(() => {
  ;[source, target] = ['source-', 'target-'].map((name) => mkdtempSync(join(tmpdir(), name))) as [
    string,
    string,
  ]
})
afterEach(() => {
  for (const folder of [source, target]) rmSync(folder, { recursive: true })
})

function put(file: string, text = ''): void {
  mkdirSync(dirname(join(source, file)), { recursive: true })
  writeFileSync(join(source, file), text)
}

it('copies the code, and neither what was downloaded nor states and values, in which secrets may be', async () => {
  for (const file of [
    'main.tf',
    '.terraform.lock.hcl',
    '.terraform/providers/aws',
    '.git/config',
    'terraform.tfstate',
    'terraform.tfstate.backup',
    'secret.auto.tfvars',
    'staging.tfvars.json',
    'modules/vpc/main.tf',
    'modules/vpc/template.json',
  ])
    put(file, file)
  const tree = await copyTree(source, target)
  expect(tree).toEqual(['.terraform.lock.hcl', 'main.tf', 'modules/vpc/main.tf', 'modules/vpc/template.json'])
  expect(readFileSync(join(target, 'modules/vpc/main.tf'), 'utf8')).toBe('modules/vpc/main.tf')
  expect(directoriesOf(tree)).toEqual(['.', 'modules/vpc'])
  const withValues = mkdtempSync(join(tmpdir(), 'target-'))
  expect(await copyTree(source, withValues, { withValues: true })).toContain('secret.auto.tfvars')
  rmSync(withValues, { recursive: true })
})

it('keeps a link within the tree, so that it leads to the copy', async () => {
  put('modules/vpc/main.tf', 'inside')
  mkdirSync(join(source, 'shared'))
  symlinkSync(join(source, 'modules/vpc/main.tf'), join(source, 'shared/main.tf'))
  symlinkSync('modules', join(source, 'also'))
  await copyTree(source, target)
  expect(lstatSync(join(target, 'shared/main.tf')).isSymbolicLink()).toBe(true)
  expect(readlinkSync(join(target, 'shared/main.tf'))).toBe('../modules/vpc/main.tf')
  expect(readdirSync(join(target, 'also'))).toEqual(['vpc'])
})

it.each([
  ['/etc/hostname', 'file.tf'],
  ['/etc', 'folder'],
  ['../../../../../etc/hostname', 'upwards.tf'],
  ['nowhere', 'broken.tf'],
])('refuses a link to %s', async (leadsTo, name) => {
  put('main.tf')
  symlinkSync(leadsTo, join(source, name))
  await expect(copyTree(source, target)).rejects.toMatchObject({
    code: 'terraform-tree-link',
    what: expect.stringContaining(name),
  })
})

it('refuses what is too large, by files and by bytes', async () => {
  put('a.tf', '#'.repeat(100))
  put('b.tf', '#'.repeat(100))
  await copyTree(source, target, { limits: { files: 2, bytes: 200 } })
  for (const limits of [
    { files: 1, bytes: 1_000 },
    { files: 10, bytes: 199 },
  ]) {
    const other = mkdtempSync(join(tmpdir(), 'target-'))
    await expect(copyTree(source, other, { limits })).rejects.toMatchObject({
      code: 'terraform-tree-too-large',
    })
    rmSync(other, { recursive: true })
  }
})

it('refuses more files than a tree of Terraform has', async () => {
  for (let at = 0; at <= 3_000; at += 1) put(`${at}.tf`)
  await expect(copyTree(source, target)).rejects.toMatchObject({
    code: 'terraform-tree-too-large',
    what: expect.stringContaining('more than 3,000 files'),
  })
})

it('refuses what is not Terraform, or not there', async () => {
  put('README.md')
  await expect(copyTree(source, target)).rejects.toMatchObject({ code: 'terraform-tree-none' })
  await expect(copyTree(join(source, 'nowhere'), target)).rejects.toMatchObject({
    code: 'terraform-tree-missing',
  })
  await expect(copyTree(join(source, 'README.md'), target)).rejects.toMatchObject({
    code: 'terraform-tree-missing',
  })
})
