#!/bin/bash
# The arrows between and inside the modules, and the length of files.
set -eu
cd "$(dirname "$0")/.."
bad=0
complain() { echo "$1" >&2; bad=1; }

# grep over code, not over comments
uses() { grep -rnwE "$1" --include='*.swift' "${@:2}" | grep -vE '^[^:]+:[0-9]+:\s*//' || true; }

while read -r lines file; do
    [ "$file" = total ] || [ "$lines" -le 400 ] || complain "$file has $lines lines, more than 400"
done < <(find Sources Tests -name '*.swift' -exec wc -l {} +)

found=$(uses 'import (Dispatch|CCurl|FeedFetch|Aggregator|GRDB|Logging|FoundationNetworking)' Sources/FeedParse)
[ -z "$found" ] || complain "FeedParse must know no network, clock or disk: $found"
found=$(uses 'import (FeedParse|Aggregator|GRDB|CLibXML2)' Sources/FeedFetch)
[ -z "$found" ] || complain "FeedFetch must not know the others: $found"
found=$(uses 'import CCurl' Sources/FeedParse Sources/Aggregator Sources/aggd)
[ -z "$found" ] || complain "only FeedFetch speaks to libcurl: $found"
found=$(uses 'import (CLibXML2)' Sources/Aggregator Sources/aggd)
[ -z "$found" ] || complain "only FeedParse speaks to libxml2: $found"

# inside Aggregator only Ingest names both what was parsed and the store
while read -r file; do
    case $file in Sources/Aggregator/Ingest/*) continue ;; esac
    if [ -n "$(uses 'ParsedItem|ParsedFeed|Article' "$file")" ] &&
        [ -n "$(uses 'Store|StoreReader|StoreWriter|SQLiteStore' "$file")" ]; then
        complain "$file names both a parsed item and a store; only Ingest may"
    fi
done < <(find Sources/Aggregator -name '*.swift')

# and only Ingest knows both how to fetch and how to parse
while read -r file; do
    case $file in Sources/Aggregator/Ingest/*) continue ;; esac
    if [ -n "$(uses 'import FeedFetch' "$file")" ] && [ -n "$(uses 'import FeedParse' "$file")" ]; then
        complain "$file knows both FeedFetch and FeedParse; only Ingest may"
    fi
done < <(find Sources/Aggregator Sources/aggd -name '*.swift')

found=$(find Sources -iregex '.*/\(utils\|utilities\|helpers\|common\|extensions\)')
[ -z "$found" ] || complain "a folder is named after nothing: $found"
found=$(grep -rnE 'TODO|FIXME|XXX' Sources Tests --include='*.swift' || true)
[ -z "$found" ] || complain "unfinished: $found"
[ $bad -eq 0 ] && echo "layers: clean"
exit $bad
