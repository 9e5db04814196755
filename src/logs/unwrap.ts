import { jsonObject } from './json-object.js'

/** What FireLens, Fluent Bit, Fluentd and Docker put beside the text they carry: known already, or of no use to a reader. */
const ofRouters =
  /^(?:container_(?:id|name|image)|source|stream|logtag|_p|tag|time|date|@?timestamp|ecs_(?:cluster|task_arn|task_definition|task_id|task_family|task_revision|container_name)|ec2_instance_id|availability_zone|az|region|hostname|host|docker|kubernetes|partial_(?:message|id|ordinal|last)|attrs)$/
/** A log within a log within a log. */
const mostLayers = 3
/** Longer ones are read as what they are. */
const longest = 300_000

/** What a container wrote, where a log router put it into `log` of an object of its own; any other text is itself. */
export function unwrap(text: string): string {
  let inner = text
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const found = carried(inner)
    if (found === undefined) break
    inner = found
  }
  return inner
}

function carried(text: string): string | undefined {
  if (text.length > longest || !text.includes('"log"')) return undefined
  const { log, ...others } = jsonObject(text) ?? {}
  if (typeof log !== 'string') return undefined
  return Object.keys(others).every((name) => ofRouters.test(name)) ? log.replace(/\r?\n$/, '') : undefined
}
