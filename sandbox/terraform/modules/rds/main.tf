variable "prefix" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "security_group" {
  type = string
}

variable "instance_class" {
  type = string
}

variable "multi_az" {
  type    = bool
  default = false
}

resource "aws_db_subnet_group" "main" {
  name       = var.prefix
  subnet_ids = var.subnets
}

resource "aws_db_instance" "main" {
  identifier                  = "${var.prefix}-postgres"
  engine                      = "postgres"
  instance_class              = var.instance_class
  allocated_storage           = 20
  multi_az                    = var.multi_az
  db_subnet_group_name        = aws_db_subnet_group.main.name
  vpc_security_group_ids      = [var.security_group]
  username                    = "ohmycoins"
  manage_master_user_password = true
  storage_encrypted           = true
  deletion_protection         = true
}

output "address" {
  value = aws_db_instance.main.address
}
