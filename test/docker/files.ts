import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import type { z } from 'zod'

const folder = new URL('../../docker/', import.meta.url)

export async function readText(name: string): Promise<string> {
  return readFile(new URL(name, folder), 'utf8')
}

/** A file of docker/, YAML or JSON, checked by what the test relies on. */
export async function readDocument<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return schema.parse(parse(await readText(name), { merge: true }))
}
