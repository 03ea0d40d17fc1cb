//! Sets of listings of one segment, one bit each: how a million listings are filtered and counted in a few milliseconds.

use tantivy::DocId;

const WORD: usize = 64;

/// A set of documents below a fixed number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: DocId,
}

impl Bits {
    pub fn none(len: DocId) -> Self {
        Self {
            words: vec![0; (len as usize).div_ceil(WORD)],
            len,
        }
    }

    pub fn all(len: DocId) -> Self {
        let mut bits = Self {
            words: vec![u64::MAX; (len as usize).div_ceil(WORD)],
            len,
        };
        let beyond = len as usize % WORD;
        if let Some(last) = bits.words.last_mut().filter(|_| beyond > 0) {
            *last = (1 << beyond) - 1;
        }
        bits
    }

    /// The documents whose value passes. Written so that the compiler tests many values at once.
    pub fn of<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> Self {
        let words = values.chunks(WORD).map(|values| {
            let mut passed = [0; WORD];
            for (passed, value) in passed.iter_mut().zip(values) {
                *passed = u8::from(test(*value));
            }
            packed(&passed)
        });
        Self {
            words: words.collect(),
            len: values.len() as DocId,
        }
    }

    /// How many documents there are, in the set or not.
    pub fn len(&self) -> DocId {
        self.len
    }

    pub fn insert(&mut self, doc: DocId) {
        self.words[doc as usize / WORD] |= 1 << (doc as usize % WORD);
    }

    pub fn contains(&self, doc: DocId) -> bool {
        self.words[doc as usize / WORD] >> (doc as usize % WORD) & 1 == 1
    }

    pub fn and(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Leaves what is in any of these sets.
    pub fn and_any(&mut self, sets: &[&Self]) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= sets.iter().fold(0, |any, set| any | set.words[at]);
        }
    }

    /// What is in the other and not in this.
    pub fn rest_of(mut self, other: &Self) -> Self {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word = other & !*word;
        }
        self
    }

    pub fn or(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Of what passed every test so far, leaves what passes one more; what fails it joins what failed one test. What
    /// failed one already and fails this, too, is out.
    pub fn sift(&mut self, failed_one: &mut Self, passing: &Self) {
        for ((passed, failed), passing) in self.words.iter_mut().zip(&mut failed_one.words).zip(&passing.words) {
            *failed = *failed & passing | *passed & !passing;
            *passed &= passing;
        }
    }

    /// How many are in both.
    pub fn count_with(&self, other: &Self) -> u64 {
        let both = self.words.iter().zip(&other.words).map(|(one, other)| one & other);
        both.map(|word| u64::from(word.count_ones())).sum()
    }

    /// In ascending order, when there are about so many.
    pub fn list(&self, about: usize) -> Vec<DocId> {
        let mut docs = Vec::with_capacity(about);
        for (at, word) in self.words.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                docs.push((at * WORD) as DocId + left.trailing_zeros());
                left &= left - 1;
            }
        }
        docs
    }

    /// Leaves out those that don't pass.
    pub fn retain(&mut self, mut passes: impl FnMut(DocId) -> bool) {
        for (at, word) in self.words.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !passes((at * WORD) as DocId + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// In ascending order.
    pub fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some((at * WORD) as DocId + bit)
            })
        })
    }
}

/// 64 bytes of 0 or 1 as 64 bits. The multiplication moves eight bytes' lowest bits side by side into the highest byte.
fn packed(bytes: &[u8; WORD]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut word = 0;
    for (at, eight) in eights.iter().enumerate() {
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= gathered << (8 * at);
    }
    word
}

/// Listings of one segment: in a list when they are few, else as a set.
pub enum Docs {
    List(Vec<DocId>),
    Set(Bits),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sifts_what_fails_no_test_from_what_fails_one(values in prop::collection::vec(0_u8..8, 0..200)) {
            let (mut passed, mut failed_one) = (Bits::all(values.len() as DocId), Bits::none(values.len() as DocId));
            for test in 0..3 {
                passed.sift(&mut failed_one, &Bits::of(&values, |value| value >> test & 1 == 1));
            }
            prop_assert_eq!(passed, Bits::of(&values, |value| value == 7));
            prop_assert_eq!(failed_one, Bits::of(&values, |value| value.count_ones() == 2));
        }

        #[test]
        fn behaves_like_a_set(values in prop::collection::vec(0_u32..4, 0..300)) {
            let bits = Bits::of(&values, |value| value == 1);
            let expected: Vec<DocId> = (0..values.len() as DocId).filter(|doc| values[*doc as usize] == 1).collect();
            prop_assert_eq!(bits.iter().collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!(&bits.list(0), &expected);
            prop_assert_eq!(bits.count(), expected.len() as u64);
            let mut kept = Bits::all(values.len() as DocId);
            kept.retain(|doc| values[doc as usize] == 1);
            prop_assert_eq!(&kept, &bits);
            let mut inserted = Bits::none(values.len() as DocId);
            for doc in &expected {
                inserted.insert(*doc);
            }
            prop_assert_eq!(&inserted, &bits);
            let all = Bits::all(values.len() as DocId);
            prop_assert_eq!(all.count(), values.len() as u64);
            prop_assert_eq!(all.count_with(&bits), bits.count());
            let mut both = all.clone();
            both.and(&bits);
            prop_assert_eq!(&both, &bits);
            let mut either = Bits::none(values.len() as DocId);
            either.or(&bits);
            prop_assert_eq!(&either, &bits);
            let others = bits.clone().rest_of(&all);
            let expected: Vec<DocId> = (0..values.len() as DocId).filter(|doc| !bits.contains(*doc)).collect();
            prop_assert_eq!(others.list(0), expected);
            let mut any = all.clone();
            any.and_any(&[&bits, &others]);
            prop_assert_eq!(&any, &all);
            any.and_any(&[&bits]);
            prop_assert_eq!(&any, &bits);
            prop_assert!((0..values.len() as DocId).all(|doc| bits.contains(doc) == (values[doc as usize] == 1)));
        }
    }
}
