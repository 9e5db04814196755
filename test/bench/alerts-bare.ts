import { SQS } from '@aws-sdk/client-sqs'
import { WebClient } from '@slack/web-api'
import { answerQuestions } from './answer-questions.js'

/* The calls of an alert and nothing else: a message of the queue → a post. `<queue's address> <Slack's Web API> <token> <AWS endpoint>` */

const [queue = '', slackApiUrl = '', token = '', endpoint = ''] = process.argv.slice(2)
const sqs = new SQS({ region: 'ap-southeast-2', endpoint })
const slack = new WebClient(token, { slackApiUrl })

async function work(): Promise<void> {
  for (;;) {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: queue, WaitTimeSeconds: 20 })
    for (const { Body = '', ReceiptHandle } of Messages) {
      await slack.chat.postMessage({ channel: 'devops', text: Body })
      await sqs.deleteMessage({ QueueUrl: queue, ReceiptHandle })
    }
  }
}

answerQuestions({
  begin() {
    void work()
  },
})
