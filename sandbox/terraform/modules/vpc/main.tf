variable "prefix" {
  description = "Begins the names of everything: ohmycoins-staging."
  type        = string
}

variable "cidr" {
  type    = string
  default = "10.0.0.0/16"
}

variable "zones" {
  description = "Availability zones, one public and one private subnet each."
  type        = list(string)
}

variable "nat_gateways" {
  description = "1 is cheap; one for each zone survives the loss of a zone."
  type        = number
  default     = 1
}

variable "flow_log_days" {
  type = number
}

locals {
  subnets = {
    for index, zone in var.zones : zone => {
      public  = cidrsubnet(var.cidr, 8, index)
      private = cidrsubnet(var.cidr, 8, index + 10)
    }
  }
}

resource "aws_vpc" "main" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true

  tags = {
    Name = var.prefix
  }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  for_each = local.subnets

  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
  cidr_block        = each.value.public
}

resource "aws_subnet" "private" {
  for_each = local.subnets

  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
  cidr_block        = each.value.private
}

resource "aws_eip" "nat" {
  count  = var.nat_gateways
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  count = var.nat_gateways

  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = values(aws_subnet.public)[count.index].id
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  name              = "/vpc/${var.prefix}/flow-logs"
  retention_in_days = var.flow_log_days
}

output "vpc_id" {
  value = aws_vpc.main.id
}

output "public_subnets" {
  value = [for subnet in aws_subnet.public : subnet.id]
}

output "private_subnets" {
  value = [for subnet in aws_subnet.private : subnet.id]
}
