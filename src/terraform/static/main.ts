import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Language, Parser } from 'web-tree-sitter'
import { checkTree } from './check-tree.js'

/** What it is told on stdin; what it found goes to stdout. A process of its own, so that a text that keeps the parser busy stops nothing else. */
export interface StaticJob {
  readonly folder: string
  readonly files: readonly string[]
  /** WebAssembly: the parser's, and the language's. */
  readonly wasm: { readonly parser: string; readonly language: string }
}

const job = JSON.parse(await text(process.stdin)) as StaticJob
await Parser.init({ wasmBinary: readFileSync(job.wasm.parser) })
const parser = new Parser()
parser.setLanguage(await Language.load(readFileSync(job.wasm.language)))
const files = job.files.map((file) => ({ file, text: readFileSync(join(job.folder, file), 'utf8') }))
process.stdout.write(JSON.stringify(checkTree(parser, files)))
