//! The initials of a title's pinyin.

use pinyin::ToPinyinMulti;

/// For each UTF-16 unit of a title, the letters that may stand for it: the initials of every reading of a
/// character; a Latin letter or digit for itself; none for anything else.
pub struct Initials(Vec<Vec<u8>>);

impl Initials {
    /// The initials of `title`.
    pub fn of(title: &str) -> Initials {
        let mut units = Vec::with_capacity(title.len() / 3);
        for c in title.chars() {
            units.push(letters(c));
            units.extend((1..c.len_utf16()).map(|_| Vec::new()));
        }
        Initials(units)
    }

    /// As the client has them: per unit its letters, all but the last as capitals, or a space.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for letters in &self.0 {
            let Some((last, others)) = letters.split_last() else {
                out.push(' ');
                continue;
            };
            out.extend(others.iter().map(|l| char::from(l.to_ascii_uppercase())));
            out.push(char::from(*last));
        }
        out
    }

    /// Calls `found` with each run of three letters that can be read here (of fewer, where the title ends),
    /// units without a letter being passed over.
    pub fn each(&self, mut found: impl FnMut(&[u8])) {
        let read: Vec<&[u8]> = self
            .0
            .iter()
            .map(Vec::as_slice)
            .filter(|l| !l.is_empty())
            .collect();
        for at in 0..read.len().saturating_sub(1) {
            let none: &[u8] = &[0];
            let third = read.get(at + 2).unwrap_or(&none);
            for a in read[at] {
                for b in read[at + 1] {
                    for c in *third {
                        found(&[*a, *b, *c][..if *c == 0 { 2 } else { 3 }]);
                    }
                }
            }
        }
    }
}

fn letters(c: char) -> Vec<u8> {
    let mut letters: Vec<u8> = match c {
        c if c.is_ascii_alphanumeric() => vec![c.to_ascii_lowercase() as u8],
        '〇' => vec![b'l'],
        c => {
            let readings = c.to_pinyin_multi().into_iter().flatten();
            readings
                .filter_map(|r| r.first_letter().bytes().next())
                .collect()
        }
    };
    // A few readings begin with ê or a syllabic nasal; they have no initial that anybody would type.
    letters.retain(u8::is_ascii_alphanumeric);
    letters.sort_unstable();
    letters.dedup();
    letters
}

#[cfg(test)]
mod tests {
    use super::Initials;

    #[test]
    fn every_reading_counts() {
        assert_eq!(Initials::of("柳村，A行").text(), "lc aHx");
        let mut found = Vec::new();
        Initials::of("柳行村").each(|run| found.push(String::from_utf8_lossy(run).into_owned()));
        assert_eq!(found, ["lhc", "lxc", "hc", "xc"]);
    }

    #[test]
    fn traditional_characters_and_rare_ones_are_read_too() {
        assert_eq!(
            Initials::of("會議").text().to_lowercase().len(),
            Initials::of("會議").text().len()
        );
        assert_eq!(Initials::of("𬭳").text().len(), 2);
    }
}
