//! A text as literals and repetitions of what stands before: where it is looked for, and when the
//! next byte is tried before a repetition is taken.

/// How far back a repetition reaches.
const WINDOW: usize = 1 << 15;
/// The shortest repetition that is taken, and the longest.
const SHORTEST: usize = 4;
const LONGEST: usize = 258;
/// From this length on the next byte is not tried.
const CONTENT: usize = 16;
/// From this length on nothing longer is looked for.
const NICE: usize = 128;
/// How many places are looked at.
const PLACES: usize = 128;
/// Beyond this distance the shortest ones are not worth it.
const NEAR: usize = 4096;
/// The bits of a hash, and what four bytes are multiplied by for it.
const HASH_BITS: u32 = 17;
const HASH: u32 = 0x1E35_A7BD;
/// No place.
const NOWHERE: u32 = u32::MAX;

/// A step of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Literal(u8),
    Match { length: Classed, distance: Classed },
}

/// A length or distance: its class, and in so many bits which one of the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classed {
    pub(super) class: usize,
    pub(super) rest: usize,
    pub(super) bits: usize,
}

/// The steps of a block, and its bytes if they are still at hand.
pub(super) struct Block<'t> {
    pub(super) steps: Vec<Step>,
    pub(super) bytes: Option<&'t [u8]>,
}

impl Step {
    fn repeat(found: Found) -> Self {
        let length = found.length - 3;
        let length = match length {
            255 => Classed { class: 28, rest: 0, bits: 0 },
            _ => classed(length, 4),
        };
        Self::Match { length, distance: classed(found.distance - 1, 2) }
    }

    /// The bits that say which one of a class it is.
    pub(super) fn extra_bits(&self) -> usize {
        match self {
            Self::Literal(_) => 0,
            Self::Match { length, distance } => length.bits + distance.bits,
        }
    }
}

/// The class of a number where each power of two is cut into so many classes.
fn classed(number: usize, cuts: usize) -> Classed {
    let bits = (number / cuts).checked_ilog2().unwrap_or(0) as usize;
    let bits = if number / cuts == 0 { 0 } else { bits };
    Classed { class: bits * cuts + (number >> bits), rest: number & ((1 << bits) - 1), bits }
}

/// A repetition.
#[derive(Debug, Clone, Copy)]
struct Found {
    length: usize,
    distance: usize,
}

/// Gives the blocks of a text one by one.
pub(super) fn blocks<'t>(text: &'t [u8], size: usize, give: impl FnMut(&Block<'t>)) {
    let mut search = Search {
        text,
        size,
        give,
        begin: 0,
        block: Some(0),
        last: vec![NOWHERE; 1 << HASH_BITS],
        before: vec![NOWHERE; text.len()],
        steps: Vec::new(),
    };
    search.run();
}

struct Search<'t, F> {
    text: &'t [u8],
    /// Steps of a block.
    size: usize,
    give: F,
    /// Where the part of the text begins that is at hand: two windows at a time are.
    begin: usize,
    /// Where the block begins, if that is still at hand.
    block: Option<usize>,
    /// The last place of each hash.
    last: Vec<u32>,
    /// For each place, the one before it with its hash.
    before: Vec<u32>,
    steps: Vec<Step>,
}

impl<'t, F: FnMut(&Block<'t>)> Search<'t, F> {
    fn run(&mut self) {
        let (mut at, mut earlier, mut pending) = (0, None::<Found>, false);
        while at < self.text.len() {
            self.advance(at);
            let head = self.enter(at);
            let left = self.text.len() - at;
            let length = earlier.map_or(SHORTEST - 1, |found| found.length);
            let tries = length < CONTENT && left > length;
            let found = head.filter(|_| tries).and_then(|head| self.longest(at, head));
            match earlier.take() {
                Some(taken) if found.is_none_or(|found| found.length <= taken.length) => {
                    self.steps.push(Step::repeat(taken));
                    let end = at + taken.length - 1;
                    (at + 1..end).for_each(|at| {
                        self.enter(at);
                    });
                    (at, pending) = (end, false);
                    self.close_full(at);
                }
                _ => {
                    if pending {
                        self.steps.push(Step::Literal(self.text[at - 1]));
                        self.close_full(at);
                    }
                    (at, earlier, pending) = (at + 1, found, true);
                }
            }
        }
        if pending {
            self.steps.push(Step::Literal(self.text[at - 1]));
        }
        if !self.steps.is_empty() {
            self.close(at);
        }
    }

    /// Drops a window where the next one is needed.
    fn advance(&mut self, at: usize) {
        let end = self.begin + 2 * WINDOW;
        if self.text.len() > end && end - at < SHORTEST + LONGEST {
            self.begin += WINDOW;
            self.block = self.block.filter(|block| *block >= self.begin);
        }
    }

    /// Records a place; the last one before it with the same hash.
    fn enter(&mut self, at: usize) -> Option<usize> {
        let four = self.text.get(at..at + SHORTEST)?;
        let four = four.iter().fold(0_u32, |four, byte| four << 8 | u32::from(*byte));
        let hash = (four.wrapping_mul(HASH) >> (32 - HASH_BITS)) as usize;
        let place = crate::source::offset(at);
        let before = std::mem::replace(&mut self.last[hash], place);
        self.before[at] = before;
        self.reached(before, at)
    }

    /// A place, if it is one and near enough to be repeated.
    fn reached(&self, place: u32, at: usize) -> Option<usize> {
        let first = at.saturating_sub(WINDOW).max(self.begin);
        Some(place as usize).filter(|place_at| place != NOWHERE && *place_at >= first)
    }

    /// The longest repetition of what stood at `place` or one of those before it.
    fn longest(&self, at: usize, place: usize) -> Option<Found> {
        let here = &self.text[at..self.text.len().min(at + LONGEST)];
        let nice = NICE.min(here.len());
        let (mut best, mut length) = (None, SHORTEST - 1);
        let mut place = Some(place);
        for _ in 0..PLACES {
            let Some(from) = place else { break };
            if self.text[from + length] == here[length] {
                let there = &self.text[from..];
                let same = here.iter().zip(there).take_while(|(a, b)| a == b).count();
                if same > length && (same > SHORTEST || at - from <= NEAR) {
                    (length, best) = (same, Some(Found { length: same, distance: at - from }));
                    if same >= nice {
                        break;
                    }
                }
            }
            place = self.reached(self.before[from], at);
        }
        best
    }

    fn close_full(&mut self, end: usize) {
        if self.steps.len() == self.size {
            self.close(end);
        }
    }

    /// Gives the block that ends here.
    fn close(&mut self, end: usize) {
        let bytes = self.block.map(|begin| &self.text[begin..end]);
        (self.give)(&Block { steps: std::mem::take(&mut self.steps), bytes });
        self.block = Some(end);
    }
}
