import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { AwsError } from '../errors.js'
import type { AnyHandler } from '../handler.js'
import { StreamedAnswer } from '../streamed-answer.js'
import { type SimulatedService, services } from '../services.js'
import { eventStreamType } from './event-stream.js'
import { parseJson, writeJson, writeJsonError } from './json.js'
import { parseQuery } from './query.js'
import { readS3Request, writeS3Answer, writeS3Error } from '../s3/rest.js'
import { writeEc2Error, writeEc2Xml, writeXml, writeXmlError } from './xml.js'

export interface ServiceRequest {
  /** Undefined where the request is for no service of the account. */
  service: SimulatedService | undefined
  action: string
  handler: AnyHandler | undefined
  input: unknown
  accessKeyId: string
  /** The region that it was signed for. */
  region: string
}

export interface Answer {
  status: number
  headers: OutgoingHttpHeaders
  /** The whole of it, or what writes it piece by piece. */
  body: string | StreamedAnswer
}

/**
 * Finds out what is asked: JSON services name themselves in `x-amz-target`, Query services by Action and Version, S3 in what the request was signed for.
 */
export function readRequest(
  headers: IncomingHttpHeaders,
  body: string,
  { method = 'POST', address = '/' }: { readonly method?: string; readonly address?: string } = {},
): ServiceRequest {
  const scope = /Credential=([^/]+)\/\d+\/([\w-]+)\/([\w-]+)\//.exec(headers.authorization ?? '')
  const [, accessKeyId = '', region = '', signedFor = ''] = scope ?? []
  const rest = services.find(({ protocol, name }) => protocol.kind === 'rest' && name === signedFor)
  if (rest !== undefined) {
    const { action, input } = readS3Request(method, address)
    return { service: rest, action, handler: handlerOf(rest, action), input, accessKeyId, region }
  }
  const target = headers['x-amz-target']
  if (typeof target === 'string') {
    const [prefix, action = ''] = target.split('.')
    const service = services.find(({ protocol }) => protocol.kind === 'json' && protocol.target === prefix)
    return {
      service,
      action,
      handler: handlerOf(service, action),
      input: parseJson(body),
      accessKeyId,
      region,
    }
  }
  const form = new URLSearchParams(body)
  const action = form.get('Action') ?? ''
  const version = form.get('Version')
  const service = services.find(({ protocol }) => protocol.kind === 'query' && protocol.version === version)
  return {
    service,
    action,
    handler: handlerOf(service, action),
    input: parseQuery(form),
    accessKeyId,
    region,
  }
}

function handlerOf(service: SimulatedService | undefined, action: string): AnyHandler | undefined {
  return service !== undefined && Object.hasOwn(service.handlers, action)
    ? service.handlers[action]
    : undefined
}

export function answerOutput(request: ServiceRequest, output: object, requestId: string): Answer {
  const protocol = request.service?.protocol
  if (protocol?.kind === 'query') {
    const { xmlNamespace, itemsOf = {}, isEc2 = false } = protocol
    const write = isEc2 ? writeEc2Xml : writeXml
    const body = write(output, { action: request.action, xmlNamespace, requestId, itemsOf })
    return { status: 200, headers: headersOf('text/xml', requestId), body }
  }
  if (protocol?.kind === 'rest') {
    const { body, contentType, lastModified } = writeS3Answer(request.action, output)
    const dated = lastModified === undefined ? {} : { 'last-modified': lastModified }
    return { status: 200, headers: { ...headersOf(contentType, requestId), ...dated }, body }
  }
  if (output instanceof StreamedAnswer) {
    return { status: 200, headers: headersOf(eventStreamType, requestId), body: output }
  }
  const contentType = protocol?.contentType ?? 'application/x-amz-json-1.1'
  const hasBody = protocol?.withoutBody?.includes(request.action) !== true
  return {
    status: 200,
    headers: headersOf(contentType, requestId),
    body: hasBody ? writeJson(output) : '',
  }
}

export function answerError(request: ServiceRequest, error: AwsError, requestId: string): Answer {
  const protocol = request.service?.protocol
  if (protocol?.kind === 'query') {
    const body =
      protocol.isEc2 === true
        ? writeEc2Error(error, requestId)
        : writeXmlError(error, { xmlNamespace: protocol.xmlNamespace, requestId })
    return { status: error.status, headers: headersOf('text/xml', requestId), body }
  }
  if (protocol?.kind === 'rest') {
    const { region } = error.modelled.members ?? {}
    const place = region === undefined ? {} : { 'x-amz-bucket-region': String(region) }
    const headers = { ...headersOf('application/xml', requestId), ...place }
    return { status: error.status, headers, body: writeS3Error(error, requestId) }
  }
  const headers = headersOf(protocol?.contentType ?? 'application/x-amz-json-1.1', requestId)
  headers['x-amzn-errortype'] = error.modelled.name ?? error.code
  if (protocol?.isQueryCompatible === true) {
    headers['x-amzn-query-error'] = `${error.code};${error.status >= 500 ? 'Receiver' : 'Sender'}`
  }
  return { status: error.status, headers, body: writeJsonError(error) }
}

function headersOf(contentType: string, requestId: string): OutgoingHttpHeaders {
  return { 'content-type': contentType, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId }
}
