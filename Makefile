# Builds, runs and checks Census. `make` alone lists what can be done.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# rustup's programs come before a distribution's of the same names; what the set-up script had to
# bring comes first.
CARGO_PLACE := $(or $(CARGO_HOME),$(HOME)/.cargo)
export PATH := $(HOME)/.cache/census/node/node_modules/.bin:$(HOME)/.cache/census/deny/bin:$(CARGO_PLACE)/bin:$(PATH)

# One target directory for all checkouts: a build from scratch is long.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/census/target

# clippy compiles the workspace's own crates in rustc's place, for every target below, so that it
# needs no build of its own and dependencies compile once.
export RUSTC_WORKSPACE_WRAPPER := clippy-driver
# The Rust release whose warnings are kept at none. There a warning is an error; other releases
# know other lints, and there it stops nobody from building a node.
LINTED_WITH := 1.95
ifeq ($(shell PATH='$(PATH)' rustc --version 2>/dev/null | sed -E 's/^rustc ([0-9]+\.[0-9]+).*/\1/'),$(LINTED_WITH))
export CLIPPY_ARGS := -Dwarnings__CLIPPY_HACKERY__
else
export CLIPPY_ARGS := --cap-lints=warn__CLIPPY_HACKERY__
LINT_NOTE := echo 'This is not Rust $(LINTED_WITH): warnings are shown, but are no errors.' >&2
endif

# The same packages, targets and features every time: any other choice builds hundreds of
# dependencies again.
WORKSPACE := --locked --release --workspace --all-targets
# Expanded when a recipe runs, that is, after the set-up. Empty where rustup has the wasm target.
WASM_TOOLCHAIN = $(shell CENSUS_WASM_FALLBACK='$(CENSUS_WASM_FALLBACK)' .ci/setup --wasm-toolchain)
CARGO = $(if $(WASM_TOOLCHAIN),WASM_BUILD_TOOLCHAIN=$(WASM_TOOLCHAIN)) cargo

export CENSUS_NODE := $(CARGO_TARGET_DIR)/release/census-node
EVM := tools/bench/evm/Cargo.toml
NPM_PACKAGES := node_modules/.package-lock.json

# For `make dev`: the port of its RPC, and more arguments for the node.
RPC_PORT ?= 9944
ARGS ?=

define WELCOME

  A Census development chain is running, with RPC at ws://127.0.0.1:$(RPC_PORT) (HTTP too).
  Its state is in a temporary folder: each start is a new chain. Ctrl-C ends it.

  Next, in another terminal:
    make tour        enrols three people, votes, is refused twice
    docs/README.md   what else to do

endef
export WELCOME

.PHONY: help
help: ## List these targets
	@printf 'Usage: make <target>\n\n'
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

.PHONY: setup
setup: ## Install what the build needs and is missing
	@.ci/setup

.PHONY: setup-node
setup-node:
	@.ci/setup --with-node

.PHONY: build
build: setup ## Build everything, the node included
	$(CARGO) build $(WORKSPACE)

.PHONY: dev
dev: build ## Build the node and start a development chain
	@if (exec 3<>/dev/tcp/127.0.0.1/$(RPC_PORT)) 2>/dev/null; then \
		echo 'Port $(RPC_PORT) is taken. Choose another: make dev RPC_PORT=9945' >&2; exit 1; \
	fi; \
	( \
		until (exec 3<>/dev/tcp/127.0.0.1/$(RPC_PORT)) 2>/dev/null; do \
			sleep 1; kill -0 $$$$ 2>/dev/null || exit 0; \
		done; \
		printf '%s\n' "$$WELCOME" \
	) & \
	exec "$$CENSUS_NODE" --dev --rpc-port $(RPC_PORT) $(ARGS)

.PHONY: test
test: setup-node ## Check formatting, lints and dependencies, run all tests
	cargo fmt --all --check
	cargo fmt --check --manifest-path $(EVM)
	@$(MAKE) --no-print-directory deny
	@$(LINT_NOTE)
	$(CARGO) build $(WORKSPACE)
	$(CARGO) test $(WORKSPACE)
	@$(MAKE) --no-print-directory interop

# $(call deny,OPTIONS,CHECKS) checks both workspaces. `parse-error` says of three crates that they
# spell `GPL-3.0-only` in the old way; what cannot be read at all is refused all the same. The small
# workspace has not all that deny.toml has a line for.
DENY_CHECK := check --hide-inclusion-graph --allow parse-error
DENY_EVM := --allow unmatched-skip --allow unnecessary-skip \
	--allow license-not-encountered --allow license-exception-not-encountered
deny = cargo-deny --locked $1 $(DENY_CHECK) $2; \
	cargo-deny --locked $1 --manifest-path $(EVM) --config deny.toml $(DENY_CHECK) $(DENY_EVM) $2

.PHONY: setup-deny
setup-deny:
	@.ci/setup --deny

.PHONY: deny
deny: setup-deny ## Check the dependencies: licences, sources, versions; known flaws if the list is here
	@$(call deny,,bans licenses sources)
	@if compgen -G '$(CARGO_PLACE)/advisory-dbs/*/crates' >/dev/null; then \
		$(call deny,--offline,advisories); \
	else \
		echo 'Known flaws of dependencies were NOT looked for: the advisory database is not here.' >&2; \
		echo 'Where GitHub can be reached, `make advisories` fetches it and looks.' >&2; \
	fi

.PHONY: advisories
advisories: setup-deny ## Fetch the database of known flaws, and look for the dependencies in it
	@cargo-deny --locked fetch db
	@$(call deny,--offline,advisories)

.PHONY: interop
interop: setup-node $(NPM_PACKAGES) # The stock clients against what is built.
	$(CARGO) test $(WORKSPACE) -- --ignored
	npm test

.PHONY: network
network: build setup-node $(NPM_PACKAGES) ## Try several validators: under floods of their peers, and a warp sync
	npm run --silent network

.PHONY: tour
tour: setup-node $(NPM_PACKAGES) ## Enrol three people on the running chain, vote, be refused twice
	@npm run --silent tour -- ws://127.0.0.1:$(RPC_PORT)

$(NPM_PACKAGES): package-lock.json package.json clients/js/package.json examples/package.json \
		tests/interop/package.json tools/package.json
	npm ci --no-audit --no-fund
	@touch $@

.PHONY: reference
reference: setup ## Write again what is generated: the OpenRPC document and the pages about RPC, command line, metrics
	CENSUS_WRITE_REFERENCE=1 $(CARGO) test $(WORKSPACE) -- of_today

.PHONY: storage-weights
storage-weights: build ## Measure what reads and writes of the state take (as root; a quarter of an hour, 12 GB)
	tools/load/storage.sh "$(CARGO_TARGET_DIR)/release/census-load" "$(CARGO_TARGET_DIR)/storage-weights"

.PHONY: weights
weights: setup ## Measure the weights of the runtime's calls, and write them
	$(CARGO) build $(WORKSPACE) --features census-weights/measure
	"$(CARGO_TARGET_DIR)/release/census-weights" --output runtime/src/weights
	cargo fmt --all

.PHONY: bench
bench: build setup-node $(NPM_PACKAGES) ## Measure hashing, trees and verification beside their peers
	$(CARGO) build --locked --release --manifest-path $(EVM)
	"$(CARGO_TARGET_DIR)/release/census-bench"

.PHONY: throughput
throughput: build setup-node $(NPM_PACKAGES) ## Measure for two minutes how many proofs a second a node takes in
	npm run --silent throughput -- batches 160 120

.PHONY: scale
scale: build setup-node $(NPM_PACKAGES) ## Build a group of 100,000 on a development chain
	npm run --silent scale

PERSONS ?= 1000000
PEOPLE = $(CARGO_TARGET_DIR)/people

.PHONY: people
people: build setup-node $(NPM_PACKAGES) ## Measure a chain of a million persons (PERSONS=16777216: of 2^24, in 12 GB)
	@rm -rf "$(PEOPLE)"; trap 'rm -rf "$(PEOPLE)"' EXIT; set -e; \
	"$(CARGO_TARGET_DIR)/release/census-load" make --persons $(PERSONS) --base-path "$(PEOPLE)"; \
	npm run --silent people -- "$(PEOPLE)"

.PHONY: doc
doc: setup ## Build the crates' documentation
	$(CARGO) doc --locked --release --workspace --no-deps
