# Two stages: the first installs and collects, the second runs. docker-compose.yml starts it in four roles.
FROM python:3.11.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements/runtime.txt requirements/runtime.txt
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements/runtime.txt
COPY . .
ENV PATH=/venv/bin:$PATH STATIC_ROOT=/app/static VAR_DIR=/tmp/var
RUN python -m scripts.compile_messages \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python -m whitenoise.compress --quiet /app/static \
    && python -m compileall -q marketplace listings licensing search frontend

FROM python:3.11.11-slim-bookworm AS runtime
# Contracts and receipts are set in a Chinese typeface.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 marketplace && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp marketplace \
    && install -d -o marketplace -g marketplace -m 0750 /var/lib/marketplace
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/static VAR_DIR=/var/lib/marketplace
WORKDIR /app
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "marketplace.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=3", "--threads=8", "--worker-tmp-dir=/tmp", "--no-control-socket"]
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"]
