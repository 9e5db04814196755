/** What EventBridge makes of an alarm that changed its state. @param at when it did (ms since the epoch) */
export function alarmEvent(name: string, value: string, at: number, detail: object = {}): string {
  const timestamp = new Date(at).toISOString()
  return JSON.stringify({
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    time: timestamp,
    resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`],
    detail: { alarmName: name, state: { value, reason: 'Threshold Crossed', timestamp }, ...detail },
  })
}
