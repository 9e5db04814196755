variable "prefix" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "task_ports" {
  type    = set(number)
  default = [80, 8000]
}

resource "aws_security_group" "alb" {
  name   = "${var.prefix}-alb"
  vpc_id = var.vpc_id

  dynamic "ingress" {
    for_each = [80, 443]

    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "tasks" {
  name   = "${var.prefix}-tasks"
  vpc_id = var.vpc_id

  dynamic "ingress" {
    for_each = var.task_ports

    content {
      from_port       = ingress.value
      to_port         = ingress.value
      protocol        = "tcp"
      security_groups = [aws_security_group.alb.id]
    }
  }
}

resource "aws_security_group" "data" {
  name   = "${var.prefix}-data"
  vpc_id = var.vpc_id
}

output "alb" {
  value = aws_security_group.alb.id
}

output "tasks" {
  value = aws_security_group.tasks.id
}

output "data" {
  value = aws_security_group.data.id
}
