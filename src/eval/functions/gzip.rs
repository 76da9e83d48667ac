//! `base64gzip`, to the byte: what is chosen where RFC 1951 and 1952 leave a choice is Go's choice.
//!
//! The text becomes [`matches::Step`]s, at most [`BLOCK`] of them a block, and a block is written
//! in the shortest of three forms. Two empty blocks end it: Terraform flushes before it closes.

mod huffman;
mod matches;

use flate2::Crc;
use huffman::{Code, Lengths};
use matches::{Block, Step};

/// How many steps there are in a block.
const BLOCK: usize = 1 << 14;
/// What stands for the end of a block among the literals and lengths.
const END: usize = 256;
/// How many literals and lengths there are, and how many distances.
const SYMBOLS: [usize; 2] = [286, 30];
/// The most bits of a code of either.
const LONGEST: usize = 15;
/// The most bits of a code of the lengths of those codes.
const LONGEST_OF_LENGTHS: usize = 7;
/// The order in which RFC 1951 has the lengths of that code.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// The most bytes of a block that is stored as it is.
const STORED: usize = 0xFFFF;

/// A text as a file of gzip without name and time.
pub(super) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF], ..Bits::default() };
    matches::blocks(text, BLOCK, |block| write_block(&mut bits, block));
    bits.stored(&[], false);
    bits.stored(&[], true);
    let mut sum = Crc::new();
    sum.update(text);
    bits.bytes.extend(sum.sum().to_le_bytes());
    bits.bytes.extend(sum.amount().to_le_bytes());
    bits.bytes
}

/// Bits in the order of RFC 1951: the lowest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// Those that fill no byte yet.
    open: u64,
    count: usize,
}

impl Bits {
    fn put(&mut self, bits: usize, count: usize) {
        self.open |= (bits as u64) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.open.to_le_bytes()[0]);
            self.open >>= 8;
            self.count -= 8;
        }
    }

    /// A block of bytes as they are; its head fills a byte.
    fn stored(&mut self, bytes: &[u8], last: bool) {
        self.put(usize::from(last), 3);
        self.put(0, (8 - self.count) % 8);
        self.put(bytes.len(), 16);
        self.put(!bytes.len() & STORED, 16);
        self.bytes.extend(bytes);
    }
}

fn write_block(bits: &mut Bits, block: &Block<'_>) {
    let counts = counts(&block.steps);
    let own = counts.each_ref().map(|counts| Lengths::of(counts, LONGEST));
    let head = Head::of(&counts, &own);
    let fixed = [Lengths::fixed(), Lengths::even(SYMBOLS[1], 5)];
    let cost = |lengths: &[Lengths; 2]| lengths[0].cost(&counts[0]) + lengths[1].cost(&counts[1]);
    let (of_fixed, of_own) = (3 + cost(&fixed), head.size() + cost(&own));
    let extra: usize = block.steps.iter().map(Step::extra_bits).sum();
    let stored = block.bytes.filter(|bytes| bytes.len() <= STORED);
    if let Some(bytes) = stored
        && (bytes.len() + 5) * 8 < of_fixed.min(of_own) + extra
    {
        return bits.stored(bytes, false);
    }
    let lengths = if of_own < of_fixed {
        bits.put(2 << 1, 3);
        head.write(bits);
        own
    } else {
        bits.put(1 << 1, 3);
        fixed
    };
    let [symbols, distances] = lengths.map(|lengths| lengths.code());
    for step in &block.steps {
        write_step(bits, step, &symbols, &distances);
    }
    symbols.put(bits, END);
}

fn write_step(bits: &mut Bits, step: &Step, symbols: &Code, distances: &Code) {
    match step {
        Step::Literal(byte) => symbols.put(bits, usize::from(*byte)),
        Step::Match { length, distance } => {
            symbols.put(bits, END + 1 + length.class);
            bits.put(length.rest, length.bits);
            distances.put(bits, distance.class);
            bits.put(distance.rest, distance.bits);
        }
    }
}

/// How often each literal or length, and each distance is needed. A block without distances is
/// counted as if it had one.
fn counts(steps: &[Step]) -> [Vec<usize>; 2] {
    let [mut symbols, mut distances] = SYMBOLS.map(|size| vec![0; size]);
    symbols[END] = 1;
    for step in steps {
        match step {
            Step::Literal(byte) => symbols[usize::from(*byte)] += 1,
            Step::Match { length, distance } => {
                symbols[END + 1 + length.class] += 1;
                distances[distance.class] += 1;
            }
        }
    }
    if distances.iter().all(|count| *count == 0) {
        distances[0] = 1;
    }
    [symbols, distances]
}

/// The head of a block that brings its own codes: their lengths, in a code of their own.
struct Head {
    /// How many literals and lengths, and how many distances.
    sizes: [usize; 2],
    runs: Vec<Run>,
    counts: Vec<usize>,
    lengths: Lengths,
}

/// A length, or a repetition: the symbol, and the bits behind it.
struct Run {
    symbol: usize,
    rest: usize,
    bits: usize,
}

impl Head {
    fn of(counts: &[Vec<usize>; 2], own: &[Lengths; 2]) -> Self {
        let size = |counts: &Vec<usize>| {
            counts.iter().rposition(|count| *count > 0).map_or(0, |at| at + 1)
        };
        let sizes = counts.each_ref().map(size);
        let all = [&own[0].0[..sizes[0]], &own[1].0[..sizes[1]]].concat();
        let runs: Vec<Run> =
            all.chunk_by(|a, b| a == b).flat_map(|run| runs(run[0], run.len())).collect();
        let mut counts = vec![0; ORDER.len()];
        for run in &runs {
            counts[run.symbol] += 1;
        }
        let lengths = Lengths::of(&counts, LONGEST_OF_LENGTHS);
        Self { sizes, runs, counts, lengths }
    }

    /// How many lengths of its own code it says.
    fn said(&self) -> usize {
        let last = ORDER.iter().rposition(|symbol| self.counts[*symbol] > 0);
        last.map_or(4, |last| (last + 1).max(4))
    }

    /// In bits, with those that say what kind of block it is.
    fn size(&self) -> usize {
        let rests: usize = self.runs.iter().map(|run| run.bits).sum();
        3 + 5 + 5 + 4 + 3 * self.said() + self.lengths.cost(&self.counts) + rests
    }

    fn write(&self, bits: &mut Bits) {
        bits.put(self.sizes[0] - END - 1, 5);
        bits.put(self.sizes[1] - 1, 5);
        bits.put(self.said() - 4, 4);
        for symbol in &ORDER[..self.said()] {
            bits.put(self.lengths.0[*symbol], 3);
        }
        let code = self.lengths.code();
        for run in &self.runs {
            code.put(bits, run.symbol);
            bits.put(run.rest, run.bits);
        }
    }
}

/// The same length any number of times.
fn runs(length: usize, mut times: usize) -> Vec<Run> {
    let once = || Run { symbol: length, rest: 0, bits: 0 };
    let mut runs = Vec::new();
    let mut repeat = |times: &mut usize, symbol: usize, least: usize, most: usize, bits: usize| {
        while *times >= least {
            let taken = most.min(*times);
            runs.push(Run { symbol, rest: taken - least, bits });
            *times -= taken;
        }
    };
    if length == 0 {
        repeat(&mut times, 18, 11, 138, 7);
        repeat(&mut times, 17, 3, 10, 3);
    } else {
        times -= 1;
        repeat(&mut times, 16, 3, 6, 2);
        runs.insert(0, once());
    }
    runs.extend((0..times).map(|_| once()));
    runs
}
