import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Links and pictures of a built site that lead nowhere, each as `page → target`; also those that load something from elsewhere. */
export function brokenLinks(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.html'),
  )
  const texts = new Map(files.map((path) => [join(folder, path), readFileSync(join(folder, path), 'utf8')]))
  return [...texts].flatMap(([file, html]) =>
    [...html.matchAll(/<(\w+)[^>]*? (href|src)="([^"]*)"/g)]
      .filter(([, tag = '', , target = '']) => !leads(file, tag, target, texts))
      .map(([, , , target = '']) => `${relative(folder, file)} → ${target}`),
  )
}

function leads(file: string, tag: string, target: string, texts: ReadonlyMap<string, string>): boolean {
  // People may leave the site; the page itself loads nothing from elsewhere.
  if (/^[a-z]+:/.test(target)) return tag === 'a'
  const [path = '', anchor] = target.split('#')
  const meant = path === '' ? file : join(dirname(file), decodeURIComponent(path))
  if (!existsSync(meant) || !statSync(meant).isFile()) return false
  return anchor === undefined || (texts.get(meant)?.includes(` id="${decodeURIComponent(anchor)}"`) ?? false)
}
