variable "prefix" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "security_group" {
  type = string
}

variable "node_type" {
  type = string
}

variable "nodes" {
  type    = number
  default = 1
}

resource "aws_elasticache_subnet_group" "main" {
  name       = var.prefix
  subnet_ids = var.subnets
}

resource "aws_elasticache_replication_group" "main" {
  replication_group_id       = "${var.prefix}-redis"
  description                = "Sessions and caches of ${var.prefix}"
  node_type                  = var.node_type
  num_cache_clusters         = var.nodes
  automatic_failover_enabled = var.nodes > 1
  subnet_group_name          = aws_elasticache_subnet_group.main.name
  security_group_ids         = [var.security_group]
}

output "address" {
  value = aws_elasticache_replication_group.main.primary_endpoint_address
}
