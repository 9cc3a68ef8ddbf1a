# aggd: `make` lists what can be made.
PREFIX  ?= /usr/local
DESTDIR ?=
BINDIR   = $(DESTDIR)$(PREFIX)/bin
MANDIR   = $(DESTDIR)$(PREFIX)/share/man
DOCDIR   = $(DESTDIR)$(PREFIX)/share/doc/aggd
UNITDIR  = $(DESTDIR)$(PREFIX)/lib/systemd/system
AGGD     = .build/release/aggd

.PHONY: help setup build release test lint format docs man check demo run install deb uninstall clean kill-test service-test boot-test mail-test sanitize \
        load-test bench-fetch bench-schedule http2-test bench-pages bench-dedup calendar-test fuzz bench-parse

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:
	@scripts/setup.sh

build: setup ## debug build of everything, tests included
	swift build --build-tests

release: setup ## the release binary, .build/release/aggd
	swift build -c release --static-swift-stdlib --product aggd

# A few tests at a time: all at once, each waits for the others, and what a test lets expire expires.
test: setup ## install what is missing and pass the tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 swift test --parallel

lint: ## style of the sources
	swift format lint --strict -r Sources Tests

format: ## put the sources into style
	swift format -i -r Sources Tests

docs: ## check that every public symbol is documented
	scripts/check-docs.sh

man: release ## write docs/man/feeds.conf.5 from the table of keys
	scripts/make-man.sh

check: ## layering, file lengths, man pages, the systemd unit
	scripts/check-layers.sh
	scripts/check-man.sh
	scripts/check-unit.sh

demo: ## build, serve our sample sites on loopback, poll three days, print the digest
	@scripts/setup.sh
	@demo/run.sh

run: release ## poll the shipped feeds.conf and print its digest
	@scripts/run.sh

kill-test: release ## kill -9 during polls, 50 times over; nothing may be lost or doubled
	scripts/kill-test.py

service-test: release ## `aggd serve` as systemd runs it: ready, watchdog, reload, stop
	scripts/service-test.py

boot-test: deb ## the package and the unit in a bare Debian that boots its own systemd (root, systemd-nspawn)
	scripts/boot-test.py

bench-dedup: release ## `aggd dedup` on generated items: items/s, growth, memory, quality
	Benchmarks/dedup/bench.py

mail-test: release ## digests to a real SMTP server, kill -9 at each step of the sending (python3-aiosmtpd, faketime)
	scripts/mail-test.py

KIND ?= thread
sanitize: setup ## the tests under a sanitizer, KIND=thread or KIND=address
	scripts/sanitize.sh $(KIND)

load-test: release ## 10,000 items from 200 feeds on loopback: time and memory
	scripts/load-test.py

bench-fetch: ## CPU and time of fetching generated feeds from loopback against bare libcurl, cold and with validators
	@Benchmarks/fetch/run.sh

bench-schedule: setup ## memory and time of 100,000 sources in the schedule
	@swift build -c release --product bench-schedule >/dev/null
	@$$(swift build -c release --show-bin-path)/bench-schedule

http2-test: release ## many feeds of one host over HTTP/2, by an nginx of its own (nginx-light, openssl)
	scripts/http2-test.py

bench-pages: release ## extraction of pages against libxml2's bare parse of the same pages
	@Benchmarks/pages/run.sh

calendar-test: release ## events as iCalendar, read back by Python's icalendar
	scripts/calendar-test.py

SECONDS ?= 600
fuzz: ## mutated documents for every parser, SECONDS= each; the seed is printed, SEED= repeats it, ONLY= chooses
	swift build -c release --product fuzz
	.build/release/fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

bench-parse: release ## CPU of reading generated feeds against libxml2's bare SAX2 parse of the same
	Benchmarks/parse/run.sh

install: ## binary, unit, man pages, completions, example; PREFIX= and DESTDIR= are honoured
	@test -x $(AGGD) || { echo "build it first: make release" >&2; exit 1; }
	install -Dm755 -s $(AGGD) $(BINDIR)/aggd
	install -d $(UNITDIR)
	sed 's|/usr/bin/aggd|$(PREFIX)/bin/aggd|' packaging/systemd/aggd.service > $(UNITDIR)/aggd.service
	install -Dm644 packaging/systemd/aggd.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/aggd.conf
	install -Dm644 docs/man/aggd.1 $(MANDIR)/man1/aggd.1
	install -Dm644 docs/man/feeds.conf.5 $(MANDIR)/man5/feeds.conf.5
	install -Dm644 docs/man/aggd-query.7 $(MANDIR)/man7/aggd-query.7
	install -Dm644 feeds.conf $(DOCDIR)/feeds.conf
	install -Dm644 README.md $(DOCDIR)/README.md
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(AGGD) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/aggd
	install -d $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	$(AGGD) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_aggd
	install -d $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(AGGD) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/aggd.fish

deb: release ## a Debian package, .build/aggd_VERSION_ARCH.deb
	packaging/debian/build.sh

uninstall: ## remove what install put in place
	rm -f $(BINDIR)/aggd $(UNITDIR)/aggd.service $(DESTDIR)$(PREFIX)/lib/sysusers.d/aggd.conf \
	    $(MANDIR)/man1/aggd.1 $(MANDIR)/man5/feeds.conf.5 $(MANDIR)/man7/aggd-query.7 \
	    $(DOCDIR)/feeds.conf $(DOCDIR)/README.md \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/aggd \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_aggd \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/aggd.fish

clean: ## remove everything that was built
	rm -rf .build
