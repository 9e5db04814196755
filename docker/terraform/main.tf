data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
  port      = 3000

  # What every process is told. Names are those of docs/configuration.md.
  environment = merge({
    OHMY_CONFIG = "/etc/ohmy/ohmy.yaml"
    PORT        = tostring(local.port)
    LOG_LEVEL   = "info"
  }, var.environment)
}

resource "aws_cloudwatch_log_group" "ohmy" {
  name              = "/ecs/${var.name}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_ecs_cluster" "ohmy" {
  name = var.name
  tags = var.tags
}

resource "aws_ecs_task_definition" "ohmy" {
  for_each = var.processes

  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  tags                     = var.tags

  runtime_platform {
    cpu_architecture        = "X86_64"
    operating_system_family = "LINUX"
  }

  # The only place that can be written to, for copies of Terraform's code where that is looked at.
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name                   = "ohmy"
    image                  = var.image
    essential              = true
    user                   = "node"
    readonlyRootFilesystem = true
    linuxParameters        = { initProcessEnabled = true }
    # A process ends itself 25 s after SIGTERM.
    stopTimeout  = 30
    portMappings = [{ containerPort = local.port, protocol = "tcp" }]
    mountPoints  = [{ sourceVolume = "tmp", containerPath = "/tmp" }]
    environment = [
      for name, value in merge(local.environment, { OHMY_ROLES = each.key }) : { name = name, value = value }
    ]
    secrets = [
      { name = "SLACK_BOT_TOKEN", valueFrom = "${aws_secretsmanager_secret.slack.arn}:botToken::" },
      { name = "SLACK_APP_TOKEN", valueFrom = "${aws_secretsmanager_secret.slack.arn}:appToken::" },
      { name = "REDIS_URL", valueFrom = aws_secretsmanager_secret.redis.arn },
    ]
    healthCheck = {
      command = [
        "CMD", "node", "-e",
        "fetch(`http://127.0.0.1:$${process.env.PORT}/healthz`, { signal: AbortSignal.timeout(2500) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))",
      ]
      interval    = 15
      timeout     = 3
      retries     = 3
      startPeriod = 20
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.ohmy.name
        awslogs-region        = local.region
        awslogs-stream-prefix = each.key
      }
    }
  }])
}

resource "aws_ecs_service" "ohmy" {
  for_each = var.processes

  name            = "${var.name}-${each.key}"
  cluster         = aws_ecs_cluster.ohmy.id
  task_definition = aws_ecs_task_definition.ohmy[each.key].arn
  desired_count   = each.value
  launch_type     = "FARGATE"
  propagate_tags  = "SERVICE"
  tags            = var.tags

  # The new process starts before the old one is told to stop: two at a time do no harm.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.ohmy.id]
    assign_public_ip = false
  }

  # Whoever scales ohmy by hand, or by ohmy itself, is not taken back by the next apply.
  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy_attachment.task]
}
