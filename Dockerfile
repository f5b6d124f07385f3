# docker compose up builds and runs it (compose.yaml); docs/deploy.md tells how.
FROM node:24-bookworm-slim AS frontend
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci
COPY frontend/ ./
RUN npm run build

# Debian 12 and its Python, on which everything is tested.
FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONUTF8=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    NITHET_VAR=/data NITHET_BACKUPS=/backups NITHET_HOST=0.0.0.0 NITHET_WORKER_BESIDE=0 NITHET_DEMO=0
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt \
    && useradd --system --uid 10001 --home-dir /data nithet \
    && install -d -o nithet -g nithet -m 700 /data /backups
COPY manage.py pyproject.toml ./
COPY config/ config/
COPY nithet/ nithet/
COPY templates/ templates/
COPY --from=frontend /build/dist/ frontend/dist/
USER 10001:10001
VOLUME ["/data", "/backups"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=90s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"]
CMD ["sh", "-c", "python manage.py migrate --no-input && python manage.py collectstatic --no-input -v 0 && exec python -m config.serve"]
