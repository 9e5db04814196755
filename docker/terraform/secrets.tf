# Its value is put there by hand, so that no token of Slack ever stands in a state: README.md, step 2.
resource "aws_secretsmanager_secret" "slack" {
  name                    = "${var.name}/slack"
  description             = "botToken (xoxb-…) and appToken (xapp-…) of the Slack app"
  recovery_window_in_days = var.secret_recovery_days
  tags                    = var.tags
}

resource "aws_secretsmanager_secret" "redis" {
  name                    = "${var.name}/redis-url"
  description             = "Where the store is, with its password"
  recovery_window_in_days = var.secret_recovery_days
  tags                    = var.tags
}

resource "aws_secretsmanager_secret_version" "redis" {
  secret_id     = aws_secretsmanager_secret.redis.id
  secret_string = "rediss://:${random_password.redis.result}@${aws_elasticache_replication_group.redis.primary_endpoint_address}:6379"
}
