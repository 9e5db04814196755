output "queue_url" {
  description = "For `alerts.queue` in ohmy.yaml."
  value       = aws_sqs_queue.events.url
}

output "dead_letter_queue_url" {
  description = "For `alerts.deadLetterQueue` in ohmy.yaml."
  value       = aws_sqs_queue.dead.url
}

output "slack_secret" {
  description = "Where the tokens of the Slack app are put."
  value       = aws_secretsmanager_secret.slack.name
}

output "task_role_arn" {
  description = "ohmy's own role: environments in other accounts let it assume theirs."
  value       = aws_iam_role.task.arn
}
