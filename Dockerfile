# One static program and nothing else: docker build --tag acklint .
FROM rust:1.90-alpine AS build
WORKDIR /acklint
COPY . .
RUN cargo install --locked --path . --root /opt

# for CI systems that run their own script in the image: docker build --target shell --tag acklint .
FROM alpine:3.22 AS shell
COPY --from=build /opt/bin/acklint /usr/local/bin/acklint
WORKDIR /work
USER 65534:65534

FROM scratch
COPY --from=build /opt/bin/acklint /acklint
WORKDIR /work
USER 65534:65534
ENTRYPOINT ["/acklint"]
CMD ["check"]
