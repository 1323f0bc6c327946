//! The Latin alphabet for Chinese words: the letter that a word is looked for under, and the order of a list from A to Z.

use pinyin::ToPinyin;

/// Characters that are read in several ways, with the beginnings of words in which they are not read as usual, and how. The longest beginning that fits counts.
static READINGS: [(char, &[(&str, &str)]); 18] = [
    (
        '重',
        &[
            ("重新", "chong"),
            ("重复", "chong"),
            ("重建", "chong"),
            ("重做", "chong"),
            ("重办", "chong"),
            ("重发", "chong"),
            ("重报", "chong"),
            ("重印", "chong"),
            ("重修", "chong"),
            ("重审", "chong"),
            ("重签", "chong"),
            ("重庆", "chong"),
            ("重阳", "chong"),
        ],
    ),
    (
        '长',
        &[
            ("长", "chang"),
            ("长辈", "zhang"),
            ("长子", "zhang"),
            ("长女", "zhang"),
            ("长者", "zhang"),
        ],
    ),
    (
        '调',
        &[
            ("调解", "tiao"),
            ("调整", "tiao"),
            ("调节", "tiao"),
            ("调和", "tiao"),
            ("调处", "tiao"),
        ],
    ),
    (
        '行',
        &[
            ("行业", "hang"),
            ("行长", "hang"),
            ("行情", "hang"),
            ("行规", "hang"),
        ],
    ),
    ('会', &[("会计", "kuai")]),
    ('便', &[("便宜", "pian")]),
    (
        '校',
        &[
            ("校对", "jiao"),
            ("校验", "jiao"),
            ("校准", "jiao"),
            ("校正", "jiao"),
        ],
    ),
    ('给', &[("给付", "ji"), ("给水", "ji"), ("给养", "ji")]),
    ('传', &[("传记", "zhuan")]),
    ('还', &[("还", "huan"), ("还有", "hai")]),
    ('朝', &[("朝阳", "zhao")]),
    ('乐', &[("乐器", "yue"), ("乐队", "yue")]),
    (
        '藏',
        &[
            ("藏族", "zang"),
            ("藏语", "zang"),
            ("藏文", "zang"),
            ("藏医", "zang"),
        ],
    ),
    ('率', &[("率先", "shuai"), ("率领", "shuai")]),
    ('曾', &[("曾", "zeng"), ("曾经", "ceng"), ("曾任", "ceng")]),
    ('弹', &[("弹性", "tan")]),
    ('厦', &[("厦门", "xia")]),
    ('茄', &[("茄", "qie")]),
];

/// The letter under which `text` is looked for, `A` to `Z`; `#` for what begins with neither a Han character nor a Latin letter. Signs before the first letter, as in `《…》`,
/// are passed over.
pub fn letter(text: &str) -> char {
    let word = first_word(text);
    let first = word.chars().next().map_or("", |c| reading(word, c));
    let latin = first.chars().next().or_else(|| word.chars().next());
    latin
        .map(|c| c.to_ascii_uppercase())
        .filter(char::is_ascii_uppercase)
        .unwrap_or('#')
}

/// What `text` is sorted by from A to Z: its letter (`#` last), then the reading of each of its characters, then itself.
pub fn from_a_to_z(text: &str) -> String {
    let word = first_word(text);
    let mut key = String::with_capacity(word.len() * 2);
    key.push(match letter(text) {
        '#' => '~',
        letter => letter,
    });
    for (at, c) in word.char_indices() {
        let read = reading(&word[at..], c);
        if read.is_empty() {
            key.extend(c.to_lowercase());
        } else {
            key.push_str(read);
        }
        // A shorter reading comes before a longer one that begins with it.
        key.push(' ');
    }
    key.push_str(word);
    key
}

/// `text` from its first letter or digit on.
fn first_word(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// The reading of `first`, which `word` begins with; empty for what is no Han character.
fn reading(word: &str, first: char) -> &'static str {
    let Some(usual) = first.to_pinyin() else {
        return "";
    };
    special(word, first).map_or_else(|| usual.plain(), |(_, read)| *read)
}

/// The longest beginning of `word`, whose first character is `first`, that is read in a way of its own, and that reading.
fn special(word: &str, first: char) -> Option<&'static (&'static str, &'static str)> {
    let (_, several) = READINGS.iter().find(|(c, _)| *c == first)?;
    let fits = several
        .iter()
        .filter(|(beginning, _)| word.starts_with(beginning));
    fits.max_by_key(|(beginning, _)| beginning.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_under_the_letter_of_its_reading() {
        for (word, right) in [
            ("最低生活保障", 'Z'),
            ("户口簿换领", 'H'),
            ("儿童福利", 'E'),
            ("《党费证》补办", 'D'),
            ("app 下载", 'A'),
            ("12345 热线", '#'),
            ("２寸照片", '#'),
            ("", '#'),
            ("——", '#'),
        ] {
            assert_eq!(letter(word), right, "{word}");
        }
    }

    #[test]
    fn characters_with_several_readings_are_read_as_the_word_wants() {
        for (word, right) in [
            ("重新鉴定", 'C'),
            ("重度残疾人护理补贴", 'Z'),
            ("长期照护", 'C'),
            ("长辈赡养", 'Z'),
            ("调解民间纠纷", 'T'),
            ("调取档案", 'D'),
            ("调查取证", 'D'),
            ("行政复议", 'X'),
            ("行业准入", 'H'),
            ("会计证", 'K'),
            ("会议室借用", 'H'),
            ("便民服务", 'B'),
            ("便宜", 'P'),
            ("校园卡", 'X'),
            ("校对", 'J'),
            ("解除合同", 'J'),
            ("降低缴费比例", 'J'),
            ("单位开户", 'D'),
            ("给付", 'J'),
            ("传承人申报", 'C'),
            ("传记", 'Z'),
        ] {
            assert_eq!(letter(word), right, "{word}");
        }
    }

    #[test]
    fn a_list_runs_from_a_to_z() {
        let mut words = [
            "12345", "重度", "西安", "先进", "重新", "安葬", "xi", "现场",
        ];
        words.sort_by_cached_key(|word| from_a_to_z(word));
        let right = [
            "安葬", "重新", "xi", "西安", "现场", "先进", "重度", "12345",
        ];
        assert_eq!(words, right);
    }

    #[test]
    fn every_reading_of_the_table_is_another_than_the_usual_one() {
        for (first, several) in READINGS {
            for (word, read) in several {
                let without = &word[..word.len() - word.chars().next_back().unwrap().len_utf8()];
                assert_ne!(reading(without, first), *read, "{word} is read so anyway");
                assert_eq!(special(word, first), Some(&(*word, *read)), "{word} twice");
                assert!(word.starts_with(first), "{word}");
            }
        }
    }
}
