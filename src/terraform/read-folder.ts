import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { callsModuleFromElsewhere, servicesIn, type TerraformService } from './ecs-services.js'
import { isNamed } from './resources.js'
import { scalingTargetsIn, targetOf, type TerraformScalingTarget } from './scaling-targets.js'

/** Bounds of what is read: a folder of more is not one environment's. */
const mostFiles = 500
const largestFile = 1_000_000

/** What the files of a folder say of one resource. `unknown`: it may be one whose name only Terraform computes, or of a module kept elsewhere. */
export type InTerraform<Found> =
  | { readonly kind: 'found'; readonly resource: Found }
  | { readonly kind: 'none' | 'unknown' }

interface Text {
  readonly file: string
  readonly text: string
}

/**
 * Looks a service up in the `.tf` and `.tofu` files of a folder and those below it, as text: nothing is run, no state is read, and links are not followed.
 * @param folder from where the process was started @param service its name in ECS @throws what the file system throws
 */
export async function findInTerraform(
  folder: string,
  service: string,
): Promise<InTerraform<TerraformService>> {
  return serviceIn(await readTexts(folder), service)
}

/** Looks up what scales a service, as `findInTerraform` does the service itself. */
export async function findScalingInTerraform(
  folder: string,
  service: string,
): Promise<InTerraform<TerraformScalingTarget>> {
  const texts = await readTexts(folder)
  const own = serviceIn(texts, service)
  const targets = texts.flatMap(({ file, text }) => scalingTargetsIn(text, file))
  const found = targetOf(targets, service, own.kind === 'found' ? own.resource : undefined)
  if (found !== undefined && found !== 'open') return { kind: 'found', resource: found }
  const isOpen = found === 'open' || texts.some(({ text }) => callsModuleFromElsewhere(text))
  return { kind: isOpen ? 'unknown' : 'none' }
}

function serviceIn(texts: readonly Text[], service: string): InTerraform<TerraformService> {
  const services = texts.flatMap(({ file, text }) => servicesIn(text, file))
  const named = services
    .filter((one) => isNamed(one, service))
    .toSorted((one, other) => writtenOut(other) - writtenOut(one))
  const [best, second] = named
  if (best !== undefined && (second === undefined || writtenOut(second) < writtenOut(best))) {
    return { kind: 'found', resource: best }
  }
  const isOpen =
    named.length > 0 ||
    services.some(({ name }) => name === undefined) ||
    texts.some(({ text }) => callsModuleFromElsewhere(text))
  return { kind: isOpen ? 'unknown' : 'none' }
}

/** How much of its name is written out. */
function writtenOut({ name = '' }: TerraformService): number {
  return name.replaceAll('*', '').length
}

async function readTexts(folder: string): Promise<readonly Text[]> {
  const found = await filesBelow(folder, mostFiles)
  const read = found.map(async (path) => {
    const { size } = await stat(path)
    return size > largestFile ? [] : [{ file: relative(folder, path), text: await readFile(path, 'utf8') }]
  })
  return (await Promise.all(read)).flat()
}

/** Folders that begin with a dot hold what was downloaded. */
async function filesBelow(folder: string, most: number): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(?:tf|tofu)$/.test(entry.name))
  const paths = files.map(({ name }) => join(folder, name))
  for (const { name } of entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))) {
    if (paths.length >= most) break
    paths.push(...(await filesBelow(join(folder, name), most - paths.length)))
  }
  return paths.slice(0, most)
}
