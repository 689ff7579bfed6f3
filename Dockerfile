# The official Node image by its digest, from a mirror that lets anonymous builds pull. `.node-version` names the same Node.
FROM public.ecr.aws/docker/library/node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package that is used here needs its install script: binaries come ready in packages of their own.
RUN npm ci --ignore-scripts
COPY LICENSE ./
COPY scripts scripts
COPY src src
RUN node scripts/bundle.ts

FROM public.ecr.aws/docker/library/node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ENV NODE_ENV=production
ENV HJULET_DATA=/data
WORKDIR /app
# By number, so that a cluster sees that it is not root; it is the image's user `node`.
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
# All that is not in the bundle: a binary, and the font's files.
COPY --from=build /app/node_modules/@resvg node_modules/@resvg
COPY --from=build /app/node_modules/@expo-google-fonts node_modules/@expo-google-fonts
COPY --from=build /app/dist dist
COPY package.json ./
COPY LICENSE ./
COPY src/report/page.css src/report/page.css
COPY src/web/guests/page.css src/web/guests/page.css
COPY src/web/guests/paper.css src/web/guests/paper.css
COPY cards cards
COPY texts texts
COPY wheels wheels
# What Node compiles of all this is kept in the image: a start takes half as long.
ENV NODE_COMPILE_CACHE=/app/.compiled
RUN mkdir .compiled && chown 1000:1000 .compiled
USER 1000:1000
# Without settings it refuses to start, and has been compiled by then.
RUN node dist/main.js || test -n "$(ls .compiled)"
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3978}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# A library still asks for punycode; Node says so on stderr, where every line is to be JSON.
CMD ["node", "--disable-warning=DEP0040", "dist/main.js"]
