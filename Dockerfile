FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package that is used here needs its install script: binaries come ready in packages of their own.
RUN npm ci --ignore-scripts
COPY scripts scripts
COPY src src
RUN node scripts/bundle.ts

FROM node:24-slim
ENV NODE_ENV=production
ENV HJULET_DATA=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
VOLUME /data
# All that is not in the bundle: a binary, and the font's files.
COPY --from=build /app/node_modules/@resvg node_modules/@resvg
COPY --from=build /app/node_modules/@expo-google-fonts node_modules/@expo-google-fonts
COPY --from=build /app/dist dist
COPY package.json ./
COPY src/report/page.css src/report/page.css
COPY cards cards
COPY texts texts
COPY wheels wheels
# What Node compiles of all this is kept in the image: a start takes half as long.
ENV NODE_COMPILE_CACHE=/app/.compiled
RUN mkdir .compiled && chown node:node .compiled
USER node
# Without settings it refuses to start, and has been compiled by then.
RUN node dist/main.js || test -n "$(ls .compiled)"
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3978}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
