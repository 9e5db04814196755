import type { AwsError } from '../errors.js'

export interface QueryAnswer {
  action: string
  xmlNamespace: string
  requestId: string
  /** What the items of a list are called, by the list; `member` where nothing is said. */
  itemsOf?: Readonly<Record<string, string>>
}

/** The answer of a Query service: the output's members, lists item by item, moments in ISO 8601. */
export function writeXml(output: object, answer: QueryAnswer): string {
  const { action, xmlNamespace, requestId, itemsOf = {} } = answer
  return (
    `<${action}Response xmlns="${xmlNamespace}"><${action}Result>${members(output, itemsOf)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`
  )
}

export function writeXmlError(
  error: AwsError,
  answer: Pick<QueryAnswer, 'xmlNamespace' | 'requestId'>,
): string {
  const type = error.status >= 500 ? 'Receiver' : 'Sender'
  return (
    `<ErrorResponse xmlns="${answer.xmlNamespace}"><Error><Type>${type}</Type><Code>${escape(error.code)}</Code>` +
    `<Message>${escape(error.message)}</Message></Error><RequestId>${answer.requestId}</RequestId></ErrorResponse>`
  )
}

/** EC2 speaks the Query protocol with lists of `item` under names of its own, and begins every name small. */
export function writeEc2Xml(output: object, answer: QueryAnswer): string {
  const { action, xmlNamespace, requestId, itemsOf = {} } = answer
  const named = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(named)
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        itemsOf[name] ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
        named(inner),
      ]),
    )
  }
  const items = Object.fromEntries(Object.values(itemsOf).map((name) => [name, 'item']))
  const body = members(named(output) as object, items)
  return `<${action}Response xmlns="${xmlNamespace}"><requestId>${requestId}</requestId>${body}</${action}Response>`
}

export function writeEc2Error({ code, message }: AwsError, requestId: string): string {
  return (
    `<Response><Errors><Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error></Errors>` +
    `<RequestID>${requestId}</RequestID></Response>`
  )
}

/** Members as S3 writes them: each item of a list stands by itself, under the list's own name. */
export function writeFlatMembers(structure: object): string {
  return Object.entries(structure)
    .flatMap(([name, value]) => [value].flat().map((one: unknown) => [name, one] as const))
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      const isPart = typeof value === 'object' && value !== null && !(value instanceof Date)
      const inner = isPart
        ? writeFlatMembers(value)
        : value instanceof Date
          ? value.toISOString()
          : escape(String(value))
      return `<${name}>${inner}</${name}>`
    })
    .join('')
}

function members(structure: object, itemsOf: Readonly<Record<string, string>>): string {
  let text = ''
  for (const [name, value] of Object.entries(structure)) {
    if (value === undefined || value === null) continue
    text += `<${name}>${content(value, itemsOf, itemsOf[name])}</${name}>`
  }
  return text
}

function content(value: unknown, itemsOf: Readonly<Record<string, string>>, item = 'member'): string {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((one) => `<${item}>${content(one, itemsOf)}</${item}>`).join('')
  if (typeof value === 'object' && value !== null) return members(value, itemsOf)
  return escape(String(value))
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
