# Everything a newcomer needs: `make demo` and `make test` install what is missing first.
SWIFT ?= swift
DEMO ?= demo
VERIFY = .build/release/verify
TRACKS = ../shared/data/pdbufr/sample_data/tropical_cyclone.bufr
BEST_TRACKS = ../shared/data/jma-besttrack/bst_all.txt

.PHONY: all build setup demo test bench format lint references browser clean

all: build

setup:
	@Scripts/setup

build: setup
	$(SWIFT) build -c release --product verify

# A small simulated world, written as real files, verified and reported.
demo: build
	$(VERIFY) demo --output $(DEMO)

# All tests, after our scores have been compared with those of other programs.
test: setup references browser
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# Ratios against a peer or a physical limit, in one run.
bench: setup
	$(SWIFT) run -c release --package-path Benchmarks verify-benchmarks

# Our scores, and forecasts as they are written, against other programs in their present versions.
references:
	@Scripts/setup --python
	.venv/bin/python Scripts/check_scores.py
	.venv/bin/python Scripts/check_fields.py
	$(SWIFT) build --product verify
	.venv/bin/python Scripts/check_zarr.py "$$($(SWIFT) build --show-bin-path)/verify"
	@if [ -e $(TRACKS) ] && [ -e $(BEST_TRACKS) ]; then \
	  $(SWIFT) run verify case-study Examples/cyclone-in-fa.yaml --json .build/in-fa.json >/dev/null \
	  && .venv/bin/python Scripts/check_cyclones.py .build/in-fa.json $(TRACKS) $(BEST_TRACKS); \
	else echo "references: no $(TRACKS) or $(BEST_TRACKS), so cyclone tracks are not checked"; fi

# A browser for the tests of pages, where there is one to be had.
browser:
	@Scripts/setup --browser

format:
	$(SWIFT) format -i -r -p Sources Tests Benchmarks Package.swift

lint:
	$(SWIFT) format lint -r -p --strict Sources Tests Benchmarks/Sources Package.swift

clean:
	rm -rf .build Benchmarks/.build
