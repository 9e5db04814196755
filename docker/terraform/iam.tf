locals {
  # Written by `npm run iam-policy` from src/aws/grants.ts. Each resource says which names of `place` stand in it.
  grants_here = replace(replace(replace(file("${path.module}/grants.json"),
  "{account}", local.account), "{region}", local.region), "arn:aws:", "arn:${local.partition}:")
  grants = jsondecode(local.grants_here)

  place = {
    cluster     = var.clusters
    family      = var.task_families
    logs        = var.log_group_prefixes
    taskRole    = var.task_role_names
    repository  = var.repositories
    project     = [var.project]
    queue       = [aws_sqs_queue.events.name, aws_sqs_queue.dead.name]
    stateBucket = var.terraform_state_buckets
    stateTable  = var.terraform_lock_tables
    role        = [local.role_name]
    nothing     = [""]
  }

  role_name = "${var.name}-task"

  # Where ECS pulls the image from: often a repository that several accounts share. Of an image that is in none of ECR's it needs no permission.
  image = try(
    regex("^(?P<account>\\d{12})\\.dkr\\.ecr(?:-fips)?\\.(?P<region>[a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/(?P<repository>[^:@]+)", var.image),
    { account = local.account, region = local.region, repository = var.name },
  )

  statements = {
    for part in var.parts : part => [
      for grant in local.grants : merge(
        {
          Sid      = grant.sid
          Effect   = "Allow"
          Action   = grant.actions
          Resource = local.resources[grant.sid]
        },
        { for name, conditions in { Condition = local.conditions[grant.sid] } : name => conditions if length(conditions) > 0 },
      ) if grant.part == part && length(local.resources[grant.sid]) > 0
    ]
  }

  resources = {
    for grant in local.grants : grant.sid => flatten([
      for template in grant.on : [
        for value in local.place[template.each] : replace(template.text, "{${template.each}}", value)
      ]
    ])
  }

  conditions = {
    for grant in local.grants : grant.sid => {
      for operator, keys in grant.when : operator => {
        for key, templates in keys : key => flatten([
          for template in templates : [
            for value in local.place[template.each] : replace(template.text, "{${template.each}}", value)
          ]
        ])
      }
    }
  }

  tasks_of_ecs = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

# ohmy itself: what docs/permissions.md lists, for the names that were given, and nothing else.
resource "aws_iam_role" "task" {
  name               = local.role_name
  description        = "What ohmy does in AWS"
  assume_role_policy = local.tasks_of_ecs
  tags               = var.tags
}

resource "aws_iam_policy" "task" {
  for_each = local.statements

  name        = "${var.name}-${each.key}"
  description = "ohmy: ${each.key}"
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value })
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "task" {
  for_each = aws_iam_policy.task

  role       = aws_iam_role.task.name
  policy_arn = each.value.arn
}

# What ECS needs to start a task: the image, the log, the secrets.
resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  description        = "Starts the tasks of ohmy"
  assume_role_policy = local.tasks_of_ecs
  tags               = var.tags
}

resource "aws_iam_role_policy" "execution" {
  name = "start"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "PullTheImage"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = "arn:${local.partition}:ecr:${local.image.region}:${local.image.account}:repository/${local.image.repository}"
      },
      {
        Sid      = "LogInToTheRegistryWhichHasNoResource"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = "*"
      },
      {
        Sid      = "WriteTheLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.ohmy.arn}:*"
      },
      {
        Sid      = "ReadTheSecrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.slack.arn, aws_secretsmanager_secret.redis.arn]
      },
    ]
  })
}
