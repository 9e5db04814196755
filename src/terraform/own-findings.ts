import { posix } from 'node:path'
import type { TerraformDiagnostic, TerraformDirectory } from '../core/terraform.js'
import { type Backend, type BackendOfFolder, locksOf, stateKey } from './backend.js'
import type { Tree } from './copy-tree.js'
import { type FoundTool, nameOf } from './find-tool.js'
import { fits } from './versions.js'

/**
 * What neither `init -backend=false` nor `validate` sees, read from the code: arguments of the backend, its locks, the version the code asks for, whether
 * providers are held to versions. Pure.
 */
export function ownFindings(
  directory: string,
  { backend, requiredVersion, problems }: BackendOfFolder,
  about: { readonly tool: FoundTool | undefined; readonly tree: Tree; readonly needsProviders: boolean },
): readonly TerraformDiagnostic[] {
  const { tool, tree, needsProviders } = about
  const told = problems
    // OpenTofu keeps the lock in DynamoDB.
    .filter(
      ({ severity, says }) => severity === 'error' || tool?.tool !== 'tofu' || !says.includes('DynamoDB'),
    )
    .map(({ severity, says, file, line }): TerraformDiagnostic => {
      const place = { file: posix.join(directory, file), line }
      return { severity: severity === 'error' ? 'error' : 'warning', summary: says, ...place }
    })
  const isRoot = backend.kind !== 'local' || backend.at !== undefined
  const lockFile = posix.join(directory, '.terraform.lock.hcl')
  const unlocked: TerraformDiagnostic = {
    severity: 'warning',
    summary: 'There is no .terraform.lock.hcl beside it: each init may take other versions of the providers.',
    file: backend.kind === 'local' ? lockFile : posix.join(directory, backend.at.file),
  }
  const version = requiredVersion === undefined ? [] : versionFinding(requiredVersion, tool)
  return [...told, ...version, ...(isRoot && needsProviders && !tree.includes(lockFile) ? [unlocked] : [])]
}

function versionFinding(wanted: string, tool: FoundTool | undefined): readonly TerraformDiagnostic[] {
  if (tool === undefined || fits(tool.version, wanted) !== false) return []
  const summary = `The code asks for version ${wanted}; here ${nameOf(tool)} looked at it.`
  return [{ severity: 'warning', summary }]
}

/** Where the state of a root module is, in words; undefined where no backend is configured. */
export function stateOf(
  { backend, requiredVersion }: BackendOfFolder,
  workspace: string | undefined,
): TerraformDirectory['state'] | undefined {
  const where = whereOf(backend, workspace)
  if (where === undefined) return undefined
  const locks = backend.kind === 's3' ? locksOf(backend, workspace) : {}
  const by = [
    ...(locks.dynamodb === undefined ? [] : [`DynamoDB table ${locks.dynamodb.table}`]),
    ...(locks.object === undefined ? [] : [`${locks.object.key} beside it`]),
  ]
  return {
    where,
    ...(by.length === 0 ? {} : { lockedBy: by.join(' and ') }),
    ...(requiredVersion === undefined ? {} : { requiredVersion }),
  }
}

function whereOf(backend: Backend, workspace: string | undefined): string | undefined {
  if (backend.kind === 's3') {
    const { bucket, missing, computed } = backend
    const key = stateKey(backend, workspace)
    const open = [...missing, ...computed]
    const rest = open.length === 0 ? '' : ` (${open.join(', ')}: not in the code)`
    return `s3, ${bucket ?? '?'}/${key ?? '?'}${rest}`
  }
  if (backend.kind === 'other') return backend.type
  if (backend.kind === 'cloud') return 'HCP Terraform'
  return backend.at === undefined ? undefined : `local, ${backend.path ?? 'terraform.tfstate'}`
}
