# Built from the root of the repository:  docker build -t ohmy .
# With your ohmy.yaml inside (Fargate has no file to mount):  docker build --target configured -t ohmy .

FROM node:24-slim AS build
WORKDIR /ohmy
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json build.ts ./
COPY commands commands
COPY src src
RUN npm run build

FROM node:24-slim AS runtime
ENV NODE_ENV=production \
    OHMY_CONFIG=/etc/ohmy/ohmy.yaml \
    PORT=3000
WORKDIR /ohmy
COPY package.json ./
# All packages are in it.
COPY --from=build /ohmy/dist dist
COPY bin bin
# `docker exec … ohmy status staging`
# `terraform validate` also wants terraform or tofu on the PATH, of the team's own version: docs/terraform.md.
# Not every checkout keeps what may be run.
RUN chmod 0755 /ohmy/bin/ohmy.mjs && ln -s /ohmy/bin/ohmy.mjs /usr/local/bin/ohmy
COPY runbooks runbooks
USER node
# Where copies of Terraform's code are looked at. Said here, a volume that ECS puts there may be written to by this user, and not by root alone:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
VOLUME ["/tmp"]
EXPOSE 3000
# The process, not Slack or AWS: a restart does not cure those. Whoever routes traffic asks /readyz.
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`, { signal: AbortSignal.timeout(2500) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# What `npm start` runs, and not through npm: signals reach the process, which then ends what runs and lets go of its operations.
CMD ["node", "--max-semi-space-size=2", "dist/main.js"]

FROM runtime AS configured
COPY ohmy.yaml /etc/ohmy/ohmy.yaml

# Built where no --target is named.
FROM runtime
