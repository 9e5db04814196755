import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { buildConfig } from './build.js'
import type { Config } from './config.js'
import { mostCharacters, readDocument } from '../yaml/document.js'
import { explain } from '../yaml/explain.js'
import type { Problem } from '../yaml/problem.js'
import { ConfigError, configInvalid } from './problem.js'
import { checkReferences } from './references.js'
import { RawConfig } from './schema.js'

export interface ConfigOptions {
  /** The verbs that exist; given, `policy.access` may name no other. */
  readonly verbs?: readonly string[]
}

/** Nobody reads more; explaining and locating each takes time. */
const mostProblems = 500

/** UTF-8 takes at most three bytes for each UTF-16 unit. */
const mostBytes = mostCharacters * 3

/**
 * The meaning of an ohmy.yaml. Throws a ConfigError that tells all problems at once, by line, and nothing else.
 * `fileName` is only shown.
 */
export function parseConfig(text: string, fileName: string, options: ConfigOptions = {}): Config {
  const document = readDocument(text)
  if (document.data === undefined) throw configInvalid(fileName, document.problems)
  if (document.data === null) throw configInvalid(fileName, [document.locate(emptyFile())])
  // Compiling a schema pays off where it reads many; whether it may be is settled for good when it is made.
  const checked = RawConfig.safeParse(document.data, { jitless: true })
  const issues = checked.success ? [] : checked.error.issues.slice(0, mostProblems)
  const problems = [
    ...explain(RawConfig, document.data, issues).slice(0, mostProblems),
    ...checkReferences(document.data, options.verbs).slice(0, mostProblems),
  ]
  const located = [...document.problems, ...problems.map((problem) => document.locate(problem))]
  if (!checked.success || located.length > 0) throw configInvalid(fileName, located)
  return buildConfig(checked.data)
}

/**
 * Reads and checks the file once. Throws a ConfigError: `config-missing` where there is no file to read, `config-invalid` for
 * what is written in it.
 */
export async function loadConfig(path: string, options: ConfigOptions = {}): Promise<Config> {
  return parseConfig(await readText(resolve(path)), path, options)
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await checkedStat(path)
    if (size > mostBytes) {
      throw unusable(path, `has ${size} bytes, more than the ${mostBytes} that are allowed.`)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(path, error)
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw unusable(path, 'is not UTF-8 text.', error)
    throw unusable(path, `cannot be read${code === '' ? '' : ` (${code})`}.`, error)
  }
}

/** A pipe or a device could be read for ever. */
async function checkedStat(path: string): Promise<{ readonly size: number }> {
  const found = await stat(path)
  if (!found.isFile()) throw unusable(path, 'is not a file.')
  return found
}

function missing(path: string, cause: unknown): ConfigError {
  return new ConfigError(
    'config-missing',
    `There is no configuration at ${path}.`,
    'Copy the example (cp ohmy.example.yaml ohmy.yaml) and edit it, or set OHMY_CONFIG to the path of your file.',
    [],
    { cause },
  )
}

function unusable(path: string, what: string, cause?: unknown): ConfigError {
  return new ConfigError(
    'config-missing',
    `The configuration at ${path} ${what}`,
    'Check the path in OHMY_CONFIG (default ./ohmy.yaml) and the permissions of the file.',
    [],
    { cause },
  )
}

function emptyFile(): Problem {
  return {
    path: [],
    what: 'The file is empty. Copy the example (cp ohmy.example.yaml ohmy.yaml) and edit it.',
  }
}
