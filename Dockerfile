# One image for every process of Headroom: the API with the page, the workers, the sandbox, and the
# jobs that migrate and set up. On glibc, because Temporal's native bridge knows no musl.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /headroom
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /headroom
COPY --from=build /headroom/package.json ./
COPY --from=build /headroom/node_modules ./node_modules
COPY --from=build /headroom/dist ./dist
COPY --from=build /headroom/prisma/migrations ./prisma/migrations
COPY --from=build /headroom/deployment/healthy.mjs ./deployment/
# What the sandbox keeps; a volume mounted here takes over its owner.
RUN mkdir -p /var/lib/headroom/sandbox && chown -R node:node /var/lib/headroom
USER node
CMD ["node", "--enable-source-maps", "dist/api.js"]
