import type { Environment } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import type { BackendOfFolder, S3Backend } from '../terraform/backend.js'
import { readBackend } from '../terraform/read-backend.js'

/** What the code of an environment says of its backend. @throws UserError: it is not known, with what to do */
export async function backendOf({ name, terraform }: Environment): Promise<BackendOfFolder> {
  const { folder, backendConfig = [] } = terraform ?? {}
  if (folder === undefined) {
    const what = `ohmy.yaml does not say where the Terraform files of ${name} are.`
    throw new UserError('terraform-unconfigured', what, `Set environments.${name}.terraform.folder.`)
  }
  try {
    return await readBackend(folder, { given: backendConfig })
  } catch (error) {
    const why = (error as { readonly code?: string }).code ?? 'unreadable'
    throw new UserError('terraform-unread', `${folder} cannot be read (${why}).`, 'Look where ohmy runs.')
  }
}

/** The S3 backend of an environment, as far as something can be asked of it. */
export interface AskableBackend extends S3Backend {
  readonly bucket: string
  readonly region: string
}

/** @throws UserError where the state lies elsewhere, or the code does not say where */
export async function s3BackendOf(environment: Environment): Promise<AskableBackend> {
  const { backend } = await backendOf(environment)
  if (backend.kind === 'local') {
    const what = 'The state lies in a file of its own folder (no backend is configured).'
    throw new UserError('state-local', what, 'Nobody but whoever has that file can apply.')
  }
  if (backend.kind !== 's3') {
    const where = backend.kind === 'cloud' ? 'HCP Terraform' : backend.type
    throw new UserError('state-elsewhere', `The state lies in ${where}.`, 'ohmy does not look there.')
  }
  const { bucket, region } = backend
  if (bucket === undefined || region === undefined) {
    const missing = [...backend.missing, ...backend.computed].join(', ')
    const what = `The code does not say where the state lies (${missing === '' ? 'bucket, region' : missing}).`
    const next = `Name the files that \`init\` is given: environments.${environment.name}.terraform.backendConfig.`
    throw new UserError('state-unknown', what, next)
  }
  return { ...backend, bucket, region }
}
