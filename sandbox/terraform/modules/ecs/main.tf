variable "prefix" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "security_group" {
  type = string
}

variable "execution_role" {
  type = string
}

variable "task_role" {
  type = string
}

variable "target_groups" {
  type = map(string)
}

variable "image_tag" {
  type = string
}

variable "log_days" {
  type = number
}

variable "services" {
  type = map(object({
    cpu    = number
    memory = number
    port   = number
    count  = number
  }))
}

resource "aws_ecs_cluster" "main" {
  name = "${var.prefix}-cluster"
}

resource "aws_cloudwatch_log_group" "service" {
  for_each = var.services

  name              = "/ecs/${var.prefix}/${each.key}"
  retention_in_days = var.log_days
}

resource "aws_ecs_task_definition" "service" {
  for_each = var.services

  family                   = "${var.prefix}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = var.execution_role
  task_role_arn            = var.task_role

  container_definitions = jsonencode([
    {
      name         = each.key
      image        = "ohmycoins/${each.key}:${var.image_tag}"
      portMappings = [{ containerPort = each.value.port }]
    }
  ])
}

resource "aws_ecs_service" "service" {
  for_each = var.services

  name            = "${var.prefix}-${each.key}"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.service[each.key].arn
  desired_count   = each.value.count
  launch_type     = "FARGATE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = var.subnets
    security_groups = [var.security_group]
  }

  load_balancer {
    target_group_arn = var.target_groups[each.key]
    container_name   = each.key
    container_port   = each.value.port
  }

  # ohmy scales and deploys: the next apply must not take that back.
  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }
}

output "cluster" {
  value = aws_ecs_cluster.main.name
}
