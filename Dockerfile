# The manager and the command line in one static binary, on nothing else. The same
# commit gives the same binary, wherever and whenever it is built.
#
#   docker buildx build --platform linux/amd64,linux/arm64 --build-arg VERSION=v0.1.0 -t matterplane:v0.1.0 .

FROM --platform=$BUILDPLATFORM golang:1.26.8 AS build
ARG TARGETOS
ARG TARGETARCH
WORKDIR /src

# This compiler and no other, the modules of go.sum and no others, and nothing in
# the binary that says where it was built.
ENV CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS="-mod=readonly -trimpath -buildvcs=false"

# Modules first: they change less often than the code.
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download

COPY . .
ARG VERSION=devel
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -ldflags="-s -w -buildid= -X github.com/matterplane/matterplane/internal/cli.released=$VERSION" -o /out/matterplane .

# No shell, no package manager, no user with a name: nothing to break into, nothing
# to write to.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/matterplane /matterplane
USER 65532:65532
ENTRYPOINT ["/matterplane"]
CMD ["manager"]
