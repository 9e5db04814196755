import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { S3 } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { viewer } from '../../sandbox/people.js'
import { createTerraformTree, type TerraformTree } from '../../sandbox/terraform-tree.js'
import { findTool } from '../../src/terraform/find-tool.js'
import { type Moto, startMoto, whyNoMoto } from '../sandbox/account/moto.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const tool = await findTool(process.env['PATH'] ?? '', undefined)
const missing = [
  ...(tool === undefined ? ['neither terraform nor tofu is on the PATH'] : []),
  ...[whyNoMoto()].flatMap((why) => why ?? []),
]
if (missing.length > 0)
  process.stderr.write(`\n  LEFT OUT: a plan with a state in S3: ${missing.join('; ')}.\n\n`)

const bucket = 'ohmycoins-terraform-state'
const credentials = { accessKeyId: 'AKIAPLAN', secretAccessKey: 'plan-secret-of-moto' }

/** moto is another's S3: a state is kept there as it is in AWS, and nothing that a plan does may change it. */
describe.runIf(missing.length === 0)('a plan of the real tool, with its state in S3', () => {
  let moto: Moto
  let s3: S3
  let sandbox: Sandbox
  let tree: TerraformTree
  const folder = () => join(tree.folder, 'environments/staging')
  const write = (value: string, more = '') =>
    writeFileSync(
      join(folder(), 'main.tf'),
      `terraform {\n  backend "s3" {\n    bucket       = "${bucket}"\n    key          = "staging.tfstate"\n    region       = "ap-southeast-2"\n    encrypt      = true\n    use_lockfile = true\n\n    use_path_style              = true\n    skip_credentials_validation = true\n    skip_requesting_account_id  = true\n    skip_metadata_api_check     = true\n    skip_region_validation      = true\n  }\n}\n\nresource "terraform_data" "kept" {\n  input = "${value}"\n}\n${more}`,
    )
  const given = () => ({
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: moto.url,
  })
  /** What a team has done before ohmy is asked. */
  const run = (...args: string[]) =>
    execFileSync(tool?.program ?? '', args, {
      cwd: folder(),
      env: {
        ...given(),
        PATH: process.env['PATH'] ?? '',
        TF_CLI_CONFIG_FILE: '/dev/null',
        CHECKPOINT_DISABLE: '1',
      },
    })
  const kept = async () =>
    ((await s3.listObjectsV2({ Bucket: bucket })).Contents ?? []).map(({ Key, ETag, LastModified }) => ({
      Key,
      ETag,
      LastModified,
    }))

  async function plan(words: string, environment = 'staging') {
    const { workspace } = sandbox
    const before = new Set(workspace.messages('devops').map(({ ts }) => ts))
    await workspace.say(viewer, 'devops', `/ohmy terraform plan ${environment}`)
    return workspace.waitForMessage('devops', ({ ts, text }) => !before.has(ts) && text.includes(words), {
      timeout: 60_000,
    })
  }

  /** Production has the same root module, and a workspace that nobody has made. */
  function configure(yaml: string): string {
    const ignores = 'terraform: { ignores: [desired_count, task_definition, min_capacity, max_capacity] }'
    const keys = `folder: ${JSON.stringify(folder())}, plan: true, passes: [${Object.keys(given()).join(', ')}]`
    const both = yaml
      .replace(ignores, `terraform: { ${keys} }`)
      .replace(ignores, `terraform: { ${keys}, workspace: blue }`)
    return `${both}\nterraform:\n  folder: ${JSON.stringify(tree.folder)}\n`
  }

  beforeAll(async () => {
    moto = await startMoto()
    s3 = new S3({ endpoint: moto.url, region: 'ap-southeast-2', forcePathStyle: true, credentials })
    await s3.createBucket({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: 'ap-southeast-2' },
    })
    tree = createTerraformTree({ tree: 'builtin' })
    write('one', '\nresource "terraform_data" "gone" {\n  input = 1\n}\n')
    run('init', '-input=false')
    run('apply', '-input=false', '-auto-approve')
    sandbox = await startSandbox({ configure, environment: given() })
  }, 120_000)
  afterAll(async () => {
    s3.destroy()
    await sandbox.stop()
    // The bot has it in the environment of this process, which is that of the next file as well.
    delete process.env['AWS_ENDPOINT_URL_S3']
    tree.remove()
    await moto.stop()
  })

  it('reads it past somebody’s lock, counts, and leaves state and lock as they are', async () => {
    write('two')
    await s3.putObject({ Bucket: bucket, Key: 'staging.tfstate.tflock', Body: '{"ID":"somebody"}' })
    const before = await kept()
    const { text } = await plan('to destroy')
    expect(text).toContain('0 to add, 1 to change, 1 to destroy')
    expect(text).toContain(`s3, ${bucket}/staging.tfstate`)
    expect(await kept()).toEqual(before)
  })

  it('in a workspace that is not there is refused, and makes none', async () => {
    const before = await kept()
    const { text } = await plan('There is no plan', 'production')
    expect(text).toContain('there is no workspace blue where its state is')
    expect(await kept()).toEqual(before)
  })

  it('that reaches no bucket says why, without the keys it was given', async () => {
    await s3.deleteObject({ Bucket: bucket, Key: 'staging.tfstate.tflock' })
    write('two')
    const file = join(folder(), 'main.tf')
    const wrong = execFileSync('sed', [`s/${bucket}/there-is-none/`, file], { encoding: 'utf8' })
    writeFileSync(file, wrong)
    const { text } = await plan('There is no plan')
    expect(text).toMatch(/init failed: .*S3 bucket .*does not exist/)
    expect(text).not.toContain(credentials.secretAccessKey)
  })
})
