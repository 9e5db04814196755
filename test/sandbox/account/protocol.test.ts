import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { evaluate, ExpressionError } from '../../../sandbox/account/cloudwatch/expression.js'
import { AwsError } from '../../../sandbox/account/errors.js'
import { writeEventMessage } from '../../../sandbox/account/protocol/event-stream.js'
import { parseJson, writeJson } from '../../../sandbox/account/protocol/json.js'
import { parseQuery } from '../../../sandbox/account/protocol/query.js'
import { writeXml, writeXmlError } from '../../../sandbox/account/protocol/xml.js'

const answer = { action: 'Look', xmlNamespace: 'https://example/doc/', requestId: 'id-1' }

test('a form becomes lists and structures, in the order of their numbers', () => {
  const form = new URLSearchParams(
    'Action=Look&Version=1&Names.member.2=b&Names.member.1=a&Names.member.10=c&PageSize=20&Empty=' +
      '&Targets.member.1.Id=10.0.0.1&Targets.member.1.Port=80',
  )
  expect(parseQuery(form)).toEqual({
    Names: ['a', 'b', 'c'],
    PageSize: 20,
    Targets: [{ Id: '10.0.0.1', Port: 80 }],
  })
})

test('an answer becomes XML with lists as members, moments in ISO and text escaped', () => {
  const output = {
    Items: [{ Name: '<a & b>' }, { Name: 'c', Missing: undefined }],
    At: new Date(0),
    Ok: true,
  }
  expect(writeXml(output, answer)).toBe(
    '<LookResponse xmlns="https://example/doc/"><LookResult><Items><member><Name>&lt;a &amp; b&gt;</Name></member>' +
      '<member><Name>c</Name></member></Items><At>1970-01-01T00:00:00.000Z</At><Ok>true</Ok></LookResult>' +
      '<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></LookResponse>',
  )
  expect(writeXmlError(new AwsError('Throttling', 'Rate exceeded'), answer)).toContain(
    '<Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>',
  )
})

test('moments cross JSON as seconds, and other numbers stay numbers', () => {
  expect(parseJson('{"StartTime":12.5,"Period":60}')).toEqual({ StartTime: new Date(12_500), Period: 60 })
  expect(writeJson({ at: new Date(1_500), none: undefined, list: [1] })).toBe('{"at":1.5,"list":[1]}')
})

test('moments of CloudWatch Logs are numbers and stay numbers', () => {
  expect(parseJson('{"startTime":1700000000000,"endTime":1700000000}')).toEqual({
    startTime: 1_700_000_000_000,
    endTime: 1_700_000_000,
  })
})

test('a message of an event stream carries its lengths, its headers and two checksums', () => {
  const message = writeEventMessage({ kind: 'event', name: 'sessionUpdate', payload: { a: 'é' } })
  expect(message.readUInt32BE(0)).toBe(message.length)
  expect(message.readUInt32BE(8)).toBe(crc32(message.subarray(0, 8)))
  expect(message.readUInt32BE(message.length - 4)).toBe(crc32(message.subarray(0, -4)))
  const headers = message.subarray(12, 12 + message.readUInt32BE(4)).toString()
  expect(headers).toContain('\r:message-type\u0007\u0000\u0005event')
  expect(headers).toContain('\u000b:event-type\u0007\u0000\rsessionUpdate')
  expect(message.subarray(12 + message.readUInt32BE(4), -4).toString()).toBe('{"a":"é"}')
})

test('metric math keeps to the usual order and to the moments both series have', () => {
  const series: Record<string, Map<number, number>> = {
    a: new Map([
      [0, 10],
      [60, 20],
      [180, 40],
    ]),
    b: new Map([
      [0, 2],
      [60, 0],
    ]),
  }
  const look = (id: string) => series[id]
  expect(evaluate('100*b/a', look)).toEqual(
    new Map([
      [0, 20],
      [60, 0],
    ]),
  )
  expect(evaluate('a/b', look)).toEqual(new Map([[0, 5]]))
  expect(evaluate('(a+2)*-1', look)).toEqual(
    new Map([
      [0, -12],
      [60, -22],
      [180, -42],
    ]),
  )
  expect(evaluate('SUM([a,b])', look)).toEqual(
    new Map([
      [0, 12],
      [60, 20],
      [180, 40],
    ]),
  )
  expect([...(evaluate('FILL(a, 0)', look) as Map<number, number>).keys()]).toEqual([0, 60, 120, 180])
  expect(evaluate('MAX(a)-1', look)).toBe(39)
  for (const wrong of ['a +', 'c * 2', 'a b', 'SOMETHING(a)', '(a']) {
    expect(() => evaluate(wrong, look)).toThrow(ExpressionError)
  }
})
