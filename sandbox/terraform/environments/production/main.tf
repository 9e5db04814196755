terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }

  backend "s3" {
    bucket         = "ohmycoins-terraform-state"
    key            = "production/terraform.tfstate"
    region         = "ap-southeast-2"
    dynamodb_table = "ohmycoins-terraform-locks"
    use_lockfile   = true
    encrypt        = true
  }
}

provider "aws" {
  region = "ap-southeast-2"

  default_tags {
    tags = {
      Project     = "Oh My Coins"
      Environment = "production"
      ManagedBy   = "Terraform"
    }
  }
}

variable "image_tag" {
  description = "Image of the first deployment; later ones are ohmy's."
  type        = string
}

locals {
  prefix = "ohmycoins-prod"

  services = {
    backend  = { cpu = 1024, memory = 2048, port = 8000, count = 2 }
    frontend = { cpu = 256, memory = 512, port = 80, count = 2 }
  }
}

module "vpc" {
  source = "../../modules/vpc"

  prefix        = local.prefix
  zones         = ["ap-southeast-2a", "ap-southeast-2b"]
  nat_gateways  = 2
  flow_log_days = 30
}

module "security" {
  source = "../../modules/security"

  prefix = local.prefix
  vpc_id = module.vpc.vpc_id
}

module "iam" {
  source = "../../modules/iam"

  prefix = local.prefix
}

module "rds" {
  source = "../../modules/rds"

  prefix         = local.prefix
  subnets        = module.vpc.private_subnets
  security_group = module.security.data
  instance_class = "db.t3.small"
  multi_az       = true
}

module "redis" {
  source = "../../modules/redis"

  prefix         = local.prefix
  subnets        = module.vpc.private_subnets
  security_group = module.security.data
  node_type      = "cache.t3.small"
  nodes          = 2
}

module "alb" {
  source = "../../modules/alb"

  prefix         = local.prefix
  vpc_id         = module.vpc.vpc_id
  subnets        = module.vpc.public_subnets
  security_group = module.security.alb

  services = {
    backend  = { port = 8000, health = "/api/v1/health" }
    frontend = { port = 80 }
  }
}

module "ecs" {
  source = "../../modules/ecs"

  prefix         = local.prefix
  subnets        = module.vpc.private_subnets
  security_group = module.security.tasks
  execution_role = module.iam.execution_role
  task_role      = module.iam.task_role
  target_groups  = module.alb.target_groups
  image_tag      = var.image_tag
  log_days       = 30
  services       = local.services
}

output "address" {
  value = module.alb.dns_name
}
