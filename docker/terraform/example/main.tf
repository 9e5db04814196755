terraform {
  required_version = ">= 1.5"
}

provider "aws" {
  region = "ap-southeast-2"
}

module "ohmy" {
  source = "../"

  image      = "123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmy@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0f9e8d7c6b5a43210"]

  project            = "ohmycoins-"
  clusters           = ["ohmycoins-staging-cluster", "ohmycoins-prod-cluster"]
  task_families      = ["ohmycoins-staging-", "ohmycoins-prod-"]
  log_group_prefixes = ["/ecs/ohmycoins-staging/", "/ecs/ohmycoins-prod/"]
  repositories       = ["ohmycoins/*"]
  task_role_names = [
    "ohmycoins-staging-ecs-task",
    "ohmycoins-staging-ecs-task-execution",
    "ohmycoins-prod-ecs-task",
    "ohmycoins-prod-ecs-task-execution",
  ]

  terraform_state_buckets = ["ohmycoins-terraform-state"]
  terraform_lock_tables   = ["ohmycoins-terraform-locks"]
}

output "queue_url" {
  value = module.ohmy.queue_url
}

output "slack_secret" {
  value = module.ohmy.slack_secret
}
