variable "prefix" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "security_group" {
  type = string
}

variable "services" {
  description = "Port and health path of each service behind the load balancer."

  type = map(object({
    port   = number
    health = optional(string, "/")
  }))
}

resource "aws_lb" "main" {
  name               = "${var.prefix}-alb"
  load_balancer_type = "application"
  subnets            = var.subnets
  security_groups    = [var.security_group]
}

resource "aws_lb_target_group" "service" {
  for_each = var.services

  name        = "${var.prefix}-${each.key}"
  vpc_id      = var.vpc_id
  port        = each.value.port
  protocol    = "HTTP"
  target_type = "ip"

  health_check {
    path = each.value.health
  }
}

output "target_groups" {
  value = { for name, group in aws_lb_target_group.service : name => group.arn }
}

output "dns_name" {
  value = aws_lb.main.dns_name
}
