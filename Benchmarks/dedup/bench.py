#!/usr/bin/env python3
"""Measures `aggd dedup` on generated items: speed, growth with the archive, memory, size of the index, quality.

  bench.py [--aggd PATH] [--sizes 10000,100000] [--probe 5000] [--seed 1]

All texts are invented words, made here. For each size the archive is filled up to it, then a probe is timed: CPU
seconds of the process (decision, index on disk and reading the lines), so that a busy machine changes little.
Quality is pair precision and recall against the generator's own labels, over all decisions."""
import argparse, collections, json, os, random, resource, sqlite3, subprocess, tempfile

HEADS = 'b br d dr f g gr h k kr l m n p r s st t tr v'.split()
CORES = 'a e i o u ai ei ou'.split()
TAILS = ['', 'l', 'n', 'r', 's', 't', 'nd', 'rk', 'm']
DAY = 86400


class Newsroom:
    """Items in time order, each with the number of its story."""

    def __init__(self, seed, step):
        self.random = random.Random(seed)
        word = lambda: ''.join(self.random.choice(HEADS) + self.random.choice(CORES) for _ in range(2)) + self.random.choice(TAILS)
        self.words = [word() for _ in range(20000)]
        self.weights = list(self.cumulate(1 / (rank + 20) for rank in range(20000)))
        self.about = [self.text(2) for _ in range(200)]
        self.count, self.time, self.step = 0, 1_767_225_600, step
        self.recent = collections.deque(maxlen=400)

    @staticmethod
    def cumulate(numbers):
        total = 0
        for number in numbers:
            total += number
            yield total

    def sentence(self):
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(12, 26))
        if self.random.random() < 0.3:
            words[self.random.randrange(len(words))] = str(self.random.randint(10, 9999))
        return (' '.join(words)).capitalize() + '.'

    def text(self, paragraphs):
        return '\n\n'.join(' '.join(self.sentence() for _ in range(self.random.randint(2, 4))) for _ in range(paragraphs))

    def item(self, story, source, title, text):
        self.count += 1
        self.time += self.step
        stamp = __import__('datetime').datetime.fromtimestamp(self.time, __import__('datetime').timezone.utc)
        return story, {'id': f'i{self.count}', 'url': f'https://{source}.example/{self.count}', 'title': title, 'source': source,
                       'published': stamp.strftime('%Y-%m-%dT%H:%M:%SZ'), 'feed': f'https://{source}.example/feed', 'text': text}

    def next(self):
        roll = self.random.random()
        source = f's{self.random.randrange(300)}'
        if roll < 0.2 and self.recent:                       # a copy, an excerpt, an update or a follow-up of a recent text
            story, origin, title, text = self.random.choice(self.recent)
            kind = self.random.choice(['copy', 'copy', 'edited', 'excerpt', 'summary', 'update', 'follow-up'])
            paragraphs = text.split('\n\n')
            if kind == 'copy':
                return self.item(story, source, self.sentence()[:60], f'By Anna Keller\n\n{text}\n\n{self.about[int(source[1:]) % 200]}')
            if kind == 'edited':
                words = text.split(' ')
                for place in range(0, len(words), 11):
                    words[place] = self.random.choice(self.words)
                return self.item(story, source, title, ' '.join(words))
            if kind == 'excerpt':
                return self.item(story, source, title, '\n\n'.join(paragraphs[:3]) + ' (end of excerpt)')
            if kind == 'summary':
                return self.item(story, source, title, paragraphs[0][:240] + ' [...]')
            if kind == 'update':
                return self.item(story, origin, 'UPDATE 1-' + title, self.text(1) + '\n\n' + text)
            return self.item(self.count + 10 ** 9, origin, self.sentence()[:60], self.text(5) + '\n\n' + paragraphs[-1])
        if roll < 0.35:                                      # a page of a template: another story every time
            number = self.random.randrange(40)
            figures = [self.random.randint(10, 99999) for _ in range(6)]
            lines = [f'{self.template(number, place)} {figure} {self.template(number, place + 50)}.' for place, figure in enumerate(figures)]
            return self.item(self.count + 10 ** 9, f't{number}', self.template(number, 99), '\n'.join(lines))
        title, text = self.sentence()[:70], self.text(self.random.randint(5, 9)) + '\n\n' + self.about[int(source[1:]) % 200]
        story = self.count + 10 ** 9
        self.recent.append((story, source, title, text))
        return self.item(story, source, title, text)

    def template(self, number, place):
        return ' '.join(random.Random(number * 1000 + place).choices(self.words, k=9)).capitalize()


def pairs(counts):
    return sum(n * (n - 1) // 2 for n in counts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--aggd', default='.build/release/aggd')
    parser.add_argument('--sizes', default='10000,100000')
    parser.add_argument('--probe', type=int, default=5000)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(',')]
    total = max(sizes) + options.probe * len(sizes)
    room = Newsroom(options.seed, max(1, 20 * DAY // total))   # everything within the window of three weeks
    labels, clusters = [], []
    with tempfile.TemporaryDirectory(prefix='aggd-bench-') as folder:
        path = os.path.join(folder, 'stories.db')

        def run(count):
            """Feeds so many items through one process; its CPU seconds and its peak memory in MB."""
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            process = subprocess.Popen([options.aggd, 'dedup', '--ndjson', '--store', path],
                                       stdin=subprocess.PIPE, stdout=open(os.path.join(folder, 'out'), 'w'))
            for _ in range(count):
                story, item = room.next()
                labels.append(story)
                process.stdin.write(json.dumps(item).encode() + b'\n')
            process.stdin.close()
            if process.wait() != 0:
                raise SystemExit('aggd failed')
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            clusters.extend(json.loads(line)['cluster'] for line in open(os.path.join(folder, 'out')))
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024

        start = run(0)[0]                                      # what starting costs
        print('  archive   items/s  us/item  growth  peak MB  index B/item')
        base = None
        for size in sizes:
            if size > len(labels):
                run(size - len(labels))
            # What opening an archive of this size costs is no cost of an item.
            opening = run(0)[0]
            seconds, memory = run(options.probe)
            each = max(1e-9, seconds - opening) / options.probe
            base = base or each
            file = sqlite3.connect(path)
            index = file.execute("select sum(pgsize) from dbstat where name <> 'story_text'").fetchone()[0]
            file.close()
            print(f'{size:9} {1 / each:9.0f} {each * 1e6:8.0f} {each / base:7.2f} {memory:8.0f} {index / len(labels):13.0f}', flush=True)
    both = pairs(collections.Counter(zip(labels, clusters)).values())
    found, true = pairs(collections.Counter(clusters).values()), pairs(collections.Counter(labels).values())
    precision, recall = both / max(1, found), both / max(1, true)
    print(f'pairs: precision {100 * precision:.2f} %, recall {100 * recall:.2f} %, F1 {200 * precision * recall / (precision + recall):.2f} %')


if __name__ == '__main__':
    main()
