# Every target works on a fresh clone with Go alone, unless it says otherwise.
GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
GOLICENSES  := github.com/google/go-licenses@v1.6.0
LICENSES    := Apache-2.0,BSD-2-Clause,BSD-3-Clause,MIT,Unlicense
COMMAND     := ./harness/cmd/toeline
JOBS        := harness/fleet/jobs
# A number of inputs: a time, as 60s, may end with "context deadline exceeded" where
# nothing is wrong, until Go 1.27 (go.dev/issue/75804).
FUZZTIME    ?= 20000x
BROWSER     := harness/report/browser

# The same flags everywhere, so that build, verify and lint share what is compiled.
BUILD       := -trimpath
PLATFORMS   := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
DIST        := out/dist
# Functions begin at multiples of 16 bytes, as on arm64, not of 32: 150 kB on amd64.
STRIPPED    := -s -w -funcalign=16
# What a binary may be: much more, and something made the linker keep all methods (package markup).
SIZE_LIMIT  := 20000000
# Without a repository around it, as in what GitHub fetches of an action, what is built says so itself.
VERSION      = $(shell git describe --tags --always --dirty 2>/dev/null)

.PHONY: dist test-dist size vet-windows rename help modules verify test test-report clients test-clients clients-stable clients-all test-mocks test-plain bench-plain field race build lint fuzz bench vuln licenses reproducible

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

modules: ## downloads what the other targets need of the Go module proxy
	@for module in . $(JOBS) $(BROWSER) fixtures/clients/go; do \
	  (cd $$module && $(GO) list -deps -test ./... > /dev/null) || { echo "modules of $$module are not to be had"; exit 1; }; done
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	for tool in $(STATICCHECK) $(GOFUMPT) $(GOVULNCHECK) $(GOLICENSES); do \
	  GOBIN=$$tools $(GO) install $$tool || { echo "$$tool is not to be had"; exit 1; }; done

# The command links no Ginkgo, which is 4 MB of it: both judge by one session of verify.
verify: ## the main job: the Ginkgo suites, and the command, against the embedded reference server
	TOELINE_STRICT=true $(GO) test $(BUILD) -vet=off -count=1 -v ./suites -run '^TestSuite$$' -ginkgo.no-color -ginkgo.succinct
	$(GO) run $(BUILD) $(COMMAND) verify --strict --require all

# Packages that send nothing and read no file that they are not given: their own tests reach nearly
# all of them. That costs nothing more, since each is compiled for its tests once.
PURE     := ./spec/... ./harness/result ./harness/compare ./harness/matrix ./harness/waiver ./harness/lint \
            $(addprefix ./harness/internal/,cases chain check content diagnose effects evidence exchange recording redact reproduce shape style table tally text throttle)
COVERAGE := 90
# What waits more than it works is begun first, so that the rest is done beside it.
WAITING  := ./harness/selftest/clients

test: ## everything that needs Go alone; the pure packages must be covered by their own tests
	@{ $(GO) test -timeout 40m -cover $(PURE); echo "exit $$?"; } | awk -v least=$(COVERAGE) ' \
	  /^exit /{code = $$2; next} {print; fflush()} \
	  /^ok/ && match($$0, /coverage: [0-9.]+%/) && substr($$0, RSTART + 10) + 0 < least {low = low "\n" $$2} \
	  END{if (low) print "covered by less than " least " % by their own tests:" low; exit code ? code : low != ""}'
	$(GO) test -timeout 40m $(WAITING) $$($(GO) list ./... | grep -vxF "$$($(GO) list $(PURE))")
	cd $(JOBS) && $(GO) vet ./... && $(GO) test -timeout 40m ./...

# As root a browser needs --no-sandbox, which the test gives it.
test-report: ## the HTML reports in Debian's chromium, which it installs, as axe from npm; SCREENSHOTS=DIR keeps pictures
	@test -n "$$CHROMIUM" || test -x /usr/bin/chromium || { apt-get -o Acquire::Retries=5 update -qq && apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends chromium fonts-dejavu-core; }
	cd $(BROWSER) && npm install --no-audit --no-fund --loglevel=error --fetch-retries=5 --no-package-lock
	cd $(BROWSER) && $(GO) vet ./... && SCREENSHOTS="$(abspath $(SCREENSHOTS))" $(GO) test -count=1 -timeout 40m ./...

clients: ## the real clients of fixtures/clients, at pinned versions, and missing tools from Debian's packages
	fixtures/clients/install

test-clients: build clients ## the real clients, each against its known failures, and the matrix of them
	@for module in go oapi-codegen; do (cd fixtures/clients/$$module && $(GO) vet ./... && $(GO) mod tidy -diff) || exit 1; done
	fixtures/clients/test
	TOELINE_STARTERS="python node java shell" $(GO) test -count=1 ./harness/client/starter

clients-stable: build clients ## each client that CI judges ten times: its requirements have the same status in every run
	fixtures/clients/stable

clients-all: build ## HTTP libraries and generated clients as people use them, and what each breaks, seen twice
	fixtures/clients/libraries/test

test-mocks: build ## mock servers that Prism, Mockoon and Specmatic (Java) make from the contract
	@which jq java >/dev/null || { apt-get -o Acquire::Retries=5 update -qq && apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends jq default-jre-headless; }
	cd fixtures/mocks && npm install --no-audit --no-fund --loglevel=error --fetch-retries=5 --no-package-lock
	fixtures/mocks/test

test-plain: build ## two services, each with 35 defects, judged by nothing but the document that each publishes
	@which jq >/dev/null && python3 -c 'import ensurepip' || { apt-get -o Acquire::Retries=5 update -qq && apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends jq python3-venv; }
	@fixtures/plain/judge toeline fastapi & one=$$!; code=0; \
	fixtures/plain/judge toeline fastify || code=1; wait $$one || code=1; exit $$code

bench-plain: test-plain ## the same by Schemathesis with 25 examples an operation, 20 minutes; progress on stderr
	fixtures/plain/judge schemathesis

field: build ## public servers of PyPI, Debian and Maven, judged by their own documents; not in CI
	@which jq curl >/dev/null && python3 -c 'import ensurepip' || { apt-get -o Acquire::Retries=5 update -qq && apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends curl jq python3-venv; }
	fixtures/field/run

race: ## the same under the race detector
	$(GO) test -race -timeout 80m ./...

build: ## bin/toeline, the same bytes twice, its version stamped
	$(GO) build $(BUILD) -ldflags "-X main.version=$(VERSION)" -o bin/toeline $(COMMAND)

dist: ## static binaries in out/dist, with checksums, completions, bills of materials, and packages for npm, Python and an image; prints sizes
	rm -rf $(DIST) && mkdir -p $(DIST)/completions
	@for platform in $(PLATFORMS); do \
	  os=$${platform%/*} arch=$${platform#*/} extension=; [ $$os != windows ] || extension=.exe; \
	  CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build $(BUILD) -ldflags "$(STRIPPED) -X main.version=$(VERSION)" \
	    -o $(DIST)/toeline-$$os-$$arch$$extension $(COMMAND) || exit 1; done
	@for shell in bash zsh fish powershell; do \
	  $(DIST)/toeline-$$($(GO) env GOHOSTOS)-$$($(GO) env GOHOSTARCH)$$($(GO) env GOEXE) completion $$shell > $(DIST)/completions/toeline.$$shell || exit 1; done
	$(GO) run $(BUILD) ./harness/cmd/pack -dir $(DIST) -version "$(VERSION)"
	cd $(DIST) && sha256sum toeline-* completions/* npm/* wheel/* > SHA256SUMS && sha256sum --quiet -c SHA256SUMS && du -b toeline-* npm/* wheel/* && \
	for file in toeline-*; do [ $$(du -b $$file | cut -f 1) -le $(SIZE_LIMIT) ] || { echo "$$file is more than $(SIZE_LIMIT) bytes: see what came in"; exit 1; }; done

# Of this machine's platform alone, so that it takes a minute.
test-dist: PLATFORMS = $(shell $(GO) env GOHOSTOS)/$(shell $(GO) env GOHOSTARCH)
test-dist: dist ## the packages for npm and Python, installed from files and run; needs Node and Python
	@which npm >/dev/null && python3 -c 'import ensurepip' || { apt-get -o Acquire::Retries=5 update -qq && apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends npm python3-venv; }
	TOELINE_DIST=$(abspath $(DIST)) $(GO) test -count=1 ./harness/cmd/pack

size: ## the bytes of the command when stripped, linked from what build compiled, and whether they are too many
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && $(GO) build $(BUILD) -ldflags "$(STRIPPED)" -o $$work/toeline $(COMMAND) && \
	size=$$(du -b $$work/toeline | cut -f 1) && echo "$$size bytes, stripped, for $$($(GO) env GOOS)/$$($(GO) env GOARCH)" && \
	{ [ $$size -le $(SIZE_LIMIT) ] || { echo "more than $(SIZE_LIMIT): see what came in"; exit 1; }; }

rename: ## MODULE=host/path: another module path, in every file that names it
	@test -n "$(MODULE)" || { echo "name it: make rename MODULE=your.host/toeline"; exit 2; }
	@old=$$($(GO) list -m) && git grep -lzF "$$old" | xargs -0 sed -i "s#$$old#$(MODULE)#g" && $(GO) mod edit -module $(MODULE) && gofmt -w . && echo "$$old is $(MODULE) now"

lint: ## gofmt, gofumpt, go vet, staticcheck at pinned versions, and a lean go.mod
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt these files"; exit 1; }
	@out=$$($(GO) run $(GOFUMPT) -l .) && test -z "$$out" || { echo "$$out"; echo "gofumpt these files"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff
	$(GO) run $(BUILD) $(COMMAND) lint spec/*.yaml spec/clients/*.yaml

# Not a part of lint: on a cold machine it compiles everything once more, for Windows.
vet-windows: ## everything compiles for Windows, tests too
	GOOS=windows $(GO) vet ./...

fuzz: ## every fuzz target for FUZZTIME, 20000x or 60s
	@for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "fuzz $$package $$target"; \
	    $(GO) test $$package -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x || exit 1; \
	  done; \
	done

bench: ## ratios, measured within one run; asserts nothing
	$(GO) run ./harness/cmd/bench

vuln: ## govulncheck; where its database cannot be reached, it says so and checks nothing
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && GOBIN=$$tools $(GO) install $(GOVULNCHECK) && \
	if $$tools/govulncheck ./... > $$tools/out 2>&1; then cat $$tools/out; \
	elif grep -q 'fetching vulnerabilities' $$tools/out; then \
	  echo "NOT CHECKED for known vulnerabilities: the database of govulncheck cannot be reached from here"; cat $$tools/out; \
	else cat $$tools/out; exit 1; fi

licenses: ## the licence of each module in the command; one that is not in LICENSES fails
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && \
	printf '{{range .}}{{.LicenseName}}\t{{.Name}} {{.Version}}\n{{end}}' > $$work/template && \
	{ $(GO) run $(GOLICENSES) report $(COMMAND) --ignore example.com/toeline --template $$work/template > $$work/licences 2> $$work/log || \
	  { cat $$work/log; echo "the licences could not be read"; exit 1; }; } && \
	expand -t 14 $$work/licences && \
	{ $(GO) run $(GOLICENSES) check $(COMMAND) --ignore example.com/toeline --allowed_licenses=$(LICENSES) 2> $$work/log || \
	  { cat $$work/log; echo "a licence is not among $(LICENSES), or could not be read"; exit 1; }; }

reproducible: ## build the last commit twice, in two folders and with two caches, and compare the bytes
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && for name in one another; do \
	  git clone -q . $$work/$$name && GOCACHE=$$work/cache-$$name $(MAKE) -s -C $$work/$$name build || exit 1; done && \
	sha256sum $$work/*/bin/toeline | sed "s#$$work/##" && cmp $$work/one/bin/toeline $$work/another/bin/toeline
