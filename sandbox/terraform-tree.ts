import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Config } from '../src/config/config.js'

/** `aws`: the team's own, whose provider has to be fetched. `builtin`: the same directories of what comes with the tool, valid without a network. */
const trees = ['aws', 'builtin'] as const
const breaks = {
  variable: ['environments/staging/main.tf', '\noutput "broken" {\n  value = var.not_there\n}\n'],
  argument: ['modules/rds/main.tf', '\nvariable "not_given" {\n  type = string\n}\n'],
  unset: ['environments/staging/main.tf', '\nvariable "nobody_sets" {\n  type = string\n}\n'],
  syntax: ['modules/redis/main.tf', '\nvariable "broken" {\n  type =\n}\n'],
  format: ['modules/iam/main.tf', '\noutput "broken" {\n      value   = "indented otherwise"\n}\n'],
} as const

const Asked = z.strictObject({
  tree: z.enum(trees).default('aws'),
  /** `lock`: an argument of the backend that is misspelt. */
  break: z.enum(['nothing', 'variable', 'argument', 'unset', 'syntax', 'format', 'lock']).default('nothing'),
})
export type WantedTree = z.input<typeof Asked>

export interface TerraformTree {
  readonly folder: string
  /** Writes it anew. */
  set(wanted: WantedTree): void
  remove(): void
}

const team = fileURLToPath(new URL('./terraform', import.meta.url))

/** A Terraform tree of the sandbox's own: a copy, in which something may be broken. */
export function createTerraformTree(wanted: WantedTree = {}): TerraformTree {
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-sandbox-terraform-'))
  const set = (next: WantedTree) => {
    const { tree, break: broken } = Asked.parse(next)
    for (const part of ['modules', 'environments'])
      rmSync(join(folder, part), { recursive: true, force: true })
    if (tree === 'aws') cpSync(team, folder, { recursive: true })
    else writeBuiltin(folder)
    if (broken === 'nothing') return
    if (broken === 'lock') {
      const file = join(folder, 'environments/staging/main.tf')
      writeFileSync(file, readFileSync(file, 'utf8').replace('dynamodb_table', 'dynamo_db_table'))
    } else {
      const [file, text] = breaks[broken]
      appendFileSync(join(folder, file), text)
    }
  }
  set(wanted)
  return { folder, set, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const modules = ['vpc', 'rds', 'redis', 'security', 'iam', 'alb', 'ecs']

function writeBuiltin(folder: string): void {
  for (const name of modules) {
    const text = `variable "prefix" {\n  type = string\n}\n\nresource "terraform_data" "${name}" {\n  input = "\${var.prefix}-${name}"\n}\n\noutput "name" {\n  value = terraform_data.${name}.output\n}\n`
    mkdirSync(join(folder, 'modules', name), { recursive: true })
    writeFileSync(join(folder, 'modules', name, 'main.tf'), text)
  }
  for (const [environment, prefix] of [
    ['staging', 'ohmycoins-staging'],
    ['production', 'ohmycoins-prod'],
  ]) {
    const backend = readFileSync(join(team, `environments/${environment}/main.tf`), 'utf8')
    const block = /\n {2}backend "s3" \{[^}]*\}\n/.exec(backend)?.[0] ?? ''
    const calls = modules.map(
      (name) => `module "${name}" {\n  source = "../../modules/${name}"\n\n  prefix = "${prefix}"\n}\n`,
    )
    mkdirSync(join(folder, 'environments', environment ?? ''), { recursive: true })
    writeFileSync(
      join(folder, `environments/${environment}/main.tf`),
      `terraform {\n  required_version = ">= 1.6"\n${block}}\n\n${calls.join('\n')}`,
    )
  }
}

/** The configuration with this tree in it. */
export function withTerraform(config: Config, folder: string): Config {
  return {
    ...config,
    terraform: {
      folder,
      repository: 'https://github.com/ohmycoins/infrastructure/blob/main',
      timeout: 120_000,
      memoryMegabytes: 2_048,
    },
    environments: config.environments.map((environment) => ({
      ...environment,
      terraform: {
        backendConfig: [],
        workspace: 'default',
        ...environment.terraform,
        // Whoever applies sets it: the pipeline.
        variables: ['image_tag'],
        folder: join(folder, 'environments', environment.name),
      },
    })),
  }
}

/** `POST /sandbox/terraform` writes the tree anew: `{"tree":"aws","break":"syntax"}`. Answers false for other paths. */
export function serveTerraform(
  tree: TerraformTree,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/sandbox/terraform') return false
    const answer = (status: number, content: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(content)}\n`)
      return true
    }
    // A page of another site can send a form here without asking, but not JSON.
    if (request.headers['content-type']?.includes('application/json') !== true)
      return answer(415, { error: 'send application/json' })
    const asked = Asked.safeParse(await json(request).catch(() => undefined))
    if (!asked.success)
      return answer(400, {
        error: 'not understood',
        trees,
        breaks: ['nothing', ...Object.keys(breaks), 'lock'],
      })
    tree.set(asked.data)
    return answer(200, asked.data)
  }
}
