# Needs Go, git and make; everything else is built from pinned Go modules.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL: # go uses all cores by itself, and the targets of verify are in order
MAKEFLAGS += --no-print-directory

# Passed on: `make run ARGS="--once --samples my/firm"`, `make test TESTFLAGS=-v PKGS=./internal/...`.
ARGS      ?=
TESTFLAGS ?=
PKGS      ?= ./...
HISTORIES ?= 100000
SIZE      ?= quick
FORMAT    ?= table

TOOL    := go tool -modfile=hack/tools/go.mod
LINT    := golangci-lint-kube-api-linter
MODULES := . hack/conformance hack/controlplane hack/dockerfile hack/helm hack/monitoring hack/release hack/tools

##@ Try it

.PHONY: run
run: ## A local control plane with a sample firm, until Ctrl-C (ARGS=--once)
	@go build -o bin/devcluster ./hack/devcluster && exec bin/devcluster --kubeconfig=bin/kubeconfig $(ARGS)

.PHONY: build
build: ## The manager and the command line: bin/matterplane
	CGO_ENABLED=0 go build -trimpath -o bin/matterplane .

.PHONY: dist
dist: ## What is installed: dist/install.yaml and the Helm chart (IMAGE=registry/matterplane:tag)
	go run ./hack/dist $(if $(IMAGE),-image $(IMAGE))
	@go -C hack/helm run . -package $(CURDIR)/dist $(CURDIR)/config/helm

##@ Prove it

# An API server that is already there wins over the one built here.
ifndef KUBEBUILDER_ASSETS
test: bin/k8s bin/k8s/kube-controller-manager
test: export KUBEBUILDER_ASSETS = $(CURDIR)/bin/k8s
endif

.PHONY: test
test: ## Every test, against a real API server (narrow it: PKGS, TESTFLAGS)
	@race=; if go test -race -run '^$$' errors >/dev/null 2>&1; then race=-race; \
		else echo "No C compiler that the race detector could use: testing without it."; fi; \
		set -x; go test $$race -timeout 60m $(TESTFLAGS) $(PKGS)
ifeq ($(PKGS),./...)
	go test -count=1 $(TESTFLAGS) ./internal/test/prove # with -race it draws few histories only
	go -C hack/conformance test -count=1 ./... # config is in another module: go does not see that it changed
endif
	go -C hack/controlplane test ./...
	go -C hack/dockerfile test -count=1 ./...
	go -C hack/monitoring test -count=1 ./...
	go -C hack/release test -count=1 ./...

.PHONY: prove
prove: ## Random histories against an independent model of the rules (HISTORIES=)
	@go run ./hack/prove -histories $(HISTORIES)

.PHONY: mutants
mutants: ## Plant bugs, one at a time, and see the proof catch each (ARGS="-only M-6")
	@go run ./hack/mutants $(ARGS)

.PHONY: bench
bench: ## How fast it is, against what nobody could do faster (SIZE=full, FORMAT=json)
	@go build -o bin/bench ./hack/bench && bin/bench -size $(SIZE) -format $(FORMAT) -page docs/benchmarks.md

ifndef KUBEBUILDER_ASSETS
bench faults: bin/k8s
bench faults: export KUBEBUILDER_ASSETS = $(CURDIR)/bin/k8s
endif

.PHONY: faults
faults: ## Break what the manager stands on, fault by fault (SIZE=full; ARGS="-list")
	@go build -o bin/faults ./hack/faults && exec bin/faults -size $(SIZE) $(ARGS)

.PHONY: verify
verify: ## Generated files, format, vet, lint, overlays, CRDs, vulnerabilities
	hack/unchanged.sh $(MAKE) tidy generate fmt
	$(MAKE) vet lint overlays compatible vuln

.PHONY: vet
vet: ## go vet, in every module
	go vet ./...
	go -C hack/controlplane vet ./...
	go -C hack/helm vet ./...
	go -C hack/conformance vet ./...
	go -C hack/dockerfile vet ./...
	go -C hack/monitoring vet ./...
	go -C hack/release vet ./...

.PHONY: lint
lint: ## golangci-lint on the Go code, kube-api-linter on api
	$(TOOL) $(LINT) run
	@go -C hack/dockerfile run . ../../Dockerfile
	@for dir in hack/conformance hack/controlplane hack/dockerfile hack/helm hack/monitoring hack/release; do (cd $$dir && go tool -modfile=../tools/go.mod $(LINT) run) || exit 1; done
	$(TOOL) $(LINT) run --config .golangci-kal.yml ./api/...

.PHONY: overlays
overlays: ## Build every kustomization under config
	@for file in $$(find config -name kustomization.yaml | sort); do \
		grep -q '^kind: Component' $$file && continue; \
		echo "kustomize build $${file%/*}"; \
		$(TOOL) kustomize build $${file%/*} >/dev/null || exit 1; \
	done

.PHONY: compatible
compatible: ## What the CRDs break of the last release
	@go -C hack/release run ./crds $(CURDIR)/config/crd/released $(CURDIR)/config/crd/bases

.PHONY: vuln
vuln: ## Known vulnerabilities that the code can reach (VULNDB=URL)
	@hack/vuln.sh $(if $(VULNDB),-db $(VULNDB)) ./...

##@ Change it

.PHONY: generate
generate: ## Deepcopy, CRDs, schemas, reference, roles, webhooks, dashboard: all that is made from code
	$(TOOL) controller-gen paths=./api/... \
		object:headerFile=hack/boilerplate.go.txt \
		crd output:crd:dir=config/crd/bases
	go run ./hack/schemas
	$(TOOL) controller-gen paths="./controllers/...;./internal/..." \
		rbac:roleName=matterplane-controller-manager output:rbac:dir=config/rbac \
		webhook output:webhook:dir=config/webhook
	go run ./hack/dist -o ''
	go run ./hack/reference
	$(TOOL) crd-ref-docs --log-level=ERROR --config=hack/reference/api.yaml --templates-dir=hack/reference/templates \
		--renderer=markdown --source-path=api/v1alpha1 --output-path=docs/reference/api.md
	go run ./hack/dashboard

.PHONY: fmt
fmt: ## Format the Go code
	$(TOOL) $(LINT) fmt

.PHONY: tidy
tidy: ## Tidy every go.mod
	@for dir in $(MODULES); do echo "go -C $$dir mod tidy"; go -C $$dir mod tidy || exit 1; done

##@ Help and housekeeping

.PHONY: bin/k8s
bin/k8s: ## Build etcd, kube-apiserver and kubectl (minutes the first time)
	@go -C hack/controlplane run . -o ../../bin/k8s

# Only tests with nodes need it (internal/test/node), and nobody else waits for it.
.PHONY: bin/k8s/kube-controller-manager
bin/k8s/kube-controller-manager:
	@go -C hack/controlplane run . -o ../../bin/k8s -controllers

.PHONY: clean
clean: ## Remove what make built: bin
	rm -rf bin

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "; print "Usage: make TARGET"} \
		/^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z0-9\/-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
