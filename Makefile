# `make up` and `make test` do all their set-up themselves, as often as they are run.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local

release := .build/release/seedbed
release_flags := --configuration release --product seedbed
# Types are made without a search for what they conform to, which takes a short run a tenth of its time.
release_flags += -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
ifeq ($(shell uname -s),Linux)
release_flags += --static-swift-stdlib --disable-local-rpath -Xswiftc -use-ld=lld -Xlinker -s
# What Swift's own library needs of C++ and GCC is linked in, too: two libraries less to load.
archives := .build/archives
release_flags += -Xswiftc -L$(archives) -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
endif

# The example is for the private local server, whatever database this shell speaks to otherwise.
clean := env -u SEEDBED_DATABASE_URL -u DATABASE_URL -u SEEDBED_ENV \
  -u PGHOST -u PGHOSTADDR -u PGPORT -u PGSERVICE -u PGDATABASE
example := $(clean) $(release)

.PHONY: help up build test test-example test-versions bench lint install uninstall

help:
	@echo "make up             build Seedbed, and bring up this repository's example database"
	@echo "make build          build Seedbed only, as $(release)"
	@echo "make test           check the style, build, and run all tests"
	@echo "make test-example   the tests of the example package that uses SeedbedTesting"
	@echo "make test-versions  all tests again on PostgreSQL 16 and 18"
	@echo "make bench          what Seedbed costs, as ratios to psql and other tools"
	@echo "make install        install seedbed with its completions below PREFIX ($(PREFIX))"
	@echo "make uninstall      remove what make install has installed"

up: build
	@$(example) up
	@echo
	@$(example) status
	@echo
	@$(example) db psql -- -X -c \
	  'SELECT organisation, issue, title, status, assignee FROM open_issues ORDER BY 1, 2'

build:
	@.ci/setup
ifdef archives
	@mkdir -p $(archives)
	@ln -sf "$$(clang -print-file-name=libstdc++.a)" $(archives)/
endif
	@swift build $(release_flags)

test:
	@.ci/setup test
	@$(MAKE) lint
	@swift build --build-tests
	@$(MAKE) test-example
	@swift test --skip-build --disable-xctest --parallel --quiet

# A package of its own, as Seedbed's users have one. In the same folder of builds nothing of Seedbed
# is built twice.
test-example:
	@[[ -x .build/debug/seedbed ]] || swift build --product seedbed
	@$(clean) swift test --package-path Examples/SeedbedTesting --scratch-path .build --quiet
	@$(clean) .build/debug/seedbed db stop --quiet --root Examples/SeedbedTesting

test-versions:
	@.ci/setup test
	@swift build --build-tests
	@.ci/versions

bench: build
	@Benchmarks/bench.py --markdown

lint:
	@swift format lint --strict --parallel --recursive Sources Tests Package.swift

bin := $(DESTDIR)$(PREFIX)/bin
share := $(DESTDIR)$(PREFIX)/share
bash_completion := $(share)/bash-completion/completions/seedbed
zsh_completion := $(share)/zsh/site-functions/_seedbed
fish_completion := $(share)/fish/vendor_completions.d/seedbed.fish

# Builds nothing that is there: root, who may write to PREFIX, may have no Swift.
install:
	@[[ -x $(release) ]] || $(MAKE) build
	@mkdir -p $(bin) $(dir $(bash_completion) $(zsh_completion) $(fish_completion))
	@install -m 755 $(release) $(bin)/seedbed
	@$(release) --generate-completion-script bash > $(bash_completion)
	@$(release) --generate-completion-script zsh > $(zsh_completion)
	@$(release) --generate-completion-script fish > $(fish_completion)
	@echo "Installed $(bin)/seedbed"

uninstall:
	@rm -f $(bin)/seedbed $(bash_completion) $(zsh_completion) $(fish_completion)
