FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No package that runs in production needs its install script: resvg's binary comes ready in a package of its own.
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
ENV HJULET_DATA=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
VOLUME /data
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY src src
COPY cards cards
COPY texts texts
COPY wheels wheels
# What Node compiles of all this is kept in the image, for each user apart: a start takes half as long.
ENV NODE_COMPILE_CACHE=/app/.compiled
RUN mkdir .compiled && chown node:node .compiled
USER node
RUN node --input-type=module --eval "await import('/app/src/app.ts'); await import('/app/src/telemetry.ts')"
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3978}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
