#!/usr/bin/env python3
"""Measures `aggd dedup` on generated items: speed, growth with the archive, memory, size of the index, quality.

  bench.py [--aggd PATH] [--sizes 10000,100000,1000000] [--probe 10000] [--seed 1] [--per-day 48000] [--store FILE [--seconds 400]]

All texts are invented words, made here. The archive is filled up to each size with plain texts of 150 words that
share nothing (as many a day as said, so that a million are within the window of three weeks), then a probe of a
newsroom's items is timed: CPU seconds of the process (decision, index on disk and reading the lines), so that a busy
machine changes little; what opening the archive costs is measured apart. Quality is pair precision and recall
against the generator's own labels, over all probes. As it stands it takes about four minutes and three gigabytes.

Of items older than the window the index keeps addresses, titles and outlines, but no passages: where a size is larger
than the window holds, those before it are filled in with texts of one sentence, which leaves the same behind in a
third of the time. Every item passes through the program; nothing is written into the index from outside.

With --store the archive is kept, beside it FILE.json with the rows; the next run goes on where that one stopped, and
--seconds stops it (exit 75) after about so long: ten million items are filled in several runs. Texts that no later
item can be compared with any more are deleted there on the way, so that the file holds the index and one window of
texts."""
import argparse, collections, json, os, random, sqlite3, subprocess, sys, tempfile, time

HEADS = 'b br d dr f g gr h k kr l m n p r s st t tr v'.split()
CORES = 'a e i o u ai ei ou'.split()
TAILS = ['', 'l', 'n', 'r', 's', 't', 'nd', 'rk', 'm']
DAY = 86400


def stamp(seconds):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(seconds))


class Archive:
    """Texts of 150 invented words, number by number, that have no four words in a row in common but by chance.

    A text takes every n-th word of a long list, from a place and with an n of its own: quicker than drawing words."""

    def __init__(self, seed, step, words):
        self.seed, self.step = seed, step
        self.words = random.Random(seed).choices(words, k=1 << 22)

    def lines(self, first, count, start, sentences=10):
        chance = random.Random(f'{self.seed} {first}')
        for number in range(first, first + count):
            stride, place = chance.randrange(1, 20000), chance.randrange(1 << 20)
            words = self.words[place:place + 15 * sentences * stride:stride]
            text = [' '.join(words[at:at + 15]).capitalize() + '.' for at in range(0, 15 * sentences, 15)]
            yield (f'{{"id":"a{number}","url":"https://s{number % 300}.example/a{number}","title":"{text[0][:60]}","source":"s{number % 300}",'
                   f'"published":"{stamp(start + number * self.step)}","feed":"https://s{number % 300}.example/feed","text":"{" ".join(text)}"}}\n').encode()


class Newsroom:
    """Items in time order, each with the number of its story."""

    def __init__(self, seed, step, start=1_767_225_600, prefix='i'):
        self.random, self.prefix = random.Random(seed), prefix
        word = lambda: ''.join(self.random.choice(HEADS) + self.random.choice(CORES) for _ in range(2)) + self.random.choice(TAILS)
        self.words = [word() for _ in range(20000)]
        self.weights = list(self.cumulate(1 / (rank + 20) for rank in range(20000)))
        self.about = [self.text(2) for _ in range(200)]
        self.count, self.time, self.step = 0, start, step
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
        return story, {'id': f'{self.prefix}{self.count}', 'url': f'https://{source}.example/{self.prefix}{self.count}', 'title': title,
                       'source': source, 'published': stamp(self.time), 'feed': f'https://{source}.example/feed', 'text': text}

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


def seconds_of(command, lines, output):
    """Feeds lines through one process; its CPU seconds and its peak memory in MB."""
    with open(output, 'w') as out:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out)
        for line in lines:
            process.stdin.write(line)
        process.stdin.close()
        peak, ended = 0, 0
        while not ended:
            peak = max(peak, high_water(process.pid))
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            time.sleep(0.005)
        process.returncode = status
    if status != 0:
        raise SystemExit('aggd failed')
    return usage.ru_utime + usage.ru_stime, peak


def high_water(pid):
    """The most memory that a process had until now, in MB. (What wait4 tells is what this script had, if that is more.)"""
    with open(f'/proc/{pid}/status') as status:
        return next((int(line.split()[1]) / 1024 for line in status if line.startswith('VmHWM')), 0)


class Growth:
    """An archive that grows to several sizes, a probe at each; its state is kept beside it."""
    START = 1_767_225_600
    PIECE = 50_000
    WINDOW = 21 * DAY

    def __init__(self, options, path):
        self.options, self.path, self.state_path = options, path, path + '.json'
        self.output = path + '.out'
        self.step = DAY / options.per_day
        self.state = {'filled': 0, 'total': 0, 'rows': []}
        if os.path.exists(self.state_path):
            self.state = json.load(open(self.state_path))
        self.command = [options.aggd, 'dedup', '--ndjson', '--store', path]

    def save(self):
        json.dump(self.state, open(self.state_path, 'w'))

    def fill(self, size, until):
        """True when the archive has the size."""
        archive = None
        old = size - int(self.WINDOW / self.step) - self.PIECE    # before this one no passage can be looked up at the probe
        while self.state['filled'] < size:
            if time.time() > until:
                return False
            archive = archive or Archive(self.options.seed, self.step, Newsroom(self.options.seed, 1).words)
            isOld = self.state['filled'] < old
            count = min(self.PIECE * 4, old - self.state['filled']) if isOld else min(self.PIECE, size - self.state['filled'])
            lines = archive.lines(self.state['filled'], count, self.START, 1 if isOld else 10)
            seconds_of(self.command, lines, self.output)
            self.state['filled'] += count
            self.state['total'] += count
            if self.options.store:
                file = sqlite3.connect(self.path)
                floor = file.execute("select value from story_state where name = 'floor'").fetchone()[0]
                file.execute('delete from story_text where item < ?', (floor,))
                file.commit()
                file.close()
            self.save()
        return True

    def probe(self, size):
        # An archive is read when the first item comes; the opened one is a text like those it holds.
        archive = Archive(f'{self.options.seed} {size}', self.step, Newsroom(self.options.seed, 1).words)
        opening = min(seconds_of(self.command, archive.lines(10 ** 9 + size + number, 1, self.START - 10 ** 9 * self.step), self.output)[0]
                      for number in range(3))
        self.state['total'] += 3
        room = Newsroom(f'{self.options.seed} {size}', self.step / 2, self.START + size * self.step, f'p{size}-')
        made = [room.next() for _ in range(self.options.probe)]
        seconds, memory = seconds_of(self.command, [json.dumps(item).encode() + b'\n' for _, item in made], self.output)
        self.state['total'] += len(made)
        clusters = [json.loads(line)['cluster'] for line in open(self.output)]
        file = sqlite3.connect(self.path)
        pages = file.execute("select sum(pgsize) from dbstat where name <> 'story_text'").fetchone()[0]
        file.close()
        labels = [story for story, _ in made]
        both = pairs(collections.Counter(zip(labels, clusters)).values())
        return {'size': size, 'each': max(1e-9, seconds - opening) / len(made), 'memory': memory, 'bytes': pages / self.state['total'],
                'opening': opening, 'both': both, 'found': pairs(collections.Counter(clusters).values()), 'true': pairs(collections.Counter(labels).values())}

    def run(self, sizes):
        until = time.time() + self.options.seconds
        for size in sizes:
            if any(row['size'] == size for row in self.state['rows']):
                continue
            if not self.fill(size, until):
                return False
            self.state['rows'].append(self.probe(size))
            self.save()
        return True

    def report(self):
        rows = self.state['rows']
        if not rows:
            return
        print('  archive   items/s  us/item  growth  peak MB  index B/item  s to open')
        for row in rows:
            print(f"{row['size']:9} {1 / row['each']:9.0f} {row['each'] * 1e6:8.0f} {row['each'] / rows[0]['each']:7.2f} {row['memory']:8.0f}"
                  f" {row['bytes']:13.0f} {row['opening']:10.2f}")
        both, found, true = (sum(row[name] for row in rows) for name in ('both', 'found', 'true'))
        precision, recall = both / max(1, found), both / max(1, true)
        print(f'pairs: precision {100 * precision:.2f} %, recall {100 * recall:.2f} %, F1 {200 * precision * recall / (precision + recall):.2f} %')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--aggd', default='.build/release/aggd')
    parser.add_argument('--sizes', default='10000,100000,1000000')
    parser.add_argument('--probe', type=int, default=10_000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--per-day', type=int, default=48_000)
    parser.add_argument('--store')
    parser.add_argument('--seconds', type=float, default=1e9)
    options = parser.parse_args()
    sizes = sorted(int(size) for size in options.sizes.split(','))
    with tempfile.TemporaryDirectory(prefix='aggd-bench-') as folder:
        growth = Growth(options, options.store or os.path.join(folder, 'stories.db'))
        isDone = growth.run(sizes)
        growth.report()
        if not isDone:
            print(f"{growth.state['filled']} items are in the archive; run it again to go on", file=sys.stderr)
            raise SystemExit(75)


if __name__ == '__main__':
    main()
