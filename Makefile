# Everything a person or a program starts here. Each target fetches the tools that it needs.
# Variables: CLUSTER=sim|node|k3d|current, PORT (7007), URUMI_STATE (.local); see tools/README.md.
.DEFAULT_GOAL := help
.PHONY: help start dev stop clean test test-postgres storm bench screenshots
export URUMI_STORM_SEED = $(SEED)
export URUMI_STORM_STORES = $(STORES)
export URUMI_STORM_BACKENDS = $(BACKENDS)
export URUMI_STORM_SECONDS = $(SECONDS)
NODE := exec tools/bootstrap.sh node --disable-warning=ExperimentalWarning

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile

start: ## serve app and API at http://localhost:7007 with a cluster; Ctrl-C ends it and keeps all state
	@$(NODE) tools/start.mjs

dev: ## the same with hot reload: the app on port 3000, the API on 7007
	@$(NODE) tools/start.mjs --dev

stop: ## end a running copy, or what a crash has left of one
	@$(NODE) tools/stop.mjs

clean: ## remove database and cluster together
	@$(NODE) tools/clean.mjs

test: ## all checks and tests; the last line says how many passed
	@$(NODE) tools/test.mjs $(TEST_ARGS)

test-postgres: ## tests of the database on POSTGRES=14, 15, 16, 17 or 18; without it on each
	@$(NODE) tools/testPostgres.mjs $(POSTGRES)

storm: ## crash storm at STORES=12 BACKENDS=2 SECONDS=36; SEED=n plays one again
	@$(NODE) tools/storm.mjs

bench: ## all benchmarks against their goals, or one by BENCH=name; results in bench/results
	@$(NODE) bench/run.mjs $(BENCH)

screenshots: ## pictures of all pages for docs/pages.md
	@$(NODE) tools/screenshots.mjs
