#!/bin/bash
# Writes docs/man/feeds.conf.5 from the table of keys in the program.
set -eu
cd "$(dirname "$0")/.."
aggd=${AGGD:-.build/release/aggd}
"$aggd" manual > docs/man/feeds.conf.5.new
mv docs/man/feeds.conf.5.new docs/man/feeds.conf.5
