import type { Argument, Command } from './command.js'

/** `/ohmy scale <service> <count> <environment> [--reason <text>]` */
export function usageOf(command: Command, prompt: string): string {
  const entries = Object.entries(command.args)
  const positional = entries.filter(([, argument]) => !argument.named)
  const named = entries.filter(([, argument]) => argument.named)
  return [
    prompt,
    command.name,
    ...[...positional, ...named].map(([key, argument]) => usageOfArgument(key, argument, command.changes)),
  ]
    .filter((word) => word !== '')
    .join(' ')
}

/** `<service>`, `[environment]`, `[--reason <text>]`. A verb that only reads may leave the environment to the default. */
export function usageOfArgument(key: string, argument: Argument<unknown>, changes: boolean): string {
  const name = optionName(key)
  if (argument.kind === 'flag') return `[--${name}]`
  if (argument.named) {
    const usage = `--${name} <${argument.placeholder}>`
    return argument.required ? usage : `[${usage}]`
  }
  const needed = argument.required && (argument.kind !== 'environment' || changes)
  return needed ? `<${name}>` : `[${name}]`
}

/** How an argument's name is typed: `dryRun` → `dry-run`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/_/g, '-')
}

/** The argument that was meant by a typed option: `--dry-run`, `--dryrun` and `--dry_run` are the same. */
export function findArgument(command: Command, typed: string): string | undefined {
  const wanted = typed.toLowerCase().replace(/[-_]/g, '')
  return Object.keys(command.args).find((key) => optionName(key).replace(/-/g, '') === wanted)
}
