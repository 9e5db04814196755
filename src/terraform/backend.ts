import { type Problem, problemsOf } from './backend-problems.js'
import { type Setting, settingsIn, type Written } from './hcl-attributes.js'
import { blocksIn } from './hcl-blocks.js'
import { backendsOf, type Place, type WrittenBackend } from './written-backend.js'

/** A file of Terraform: its name, from the folder it was found in, and its text. */
export interface TerraformFile {
  readonly file: string
  readonly text: string
}

/** Where a state is kept, and what guards it, as the code has it. */
export type Backend =
  | S3Backend
  /** `path`: absent where it is Terraform's own, `terraform.tfstate`. */
  | { readonly kind: 'local'; readonly path?: string; readonly at?: Place }
  /** HCP Terraform: it keeps and locks the state itself. */
  | { readonly kind: 'cloud'; readonly organization?: string; readonly at: Place }
  | { readonly kind: 'other'; readonly type: string; readonly at: Place }

export interface S3Backend {
  readonly kind: 's3'
  readonly bucket?: string
  readonly key?: string
  readonly region?: string
  /** The lock in DynamoDB, where one is configured. */
  readonly dynamodbTable?: string
  /** The lock beside the state, `<key>.tflock`. */
  readonly useLockfile: boolean
  readonly encrypt?: boolean
  readonly profile?: string
  readonly roleArn?: string
  readonly workspaceKeyPrefix: string
  /** What has to be given to `init` (`-backend-config`), or comes from its environment: none of bucket, key, region is in the code. */
  readonly missing: readonly ('bucket' | 'key' | 'region')[]
  /** Arguments that only Terraform computes: nothing is known of them here. */
  readonly computed: readonly string[]
  readonly at: Place
}

/** What the `terraform` blocks of one folder say. */
export interface BackendOfFolder {
  readonly backend: Backend
  /** `>= 1.6, < 2.0`; several of them all hold. */
  readonly requiredVersion?: string
  /** What neither `init -backend=false` nor `validate` sees. */
  readonly problems: readonly Problem[]
}

/**
 * Which backend the code of a folder configures: the folder's own files, as those of a root module. Pure; expressions are not evaluated. Files of an
 * override (`override.tf`, `*_override.tf`) win, as they do in Terraform.
 * @param given files of `-backend-config`, in their order: the last one wins
 */
export function backendIn(
  files: readonly TerraformFile[],
  given: readonly TerraformFile[] = [],
): BackendOfFolder {
  const blocks = files
    .toSorted((one, other) => Number(isOverride(one.file)) - Number(isOverride(other.file)))
    .flatMap(({ file, text }) =>
      blocksIn(text)
        .filter(({ type }) => type === 'terraform')
        .map((block) => ({ file, block })),
    )
  const versions = blocks.flatMap(({ block }) =>
    settingsIn(block.body).flatMap(({ name, value }) =>
      name === 'required_version' && typeof value === 'string' ? [value] : [],
    ),
  )
  const written = blocks.flatMap(({ file, block }) => backendsOf(file, block))
  const last = written.at(-1)
  const settings = last === undefined ? [] : settingsOf(last, given)
  const backend: Backend = last === undefined ? { kind: 'local' } : backendOf(last, settings)
  return {
    backend,
    ...(versions.length === 0 ? {} : { requiredVersion: versions.join(', ') }),
    problems: problemsOf(counted(written), settings),
  }
}

/** An override takes the place of what was written before it. */
function counted(written: readonly WrittenBackend[]): readonly WrittenBackend[] {
  const last = written.at(-1)
  return last !== undefined && isOverride(last.at.file) ? [last] : written
}

/** Where the state of a workspace is: `env:/<workspace>/<key>`; the default one is at the key itself. Undefined where the code does not say the key. */
export function stateKey(backend: S3Backend, workspace = 'default'): string | undefined {
  const { key, workspaceKeyPrefix } = backend
  if (key === undefined || workspace === 'default') return key
  return `${workspaceKeyPrefix}/${workspace}/${key}`
}

/** What holds the lock of a state while somebody has it, in both worlds. Both may be configured: then both are taken. */
export function locksOf(
  backend: S3Backend,
  workspace = 'default',
): {
  /** Item of the table; `id` is its LockID. */
  readonly dynamodb?: { readonly table: string; readonly id?: string }
  readonly object?: { readonly bucket: string; readonly key: string }
} {
  const { bucket, dynamodbTable, useLockfile } = backend
  const key = stateKey(backend, workspace)
  const isKnown = bucket !== undefined && key !== undefined
  return {
    ...(dynamodbTable === undefined
      ? {}
      : { dynamodb: { table: dynamodbTable, ...(isKnown ? { id: `${bucket}/${key}` } : {}) } }),
    ...(useLockfile && isKnown ? { object: { bucket, key: `${key}.tflock` } } : {}),
  }
}

function settingsOf({ settings }: WrittenBackend, given: readonly TerraformFile[]) {
  const more = given.flatMap(({ file, text }) => settingsIn(text).map((setting) => ({ ...setting, file })))
  return [...settings, ...more]
}

function backendOf({ type, at }: WrittenBackend, settings: readonly Setting[]): Backend {
  const values = new Map(settings.map(({ name, value }) => [name, value]))
  const text = (name: string) => asText(values.get(name))
  if (type === 'local') return { kind: 'local', at, ...optional({ path: text('path') }) }
  if (type === 'cloud') return { kind: 'cloud', at, ...optional({ organization: text('organization') }) }
  if (type !== 's3') return { kind: 'other', type, at }
  const role = settings.findLast(({ name }) => name === 'assume_role')?.text ?? ''
  const ofRole = settingsIn(role.replace(/^\{|\}$/g, '\n')).find(({ name }) => name === 'role_arn')
  const needed = ['bucket', 'key', 'region'] as const
  const encrypt = values.get('encrypt')
  return {
    kind: 's3',
    ...optional({
      bucket: text('bucket'),
      key: text('key'),
      region: text('region'),
      dynamodbTable: text('dynamodb_table'),
      encrypt: typeof encrypt === 'boolean' ? encrypt : undefined,
      profile: text('profile'),
      roleArn: text('role_arn') ?? asText(ofRole?.value),
    }),
    useLockfile: values.get('use_lockfile') === true,
    workspaceKeyPrefix: text('workspace_key_prefix') ?? 'env:',
    missing: needed.filter((name) => !values.has(name)),
    computed: read.filter((name) => typeof values.get(name) === 'object'),
    at,
  }
}

/** Arguments that something is read from here. */
const read = 'bucket key region dynamodb_table use_lockfile encrypt profile workspace_key_prefix'.split(' ')

function asText(value: Written | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Without what is undefined. */
function optional<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function isOverride(file: string): boolean {
  return /(?:^|[/_])override\.(?:tf|tofu)$/.test(file)
}
