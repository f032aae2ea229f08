# `make dev` to work, `make test` before you push. Anything longer than a few lines is in .ci/.

export CARGO_HOME ?= $(HOME)/.cargo
# cargo-leptos finds wasm-bindgen and wasm-opt through the PATH.
export PATH := $(CARGO_HOME)/bin:$(PATH)

.NOTPARALLEL:
.PHONY: advisories assurance attack audit bench checks coverage dev docs dsfr end2end flood forge forks format fuzz \
  has-assurance has-end2end help icons instructions interruptions lint library library-chromium library-docs library-end2end library-lint \
  library-unit mutants opentelemetry proofs races release rename repository sbom screenshots services setup standalone storebench \
  supply test traces trim types unit weakened

# The library and its proof. A team may delete proconnect/assurance and end2end: the rest still works.
library := proconnect mock-proconnect $(if $(wildcard proconnect/assurance),proconnect-assurance)

# `make help` leaves out the targets that need a folder which is gone.
gone := nothing$(if $(wildcard proconnect/assurance),,|has-assurance)$(if $(wildcard end2end),,|has-end2end)

help: ## list these targets
	@grep -Ev ': ($(gone)) ' $(MAKEFILE_LIST) | awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }'

has-assurance:
	@[ -d proconnect/assurance ] || { echo 'This project has no proconnect/assurance/, which this target needs.' >&2; exit 1; }

has-end2end:
	@[ -d end2end ] || { echo 'This project has no end2end/, which this target needs.' >&2; exit 1; }

setup: ## install what is missing: Rust target, cargo-leptos, wasm-bindgen, npm packages, a browser
	@.ci/install-tools

services: ## install what the tests of the server start themselves: PostgreSQL, Redis or Valkey, nginx, Caddy
	@.ci/install-services

dev: ## run the application at http://localhost:3000, rebuilt at every change; installs what that needs
	@.ci/develop

test: setup services ## the team's tests, of app and server: the steps below, in this order, and a count
	@.ci/test test checks

checks: format lint unit docs release $(if $(wildcard end2end),repository end2end)

format: ## is the code formatted?
	cargo fmt --check

lint: ## clippy, warnings denied: app and server (which gives app its feature ssr), then app as WASM
	cargo clippy --package app --package server --all-targets -- -D warnings
	cargo clippy --package app --features hydrate --target wasm32-unknown-unknown -- -D warnings

unit: services ## unit and integration tests of app and server; four at a time on any machine, since many of them wait
	cargo test --package app --package server --no-fail-fast -- --test-threads 4 --skip interruptions::

docs: ## documentation of app and server, broken links denied
	RUSTDOCFLAGS='-D warnings' cargo doc --package app --package server --no-deps

# How a project is made of the template: tests for the template alone. `make rename` writes .template.
of_the_template := $(if $(wildcard .template),end2end/repository/template.test.js end2end/repository/upgrade.test.js)

repository: has-end2end ## is a project of this template whole, named and easy to update, is .env.example read, has each known fault its tests, are the modules free of circles?
	node --test --test-concurrency=3 --test-reporter=tap $(filter-out $(of_the_template),$(wildcard end2end/repository/*.test.js))

release: ## target/release/server and target/site
	cargo leptos build --release --precompress

dsfr: ## dress the site in the State's design system, once its terms are accepted
	@node style/dsfr/dsfr.mjs

icons: has-end2end ## after a change of public/favicon.svg: the other forms of the icon
	node end2end/icons.js

screenshots: has-end2end release ## pictures of every page in both themes and widths, in end2end/screenshots
	cargo build --workspace --bin mock-proconnect
	cd end2end && npx playwright test --config screenshots.config.ts

types: has-end2end ## do the browser tests have no type error and no unused name?
	cd end2end && npm run --silent types

end2end: has-end2end types release ## the team's browser tests: the release build against the mock
	cargo build --workspace --bin mock-proconnect
	cd end2end && npx playwright test

forge: ## linters of the files that only a forge or another program reads: workflows, scripts, renovate.json, publiccode.yml
	@.ci/forge

supply: ## licences, versions and sources of all crates, by deny.toml
	@.ci/supply licenses bans sources

advisories: ## known vulnerabilities of the crates and of the browser tests; needs GitHub, and a registry of npm that answers audits
	@.ci/supply advisories

sbom: ## target/sbom: the components of the release server and of the browser tests, as CycloneDX
	@.ci/sbom

trim: ## delete the builds of this workspace; those of its dependencies stay (for the caches of a forge)
	cargo clean --workspace
	cargo clean --workspace --release
	cargo clean --workspace --profile wasm-release --target wasm32-unknown-unknown --target-dir target/front

assurance: setup services ## the proof of the library: clippy, tests, tables and documentation of proconnect/, its browser tests, the suite of attacks, the server through interruptions, and a count
	@.ci/test assurance library

library: library-lint library-unit library-docs interruptions attack $(if $(wildcard end2end),library-chromium library-end2end)

library-lint:
	cargo clippy $(library:%=--package %) --all-targets -- -D warnings
	cargo clippy --package mock-proconnect --test chromium -- -D warnings

library-unit:
	cargo test $(library:%=--package %) --no-fail-fast

library-chromium: has-end2end
	CHROMIUM_PATH="$$(node end2end/browser.js chromium)" cargo test --package mock-proconnect --test chromium

library-end2end: release
	cargo build --workspace --bin mock-proconnect
	cd end2end && LIBRARY=1 npx playwright test

interruptions: services ## the server while its store fails, and while it stops and starts, in each store
	cargo test --package server --test services --no-fail-fast -- --test-threads 4 interruptions::

library-docs:
	RUSTDOCFLAGS='-D warnings' cargo doc $(library:%=--package %) --no-deps

attack: release ## every case of `mock-proconnect audit` at the release server: all as expected; the report is target/attack.html
	cargo build --workspace --bin mock-proconnect
	.ci/attack

weakened: has-assurance ## the application without one of its checks, each in turn: the suite of attacks catches each; about four minutes
	cargo test --package proconnect-assurance --features weakened --test weakened -- --nocapture --test-threads 1

standalone: ## the mock alone, installed as its Containerfile does, then run with no environment: about three minutes
	@.ci/standalone

opentelemetry: ## clippy, tests and a count for the traces, which only a build with that feature has
	@.ci/test opentelemetry traces

traces:
	cargo clippy --package server --features opentelemetry --lib --bins --test traces -- -D warnings
	cargo test --package server --features opentelemetry --test traces
	cargo test --package server --features opentelemetry --lib trace

proofs: services ## on a copy: the project without end2end/, proconnect/assurance/ or service_requests, with what the guides add, and under another name
	@.ci/proofs

fuzz: has-assurance ## look for inputs that break a property: SECONDS_PER_TARGET=60 for each target, TARGETS='...' for some
	@.ci/fuzz

coverage: has-assurance ## lines of proconnect/src that tests run, at least 95 %
	@.ci/coverage

mutants: has-assurance ## put faults into proconnect/src one by one; tests must detect nine in ten: about two hours
	@.ci/mutants

audit: has-end2end release ## Lighthouse and the Mozilla Observatory on every public page of the release build, as tables
	cd end2end && npm ls >/dev/null 2>&1 || PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci
	cd end2end/audit && npm ls >/dev/null 2>&1 || npm ci --ignore-scripts
	cd end2end/audit && node lighthouse.js
	cd end2end/audit && node observatory.js

flood: release ## 2 000 slow sockets for three minutes and 20 000 made-up codes, at the release server
	ulimit -n 8192 && FLOOD=1 SERVER_UNDER_TEST=$(CURDIR)/target/release/server SITE_UNDER_TEST=$(CURDIR)/target/site \
	cargo test -p server --test connections -- --nocapture --test-threads 1 slow_sockets_do_not codes

races: services ## in each store: 1 000 logouts that race 50 requests on two replicas, 10 000 sessions over a restart; about a quarter of an hour
	RACE_ROUNDS=1000 RESTART_SESSIONS=10000 cargo test -p server --test services -- --nocapture --test-threads 1 s19_ g05_

storebench: services ## a session's read among a million rows, a purge of half of them beside requests, and a list of a million: 5 GB of /tmp
	STORE_ROWS=1000000 cargo test -p server --test services cost:: -- --nocapture --test-threads 1

instructions: release ## what the release server executes per request, counted by callgrind; needs valgrind
	cargo build --workspace --bin mock-proconnect
	@.ci/instructions

bench: has-assurance ## how the release server answers while its issuer does not
	cargo build --release --package server --bin server
	ulimit -n 8192 && SERVER_UNDER_TEST=$(CURDIR)/target/release/server \
	cargo bench --package proconnect-assurance --bench silent_issuer

# Deployments, as docs/guides/mettre-en-production.md describes them.
.PHONY: archive build image mock platforms run systemd

archive: release ## target/application.tar.gz: what systemd or Scalingo needs of a release build
	@server/deploy/archive

build: ## what Clever Cloud builds: the tools without the browser tests, then the release build
	@WITHOUT_BROWSERS=1 .ci/install-tools
	@$(MAKE) --no-print-directory release

run: ## what Clever Cloud starts: the release build, with the variables of the platform
	@server/deploy/clever-cloud/run

# The issuer that the deployments below log in at.
mock:
	@cargo build --package mock-proconnect --bin mock-proconnect

image: mock ## build the image of Containerfile, run it read-only as any user, log in; BASES=here without a registry of images
	@.ci/image

systemd: release mock ## boot a Debian, follow the guide of one machine there (systemd, nginx, PostgreSQL), log in
	@.ci/systemd

platforms: release mock ## run the release build as Scalingo and Clever Cloud start it, and log in
	@.ci/platforms

# Only a NAME of this command line counts: some systems have an environment variable NAME. `value` keeps a `$` as it is.
unexport NAME CONTACT
rename: export NEW_NAME := $(if $(findstring command,$(origin NAME)),$(value NAME))
rename: export NEW_CONTACT := $(if $(findstring command,$(origin CONTACT)),$(value CONTACT))
rename: ## give this project its name, NAME="Mon service", and CONTACT=address once it is known; lists what is left to decide
	@.ci/rename "$$NEW_NAME" "$$NEW_CONTACT"

forks: ## make a project of this repository in three ways (WAYS='inplace new copy'), build each and run `make test` in it
	@.ci/forks $(filter inplace new copy,$(value WAYS))
