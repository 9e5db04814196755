# Socket Mode: ohmy calls Slack, nobody calls ohmy. There is no way in, and no public address.
resource "aws_security_group" "ohmy" {
  name        = var.name
  description = "ohmy: out to Slack, AWS and its store"
  vpc_id      = var.vpc_id
  tags        = var.tags
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.ohmy.id
  description       = "Slack and AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "redis" {
  security_group_id            = aws_security_group.ohmy.id
  description                  = "Its store"
  referenced_security_group_id = aws_security_group.redis.id
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}

resource "aws_security_group" "redis" {
  name        = "${var.name}-redis"
  description = "The store of ohmy: from ohmy alone"
  vpc_id      = var.vpc_id
  tags        = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "redis" {
  security_group_id            = aws_security_group.redis.id
  description                  = "From ohmy"
  referenced_security_group_id = aws_security_group.ohmy.id
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}
