# One image for the web server, the worker and the beat; docker-compose.yml says which is which.

FROM node:20-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json ./
COPY script/assets script/assets
RUN script/assets

FROM python:3.11-slim-bookworm AS base
# The same packages as runtime_packages in script/env (tests/test_repository.py compares them).
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig antiword catdoc \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt

FROM base AS fonts
COPY documents documents
COPY script/fonts script/fonts
RUN apt-get update && PYTHON=/usr/local/bin/python script/fonts

FROM base
RUN useradd --system --uid 10001 --home-dir /data --no-log-init branchplan \
    && install -d -o branchplan -g branchplan -m 750 /data
COPY . .
COPY --from=assets /app/static/vendor static/vendor
COPY --from=fonts /app/var/fonts var/fonts
# Collecting needs settings that load, not the real ones.
RUN BRANCHPLAN_SECRET_KEY=only-while-building BRANCHPLAN_HOSTS=build BRANCHPLAN_DATA=/tmp/build \
    python manage.py collectstatic --noinput --verbosity 0 && rm -rf /tmp/build
USER branchplan
ENV BRANCHPLAN_DATA=/data
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "branchplan.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--max-requests", "2000", "--max-requests-jitter", "200", "--worker-tmp-dir", "/dev/shm", \
     "--no-control-socket", "--access-logfile", "-", "--logger-class", "branchplan.server_log.Logger"]
