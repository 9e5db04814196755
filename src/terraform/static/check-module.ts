import { posix } from 'node:path'
import { leadsOut } from '../plain-sources.js'
import type { Call, ModuleFacts } from './module-facts.js'
import type { Found } from './syntax.js'

/** What is known of a directory. `unclear`: it holds files that were not read, or has mistakes in its syntax. */
export interface KnownModule {
  readonly facts: ModuleFacts
  readonly unclear: boolean
}

/** Beginnings of references that need no declaration. */
const always = new Set(['each', 'count', 'self', 'path', 'terraform', 'tofu', 'action'])

/**
 * Whether what the files of a directory refer to is declared, and its calls of modules in the tree fit those. Pure. @param directory `.` for the top
 * @param inTree every directory with Terraform in the tree
 */
export function checkModule(
  directory: string,
  { facts, unclear }: KnownModule,
  inTree: ReadonlyMap<string, KnownModule>,
): readonly Found[] {
  if (unclear) return []
  const calls = facts.calls.flatMap((call) => checkCall(directory, call, inTree))
  const references = facts.references.flatMap(({ path, file, line }) => {
    const says = undeclared(directory, path, facts, inTree)
    return says === undefined ? [] : [{ file, line, says }]
  })
  return [...facts.found, ...calls, ...references]
}

function undeclared(
  directory: string,
  [root = '', name = '', third = '']: readonly string[],
  facts: ModuleFacts,
  inTree: ReadonlyMap<string, KnownModule>,
): string | undefined {
  if (always.has(root)) return undefined
  if (root === 'var')
    return facts.variables.has(name)
      ? undefined
      : `var.${name} is not declared: there is no variable “${name}” here.`
  if (root === 'local')
    return facts.locals.has(name) ? undefined : `local.${name} is not declared: no block locals names it.`
  if (root === 'data' || root === 'ephemeral') {
    const address = `${root}.${name}.${third}`
    return third === '' || facts.resources.has(address) ? undefined : `${address} is not declared here.`
  }
  if (root === 'module') {
    const call = facts.calls.find((one) => one.name === name)
    if (call === undefined) return `module.${name} is not declared: there is no module “${name}” here.`
    const called = localModule(directory, call, inTree)
    if (third === '' || called === undefined || called.unclear || called.facts.outputs.has(third))
      return undefined
    return `module.${name} has no output “${third}”.`
  }
  return facts.resources.has(`${root}.${name}`) ? undefined : `${root}.${name} is not declared here.`
}

function checkCall(
  directory: string,
  call: Call,
  inTree: ReadonlyMap<string, KnownModule>,
): readonly Found[] {
  const { file, line, name, source } = call
  if (source === undefined) return [{ file, line, says: `module.${name} has no source that is written out.` }]
  if (leadsOut(directory, source))
    return [{ file, line, says: `module.${name} leads out of the tree: ${source}.` }]
  if (!isLocal(source)) return []
  const target = posix.join(directory, source)
  const called = localModule(directory, call, inTree)
  if (called === undefined)
    return [{ file, line, says: `module.${name}: there is no Terraform in ${target}.` }]
  if (called.unclear) return []
  const given = new Set(call.arguments.map((argument) => argument.name))
  const { variables } = called.facts
  const missing = [...variables]
    .filter(([variable, { required }]) => required && !given.has(variable))
    .map(([variable]) => ({
      file,
      line,
      says: `module.${name} lacks the argument “${variable}”, which ${target} requires.`,
    }))
  const unknown = call.arguments
    .filter((argument) => !variables.has(argument.name))
    .map((argument) => ({
      file: argument.file,
      line: argument.line,
      says: `module.${name} is given “${argument.name}”, which ${target} does not know.`,
    }))
  return [...missing, ...unknown]
}

function isLocal(source: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(source) || posix.isAbsolute(source)
}

function localModule(
  directory: string,
  { source }: Call,
  inTree: ReadonlyMap<string, KnownModule>,
): KnownModule | undefined {
  if (source === undefined || !isLocal(source)) return undefined
  return inTree.get(placeOf(directory, source))
}

/** Whether a directory, or a module that it calls, needs a provider that is fetched; where nobody can tell, it does. */
export function needsProviders(
  directory: string,
  inTree: ReadonlyMap<string, KnownModule>,
  asked: ReadonlySet<string> = new Set(),
): boolean {
  const module = inTree.get(directory)
  if (module === undefined || asked.has(directory)) return false
  const { resources, calls, namesProviders } = module.facts
  if (module.unclear || namesProviders) return true
  // `terraform_data` and the state of others come with the tool.
  if ([...resources].some((address) => !/^(?:data\.|ephemeral\.)?terraform_/.test(address))) return true
  const all = new Set([...asked, directory])
  return calls.some((call) => {
    if (call.source === undefined || !isLocal(call.source)) return true
    return needsProviders(placeOf(directory, call.source), inTree, all)
  })
}

/** Directories of the tree that a directory calls, and those that they call; itself is not among them. */
export function calledBy(directory: string, inTree: ReadonlyMap<string, KnownModule>): readonly string[] {
  const reached = new Set<string>()
  const open = [directory]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { source } of inTree.get(next)?.facts.calls ?? []) {
      if (source === undefined || !isLocal(source)) continue
      const called = placeOf(next, source)
      if (called === directory || reached.has(called) || !inTree.has(called)) continue
      reached.add(called)
      open.push(called)
    }
  }
  return [...reached].toSorted()
}

/** The directory that a local source names. */
export function placeOf(directory: string, source: string): string {
  return posix.join(directory, source).replace(/(?<=.)\/$/, '')
}
