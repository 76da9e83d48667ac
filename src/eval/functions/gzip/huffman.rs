//! Codes of Huffman's whose longest is limited, by merging packages.

use super::Bits;

/// How many bits the code of each symbol has; none of a symbol that is not needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lengths(pub(super) Vec<usize>);

/// The bits of each symbol, as they are put, and how many.
pub(super) struct Code(Vec<(usize, usize)>);

impl Lengths {
    /// The best for symbols that are needed so often, `longest` bits at most.
    pub(super) fn of(counts: &[usize], longest: usize) -> Self {
        let mut needed: Vec<usize> = (0..counts.len()).filter(|at| counts[*at] > 0).collect();
        let mut lengths = vec![0; counts.len()];
        if needed.len() <= 2 {
            for symbol in needed {
                lengths[symbol] = 1;
            }
            return Self(lengths);
        }
        needed.sort_by_key(|symbol| (counts[*symbol], *symbol));
        let weights: Vec<usize> = needed.iter().map(|symbol| counts[*symbol]).collect();
        for taken in taken(&weights, longest.min(needed.len() - 1)) {
            for symbol in &needed[..taken] {
                lengths[*symbol] += 1;
            }
        }
        Self(lengths)
    }

    /// Those of the literals and lengths that RFC 1951 fixes.
    pub(super) fn fixed() -> Self {
        let of = |symbol| match symbol {
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        };
        Self((0..288).map(of).collect())
    }

    /// As many bits for each.
    pub(super) fn even(size: usize, bits: usize) -> Self {
        Self(vec![bits; size])
    }

    /// How many bits symbols take that are needed so often.
    pub(super) fn cost(&self, counts: &[usize]) -> usize {
        self.0.iter().zip(counts).map(|(length, count)| length * count).sum()
    }

    /// The bits: shorter codes come first, those of one length in the order of their symbols.
    pub(super) fn code(&self) -> Code {
        let mut codes = vec![(0, 0); self.0.len()];
        let mut next = 0;
        for length in 1..=self.0.iter().copied().max().unwrap_or(0) {
            next <<= 1;
            for symbol in (0..self.0.len()).filter(|at| self.0[*at] == length) {
                codes[symbol] = (reversed(next, length), length);
                next += 1;
            }
        }
        Code(codes)
    }
}

impl Code {
    /// Puts a symbol behind what was put.
    pub(super) fn put(&self, bits: &mut Bits, symbol: usize) {
        let (code, length) = self.0[symbol];
        bits.put(code, length);
    }
}

fn reversed(bits: usize, count: usize) -> usize {
    bits.reverse_bits() >> (usize::BITS as usize - count)
}

/// How many of the lightest symbols are taken at each level, of which each adds a bit to them.
///
/// A row holds the symbols and, from the row before, packages of two, by weight; a package comes
/// before a symbol as heavy as it.
fn taken(weights: &[usize], levels: usize) -> Vec<usize> {
    let mut rows: Vec<Vec<(usize, bool)>> = Vec::with_capacity(levels);
    for _ in 0..levels {
        let pairs = rows.last().map(|row| row.chunks_exact(2)).into_iter().flatten();
        let packages = pairs.map(|pair| (pair[0].0 + pair[1].0, false));
        let mut row: Vec<_> =
            packages.chain(weights.iter().map(|weight| (*weight, true))).collect();
        row.sort_by_key(|(weight, _)| *weight);
        rows.push(row);
    }
    let mut items = 2 * weights.len() - 2;
    let taken = rows.iter().rev().map(|row| {
        let symbols = row[..items].iter().filter(|(_, symbol)| *symbol).count();
        items = 2 * (items - symbols);
        symbols
    });
    taken.collect()
}
