.DEFAULT_GOAL := help
.PHONY: help check test lint fmt update bench fuzz build oracle

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-8s %s\n", $$1, $$2}'

check: ## all that CI runs
	./.ci/run

test: ## the tests
	go test ./...

lint: ## vet and golangci-lint, at the version tools/go.mod pins
	go vet ./...
	go tool -modfile=tools/go.mod golangci-lint run

fmt: ## gofumpt
	go tool -modfile=tools/go.mod gofumpt -w .

update: ## rewrite golden files and generated docs
	go generate ./...
	go test ./... -update

bench: ## whole scans against ripgrep and gitleaks, side by side: TREES="dir dir…"
	go run ./testdata/bench $(TREES)

fuzz: ## every fuzz target for a minute each
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep ^Fuzz); do \
	  echo "$$p $$f"; go test $$p -run='^$$' -fuzz="^$$f$$" -fuzztime=$${FUZZTIME:-60s} || exit 1; done; done

build: ## the six release targets, into dist/
	@for os in linux darwin windows; do for arch in amd64 arm64; do \
	  echo "$$os/$$arch"; CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch go build -trimpath -o dist/seaworthy-$$os-$$arch . || exit 1; done; done

oracle: ## compare parse/syntax with official tree-sitter: TREES="dir dir…"
	cd testdata/oracle && go run . $(TREES)
