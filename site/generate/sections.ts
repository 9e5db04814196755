/** Puts generated text between the marks of a page that people write: `<!-- keys: roles -->` … `<!-- /keys: roles -->`. */
export function withSections(
  page: string,
  kind: string,
  contents: ReadonlyMap<string, readonly string[]>,
): string {
  const unused = new Set(contents.keys())
  const pattern = new RegExp(`(<!-- ${kind}: (.+?) -->\\n)[^]*?(<!-- /${kind}: \\2 -->)`, 'g')
  const filled = page.replaceAll(pattern, (_, begin: string, name: string, end: string) => {
    const lines = contents.get(name)
    if (lines === undefined) throw new Error(`Nothing is generated for <!-- ${kind}: ${name} -->.`)
    unused.delete(name)
    return [begin.trimEnd(), '', ...lines, '', end].join('\n')
  })
  const [missing] = unused
  if (missing !== undefined) throw new Error(`The page has no <!-- ${kind}: ${missing} -->.`)
  return filled
}
