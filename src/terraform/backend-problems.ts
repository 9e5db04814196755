import type { Setting } from './hcl-attributes.js'
import type { Place, WrittenBackend } from './written-backend.js'

/** What is wrong with a backend's configuration; `note`: it works, but will not for ever. */
export interface Problem extends Place {
  readonly severity: 'error' | 'note'
  readonly says: string
}

/** Backends of Terraform 1.11 and OpenTofu 1.12. */
const types = 'azurerm cloud consul cos gcs http inmem kubernetes local oss pg remote s3'.split(' ')

/** Arguments and blocks of the s3 backend, of Terraform 1.11 and of OpenTofu 1.12, those that are deprecated among them. */
const s3 = new Set(
  `access_key acl allowed_account_ids assume_role assume_role_with_web_identity bucket custom_ca_bundle dynamodb_endpoint dynamodb_table
  ec2_metadata_service_endpoint ec2_metadata_service_endpoint_mode encrypt endpoint endpoints forbidden_account_ids force_path_style
  http_proxy https_proxy iam_endpoint insecure key kms_key_id max_retries no_proxy profile region retry_mode secret_key
  shared_config_files shared_credentials_file shared_credentials_files skip_credentials_validation skip_metadata_api_check
  skip_region_validation skip_requesting_account_id skip_s3_checksum sse_customer_key sts_endpoint sts_region token use_dualstack_endpoint
  use_fips_endpoint use_lockfile use_path_style workspace_key_prefix`.split(/\s+/),
)

/** Of the s3 backend up to Terraform 1.9: now members of `assume_role`. OpenTofu still takes them. */
const ofRole = new Set(
  'assume_role_duration_seconds assume_role_policy assume_role_policy_arns assume_role_tags assume_role_transitive_tag_keys external_id role_arn session_name'.split(
    ' ',
  ),
)

const credentials = ['access_key', 'secret_key', 'token', 'sse_customer_key']

/** Pure. @param written each backend of a folder, the one that counts last */
export function problemsOf(
  written: readonly WrittenBackend[],
  settings: readonly (Setting & { readonly file: string })[],
): readonly Problem[] {
  const last = written.at(-1)
  if (last === undefined) return []
  const error = (at: Place, says: string): Problem => ({
    file: at.file,
    line: at.line,
    severity: 'error',
    says,
  })
  const more = written.slice(1).map(({ at }) => error(at, 'A second backend: a folder may have one.'))
  if (!types.includes(last.type)) return [...more, error(last.at, `There is no backend “${last.type}”.`)]
  if (last.type !== 's3') return more
  const names = [
    ...settings,
    ...last.blocks.map(({ type, line }) => ({
      name: type,
      file: last.at.file,
      line: last.at.line + line - 1,
    })),
  ]
  const unknown = names
    .filter(({ name }) => !s3.has(name) && !ofRole.has(name))
    .map(({ name, ...at }) => error(at, `The s3 backend has no argument “${name}”.`))
  const older = names
    .filter(({ name }) => ofRole.has(name))
    .map(({ name, file, line }): Problem => {
      const says = `Terraform has no “${name}” since 1.10, only within \`assume_role\`; OpenTofu takes it.`
      return { file, line, severity: 'note', says }
    })
  const secret = settings
    .filter(({ name }) => credentials.includes(name))
    .map(({ name, ...at }) => error(at, `“${name}” stands in the code: credentials belong in no file.`))
  const plain = settings
    .filter(({ name, value }) => name === 'encrypt' && value === false)
    .map((at) => error(at, 'The state is written without encryption (`encrypt = false`).'))
  return [...more, ...unknown, ...older, ...secret, ...plain, ...lockProblems(last, settings)]
}

function lockProblems(
  { at }: WrittenBackend,
  settings: readonly (Setting & { readonly file: string })[],
): readonly Problem[] {
  const table = settings.find(({ name }) => name === 'dynamodb_table')
  const lockfile = settings.some(({ name, value }) => name === 'use_lockfile' && value !== false)
  if (table === undefined && !lockfile) {
    const says =
      'Nothing locks the state: two people can write it at once. Set `use_lockfile = true` (Terraform ≥ 1.10, OpenTofu ≥ 1.10).'
    return [{ ...at, severity: 'error', says }]
  }
  if (table === undefined) return []
  const says =
    'Locks in DynamoDB are deprecated since Terraform 1.11, in favour of `use_lockfile`; OpenTofu keeps both.'
  return [{ file: table.file, line: table.line, severity: 'note', says }]
}
