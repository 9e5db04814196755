variable "name" {
  description = "What everything of ohmy is called."
  type        = string
  default     = "ohmy"
}

variable "image" {
  description = "The image with your ohmy.yaml inside, by digest: docker build --target configured."
  type        = string
}

variable "vpc_id" {
  description = "Where ohmy and its store run."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets of at least two zones, with a way out to Slack and AWS (a NAT gateway)."
  type        = list(string)
}

variable "processes" {
  description = "How many tasks of each kind: app hears Slack, worker does the work. They share the store, so any number may run."
  type        = map(number)
  default     = { app = 1, worker = 1 }

  validation {
    condition     = alltrue([for kind in keys(var.processes) : contains(["app", "worker"], kind)])
    error_message = "Kinds of processes are app and worker."
  }
}

variable "cpu" {
  description = "CPU units of a task."
  type        = number
  default     = 256
}

variable "memory" {
  description = "Memory of a task, in MiB."
  type        = number
  default     = 512
}

variable "redis_node_type" {
  description = "Of the two nodes of the store. The smallest holds years of operations."
  type        = string
  default     = "cache.t4g.small"
}

variable "log_retention_days" {
  description = "How long ohmy's own log is kept."
  type        = number
  default     = 90
}

variable "secret_recovery_days" {
  description = "How long a secret that was destroyed can be had back."
  type        = number
  default     = 7
}

variable "parts" {
  description = "What ohmy may do in this account (docs/permissions.md): read looks, change deploys and scales, readiness looks before a deployment and once a week."
  type        = list(string)
  default     = ["read", "change", "readiness"]

  validation {
    condition     = alltrue([for part in var.parts : contains(["read", "change", "readiness"], part)])
    error_message = "Parts are read, change and readiness."
  }
}

variable "project" {
  description = "What the names of dashboards, databases, buckets and secrets of the environments begin with: ohmycoins-"
  type        = string

  validation {
    condition     = length(var.project) > 2
    error_message = "Without a beginning of their names, the policy would be for every bucket and secret of the account."
  }
}

variable "clusters" {
  description = "Names of the clusters of the environments."
  type        = list(string)
}

variable "task_families" {
  description = "What the task definitions of each environment begin with: ohmycoins-staging-"
  type        = list(string)
}

variable "task_role_names" {
  description = "Roles that the environments' tasks run and start with. ohmy may hand these to ECS and no others."
  type        = list(string)
}

variable "log_group_prefixes" {
  description = "What the log groups of each environment begin with: /ecs/ohmycoins-staging/"
  type        = list(string)
}

variable "repositories" {
  description = "Repositories of the environments' images: ohmycoins/*"
  type        = list(string)
}

variable "terraform_state_buckets" {
  description = "Buckets of Terraform's states, where ohmy looks at them (docs/terraform.md). It reads locks there and no state."
  type        = list(string)
  default     = []
}

variable "terraform_lock_tables" {
  description = "DynamoDB tables of Terraform's locks, where there are any."
  type        = list(string)
  default     = []
}

variable "environment" {
  description = "More variables of ohmy's processes (docs/configuration.md), none of them secret."
  type        = map(string)
  default     = {}
}

variable "tags" {
  description = "On everything that has tags."
  type        = map(string)
  default     = {}
}
