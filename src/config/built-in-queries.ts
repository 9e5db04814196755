import type { SavedQuery } from './config.js'

/**
 * The queries that every team has. One of the same name in ohmy.yaml takes its place. Language:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export const builtInQueries: Readonly<Record<string, SavedQuery>> = {
  errors: {
    summary: 'The newest messages with ERROR in them',
    reads: 'service',
    query: [
      'fields @timestamp, @message, @logStream',
      'filter @message like /ERROR/',
      'sort @timestamp desc',
      'limit {{limit}}',
    ].join('\n| '),
    parameters: { limit: 100 },
  },
  'response-times': {
    summary: 'Average, longest and shortest response time',
    reads: 'service',
    query: [
      'fields @timestamp, @message',
      'parse @message "response_time: * ms" as response_time',
      'filter ispresent(response_time)',
      'stats avg(response_time) as average, max(response_time) as maximum, min(response_time) as minimum by bin({{minutes}}m)',
    ].join('\n| '),
    parameters: { minutes: 5 },
  },
  database: {
    summary: 'Messages about database connections',
    reads: 'service',
    query: [
      'fields @timestamp, @message',
      'filter @message like /(?i)database/ and @message like /(?i)connection/',
      'stats count(*) as messages by bin({{minutes}}m)',
    ].join('\n| '),
    parameters: { minutes: 5 },
  },
  'nat-top-talkers': {
    summary: 'Who sends most through the NAT gateway',
    reads: 'flow-logs',
    query: [
      'fields srcAddr, dstAddr, bytes',
      'filter not isIpv4InSubnet(dstAddr, "10.0.0.0/8")',
      'stats sum(bytes) as total_bytes by srcAddr, dstAddr',
      'sort total_bytes desc',
      'limit {{limit}}',
    ].join('\n| '),
    parameters: { limit: 20 },
  },
}
