# The product in one image: engine, departments, workers, server and screens, each a process of its own.
# With ZEEBE_GRPC_ADDRESS and ZEEBE_REST_ADDRESS set, the embedded engine stays out and Camunda does its work.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc* ./
COPY scripts/prepare.mjs scripts/prepare.mjs
RUN npm ci
COPY . .
RUN npm run build

FROM node:20-slim
# tzdata: working time is computed in Asia/Shanghai, and PostgreSQL's embedded binaries look for the zone files.
RUN apt-get update && apt-get install -y --no-install-recommends tzdata && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production YITONG_HOME=/data YITONG_HOST=0.0.0.0 YITONG_WEB_PORT=3000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=12 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: SIGTERM must reach the process that stops the parts one after another.
CMD ["node", "--import", "tsx", "scripts/start.ts"]
