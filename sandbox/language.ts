import { readdirSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { runbooksThere } from '../commands/choices/runbooks.js'
import { commands } from '../commands/index.js'
import type { Config } from '../src/config/config.js'
import type { Argument } from '../src/dispatch/command.js'
import { optionName, usageOf } from '../src/dispatch/usage.js'
import { newestTags } from './account/seed/environments.js'
import type { Language, Taken } from './page/suggest/language.js'
import { sandboxRunbooks } from './world.js'

/** What the page's composer suggests. */
export function languageOf({ environments }: Pick<Config, 'environments'>): Language {
  return {
    runbooks: readdirSync(sandboxRunbooks)
      .map((file) => basename(file, extname(file)))
      .sort(),
    tags: newestTags,
    verbs: commands.map((command) => ({
      name: command.name,
      summary: command.summary,
      usage: usageOf(command, '/ohmy'),
      examples: command.examples,
      takes: Object.entries(command.args).map(([key, argument]) => takenOf(key, argument)),
    })),
    environments: environments.map(({ name, aliases, services }) => ({
      name,
      aliases,
      services: services.map((service) => service.name),
    })),
  }
}

function takenOf(key: string, argument: Argument<unknown>): Taken {
  const { summary, named, choices = [], idPrefix } = argument
  return {
    option: `--${optionName(key)}`,
    summary,
    kind: kindOf(argument),
    named,
    choices,
    ...(idPrefix === undefined ? {} : { idPrefix }),
  }
}

function kindOf({ kind, choices, idPrefix, placeholder, lookUp }: Argument<unknown>): Taken['kind'] {
  if (lookUp === runbooksThere) return 'runbook'
  if (placeholder === 'tag') return 'tag'
  if (kind === 'word' || kind === 'keyword') {
    if (choices !== undefined) return 'choice'
    if (idPrefix !== undefined) return 'id'
    return placeholder === '@person' ? 'person' : 'text'
  }
  return kind
}
