//! Chance that is the same every time.

use crate::words::NAMES;

/// Numbers that look thrown and are the same every time (splitmix64).
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    /// A name; those of different `role` in one record differ.
    pub fn person(&mut self, role: usize) -> String {
        const GIVEN: [&str; 8] = [
            "建国", "秀英", "志强", "春娥", "文斌", "晓棠", "大勇", "玉兰",
        ];
        let family = NAMES[role % NAMES.len()];
        let given = GIVEN[self.below(GIVEN.len())];
        format!("{family}{given}")
    }
}
