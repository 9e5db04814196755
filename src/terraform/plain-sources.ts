import { posix } from 'node:path'

/**
 * Every `source` that a text of Terraform writes plainly, whatever it belongs to. It looks at characters and not at syntax, so that nothing hides from it
 * behind a comment, a heredoc or a mistake: what might be a source and is written otherwise makes the whole text unknown.
 * @returns undefined: nobody can tell by looking; empty: it calls no module, or none with a source
 */
export function plainSources(file: string, text: string): readonly string[] | undefined {
  const isJson = file.endsWith('.json')
  // In JSON a name may be written in escapes, too.
  if (isJson && /\\u/i.test(text)) return undefined
  const { module, source, plain } = isJson ? json : hcl
  if (!module.test(text)) return []
  const sources = [...text.matchAll(plain)].map(([, written = '']) => written)
  return sources.length === [...text.matchAll(source)].length ? sources : undefined
}

const hcl = {
  // Between the parts of a head there may be blanks and comments, and no line break outside of those. `module.vpc` is a reference.
  module: /\bmodule(?=[^\S\n]*(?:["/]|[\p{L}_][^\n]*[{/]))/u,
  source: /\bsource(?![\w-])(?=\s*(?:=(?![=>])|\/))/g,
  plain: /\bsource(?![\w-])[^\S\n]*=[^\S\n]*"((?:(?![$%]\{)[^"\\\n])*)"(?=[^\S\n]*(?:$|[\n#}]|\/\/|\/\*))/g,
}
const json = {
  module: /"module"/,
  source: /"source"/g,
  plain: /"source"\s*:\s*"((?:(?![$%]\{)[^"\\\n])*)"/g,
}

/** Whether the source of a call leads out of the tree; what is fetched from elsewhere does not. */
export function leadsOut(directory: string, source: string): boolean {
  // Also as the addresses by which the tool fetches from this machine: `git::file:///a`, `git::/a`.
  if (/(?:^|::)(?:file:|[/~])/i.test(source)) return true
  return /^\.{1,2}(?:\/|$)/.test(source) && /^\.\.(?:\/|$)/.test(posix.join(directory, source))
}
