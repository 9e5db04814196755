import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, test } from 'vitest'
import {
  type BackendOfFolder,
  backendIn,
  locksOf,
  type S3Backend,
  stateKey,
} from '../../src/terraform/backend.js'
import { filesOf, readBackend } from '../../src/terraform/read-backend.js'

const staging = `# backend "s3" { bucket = "no" }
terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
  backend "s3" {
    bucket         = "ohmycoins-terraform-state" # versioned
    key            = "staging/terraform.tfstate"
    region         = "ap-southeast-2"
    dynamodb_table = "ohmycoins-terraform-locks"
    use_lockfile   = true
    encrypt        = true
    profile        = null
    assume_role    = {
      role_arn = "arn:aws:iam::123456789012:role/state"
    }
  }
}
`

function inOne(text: string): BackendOfFolder {
  return backendIn([{ file: 'main.tf', text }])
}

function s3(body: string): BackendOfFolder {
  return inOne(`terraform {\n  backend "s3" {\n${body}\n  }\n}\n`)
}

test('an s3 backend with both locks is read whole, and where they are held', () => {
  const { backend, requiredVersion, problems } = inOne(staging)
  expect(backend).toEqual({
    kind: 's3',
    bucket: 'ohmycoins-terraform-state',
    key: 'staging/terraform.tfstate',
    region: 'ap-southeast-2',
    dynamodbTable: 'ohmycoins-terraform-locks',
    useLockfile: true,
    encrypt: true,
    roleArn: 'arn:aws:iam::123456789012:role/state',
    workspaceKeyPrefix: 'env:',
    missing: [],
    computed: [],
    at: { file: 'main.tf', line: 7 },
  })
  expect(requiredVersion).toBe('>= 1.6')
  expect(problems).toEqual([
    {
      file: 'main.tf',
      line: 11,
      severity: 'note',
      says: expect.stringContaining('deprecated since Terraform 1.11'),
    },
  ])
  expect(locksOf(backend as S3Backend)).toEqual({
    dynamodb: {
      table: 'ohmycoins-terraform-locks',
      id: 'ohmycoins-terraform-state/staging/terraform.tfstate',
    },
    object: { bucket: 'ohmycoins-terraform-state', key: 'staging/terraform.tfstate.tflock' },
  })
})

it('knows where the state of a workspace is', () => {
  const backend = s3('bucket = "b"\nkey = "k"\nregion = "eu-west-1"\nuse_lockfile = true')
    .backend as S3Backend
  expect(stateKey(backend)).toBe('k')
  expect(stateKey(backend, 'staging')).toBe('env:/staging/k')
  expect(locksOf(backend, 'staging')).toEqual({ object: { bucket: 'b', key: 'env:/staging/k.tflock' } })
  const named = s3('key = "k"\nworkspace_key_prefix = "ws"').backend as S3Backend
  expect(stateKey(named, 'staging')).toBe('ws/staging/k')
  expect(locksOf(named, 'staging')).toEqual({})
})

it('says what a partial configuration leaves out, and takes it from files given to init, the last one first', () => {
  const text = 'terraform {\n  backend "s3" {\n    key = "k"\n  }\n}'
  expect(inOne(text).backend).toMatchObject({ kind: 's3', key: 'k', missing: ['bucket', 'region'] })
  const given = [
    { file: 'a.tfbackend', text: 'bucket = "one"\nregion = "eu-west-1"\n' },
    { file: 'b.tfbackend', text: '# mine\nbucket = "two"\nbuket = "three"\n' },
  ]
  const { backend, problems } = backendIn([{ file: 'main.tf', text }], given)
  expect(backend).toMatchObject({ bucket: 'two', region: 'eu-west-1', missing: [] })
  expect(problems).toContainEqual({
    file: 'b.tfbackend',
    line: 3,
    severity: 'error',
    says: 'The s3 backend has no argument “buket”.',
  })
})

it('calls computed what only Terraform knows', () => {
  const { backend } = s3('bucket = var.bucket\nkey = "${local.name}/state"\nregion = "a$${b}"')
  expect(backend).toMatchObject({ computed: ['bucket', 'key'], missing: [], region: 'a${b}' })
  expect(backend).not.toHaveProperty('bucket')
})

test.each([
  ['', { kind: 'local' }],
  ['terraform {\n  backend "local" {\n    path = "a.tfstate"\n  }\n}', { kind: 'local', path: 'a.tfstate' }],
  ['terraform {\n  cloud {\n    organization = "coins"\n  }\n}', { kind: 'cloud', organization: 'coins' }],
  ['terraform {\n  backend "gcs" {}\n}', { kind: 'other', type: 'gcs', at: { file: 'main.tf', line: 2 } }],
  // Only within `terraform`.
  ['module "x" {\n  backend "s3" {}\n}', { kind: 'local' }],
  ['locals {\n  text = <<-EOT\n    terraform {\n      backend "s3" {}\n    }\n  EOT\n}', { kind: 'local' }],
  ['terraform { backend "s3" {', { kind: 'local' }],
])('another backend, or none: %s', (text, backend) => {
  expect(inOne(text).backend).toMatchObject(backend)
})

test.each([
  ['dynamo_table = "t"\nuse_lockfile = true', 3, 'The s3 backend has no argument “dynamo_table”.'],
  ['use_lockfile = true\nlocks {\n}', 4, 'The s3 backend has no argument “locks”.'],
  ['bucket = "b"', 2, 'Nothing locks the state'],
  ['use_lockfile = false', 2, 'Nothing locks the state'],
  ['use_lockfile = true\nencrypt = false', 4, 'without encryption'],
  ['use_lockfile = true\nsecret_key = "not-a-key"', 4, '“secret_key” stands in the code'],
  ['use_lockfile = true\nrole_arn = "r"', 4, 'no “role_arn” since 1.10'],
])('what validate does not see: %s', (body, line, says) => {
  const { problems } = s3(body)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ file: 'main.tf', line, says: expect.stringContaining(says) })
  expect(JSON.stringify(problems)).not.toContain('not-a-key')
})

it('names a backend that there is not, and a second one', () => {
  expect(inOne('terraform {\n  backend "s4" {}\n}').problems[0]?.says).toBe('There is no backend “s4”.')
  const files = [
    { file: 'a.tf', text: 'terraform {\n  backend "gcs" {}\n}' },
    { file: 'b.tf', text: 'terraform {\n  backend "gcs" {}\n}' },
  ]
  expect(backendIn(files).problems).toMatchObject([
    { file: 'b.tf', says: expect.stringContaining('second backend') },
  ])
})

it('lets an override win, without calling it a second one', () => {
  const files = [
    { file: 'backend_override.tf', text: 'terraform {\n  backend "local" {}\n}' },
    { file: 'main.tf', text: staging },
  ]
  expect(backendIn(files)).toMatchObject({ backend: { kind: 'local' }, problems: [] })
})

const folder = mkdtempSync(join(tmpdir(), 'backend-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('reads a folder’s own files, follows no links, and knows which are whose', async () => {
  const other = join(folder, 'below')
  mkdirSync(other)
  writeFileSync(join(folder, 'main.tf'), 'terraform {\n  required_version = "~> 1.9"\n}')
  writeFileSync(join(other, 'backend.tf'), staging)
  symlinkSync(join(other, 'backend.tf'), join(folder, 'linked.tf'))
  expect(await readBackend(folder)).toMatchObject({ backend: { kind: 'local' }, requiredVersion: '~> 1.9' })
  writeFileSync(join(folder, 'main.tofu'), staging)
  expect(await readBackend(folder, { tool: 'tofu' })).toMatchObject({ backend: { kind: 's3' } })
  expect(await readBackend(folder)).toMatchObject({ backend: { kind: 'local' } })
  await expect(readBackend(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' })
  expect(filesOf(['b.tf', 'a.tf', 'a.tofu', 'c.tf.json', '.x.tf'], 'tofu')).toEqual(['a.tofu', 'b.tf'])
})
