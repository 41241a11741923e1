# Every target works on a fresh clone with Go alone, unless it says otherwise.
GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
FUZZTIME    ?= 5s

.PHONY: help verify test race build lint fuzz bench

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

verify: ## the main job: the suites against the embedded reference server
	$(GO) run ./harness/cmd/toeline verify --strict --require all

test: ## everything that needs Go alone
	$(GO) test ./...

race: ## the same under the race detector
	$(GO) test -race ./...

build: ## bin/toeline, the same bytes twice, its version stamped
	$(GO) build -trimpath -ldflags "-X main.version=$$(git describe --tags --always --dirty)" -o bin/toeline ./harness/cmd/toeline

lint: ## gofmt, gofumpt, go vet, staticcheck at pinned versions, and a lean go.mod
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt these files"; exit 1; }
	@out=$$($(GO) run $(GOFUMPT) -l .) && test -z "$$out" || { echo "$$out"; echo "gofumpt these files"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff
	$(GO) run ./harness/cmd/toeline lint spec/*.yaml

fuzz: ## every fuzz target for FUZZTIME
	@for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "fuzz $$package $$target"; \
	    $(GO) test $$package -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x || exit 1; \
	  done; \
	done

bench: ## ratios, measured within one run; asserts nothing
	$(GO) run ./harness/cmd/bench
