import { posix } from 'node:path'
import { nearest } from '../../core/suggest.js'
import { UserError } from '../../core/user-error.js'

/**
 * Which directories are meant: `all`; one by its path or by the last word of it; an environment, by the folder that it has in the tree. Pure.
 * @param environments by their names and other words for them, their directory
 * @throws UserError where there is none, or several
 */
export function directoriesFor(
  target: string,
  directories: readonly string[],
  environments: ReadonlyMap<string, string>,
): readonly string[] {
  if (target === 'all') return directories
  const wanted = target.replace(/^\.\/|\/+$/g, '')
  const ofEnvironment = environments.get(wanted)
  const exact = [ofEnvironment, wanted].find((one) => one !== undefined && directories.includes(one))
  if (exact !== undefined) return [exact]
  const named = directories.filter((directory) => posix.basename(directory) === wanted)
  if (named.length === 1) return named
  if (named.length > 1)
    throw new UserError(
      'terraform-target-several',
      `${wanted} may be ${named.join(' or ')}.`,
      `Write the whole path: \`/ohmy terraform validate ${named[0]}\`.`,
    )
  const known = directories.map((directory) => posix.basename(directory))
  const meant = nearest(wanted, known)
  throw new UserError(
    'terraform-target-unknown',
    `There is no ${wanted} in the Terraform tree${meant === undefined ? '' : `; probably ${meant} was meant`}.`,
    `There is ${known.slice(0, 20).join(', ')}; or say \`all\`.`,
  )
}
