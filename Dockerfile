FROM python:3.11-slim-bookworm

# git reads and pushes the repositories; ssh reaches those that are not served over https.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 10001 worker \
    && install --directory --owner=worker --group=worker /data

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DESIGN_DATA_DIR=/data

WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY worker.py client.py ./
COPY activities ./activities
COPY command_line ./command_line
COPY design_sessions ./design_sessions
COPY hosting ./hosting
COPY simulator ./simulator
COPY workflows ./workflows

USER worker
VOLUME /data

CMD ["python", "worker.py"]
