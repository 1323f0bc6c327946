use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::client::Client;
use super::{Doc, Index, Labels, index};

/// A generator of numbers that is the same everywhere (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

const CLAUSES: [&str; 24] = [
    "硬化三组至五组道路",
    "三组晒谷场搭雨棚",
    "村小学门口划斑马线",
    "一组自来水管网改造",
    "清理河道淤泥 12㎡",
    "負責審核並公開",
    "党群服务中心屋面补漏",
    "Office 365 版",
    "编码A1023-7",
    "电话0000-12345622",
    "花费45,000.00元",
    "共4.5万元",
    "于2026年11月2日办结",
    "清办发〔2026〕3号",
    "“四议两公开”\\n",
    "村民𬭳翀（女）",
    "公示期间没有收到异议",
    "Ａ１０２３　全角",
    "e\u{301}té",
    "①材料齐全",
    "合计……",
    "柳 村 收 款",
    "2026.11.02",
    "本人或者受委托人到场",
];

fn text(dice: &mut Dice, clauses: usize) -> String {
    let mut out = String::new();
    for _ in 0..clauses {
        out.push_str(CLAUSES[dice.below(CLAUSES.len())]);
        // A character of its own, so that many pairs are rare.
        out.extend(char::from_u32(0x4E00 + dice.below(3_000) as u32));
        out.push(['，', '。', '、', ' '][dice.below(4)]);
    }
    out
}

fn doc(number: usize) -> Doc<'static> {
    let mut dice = Dice(number as u64);
    let long = if number == 7 { 4_000 } else { 4 };
    Doc {
        title: Cow::Owned(format!("柳村{}第{number}号", text(&mut dice, 1))),
        address: format!("qingxi/notices/{number}.html"),
        org: dice.below(3) as u32,
        kind: dice.below(2) as u32,
        day: (2026 - (number / 100) as i16, 11, 1 + (number % 28) as i8),
        names: vec![Cow::Owned(text(&mut dice, 1))],
        text: (0..4).map(|_| Cow::Owned(text(&mut dice, long))).collect(),
        amounts: vec![Decimal::new(number as i64 * 12_345, 2)],
    }
}

const COUNT: usize = 300;

fn built() -> Index {
    let named = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect::<Vec<_>>()
    };
    let orgs = named(&[
        ("清溪县", "qingxi"),
        ("城关镇", "qingxi/chengguan"),
        ("清溪二", "qingxi-2"),
    ]);
    let kinds = named(&[("notice", "公告公示"), ("fund", "经费公开")]);
    index(
        COUNT,
        doc,
        &Labels {
            orgs: &orgs,
            kinds: &kinds,
        },
    )
}

fn pieces(doc: &Doc) -> Vec<String> {
    let all = [&doc.title].into_iter().chain(&doc.names).chain(&doc.text);
    all.map(|piece| piece.to_string()).collect()
}

#[test]
fn five_hundred_random_substrings_find_what_a_plain_scan_finds() {
    let client = Client::new(&built());
    let folded: Vec<Vec<String>> = (0..COUNT)
        .map(|n| pieces(&doc(n)).iter().map(|p| client.folded(p)).collect())
        .collect();
    let mut dice = Dice(99);
    let mut asked = 0;
    while asked < 500 {
        let pieces = pieces(&doc(dice.below(COUNT)));
        let piece: Vec<char> = pieces[dice.below(pieces.len())].chars().collect();
        let from = dice.below(piece.len());
        let word: String = piece[from..].iter().take(2 + dice.below(11)).collect();
        let wanted = client.folded(&word);
        if word.contains(char::is_whitespace) || wanted.encode_utf16().count() < 2 {
            continue;
        }
        asked += 1;
        let plain =
            (0..COUNT as u32).filter(|n| folded[*n as usize].iter().any(|p| p.contains(&wanted)));
        let (found, candidates) = client.find(&word);
        assert_eq!(found, plain.collect::<BTreeSet<u32>>(), "{word}");
        if wanted.encode_utf16().count() == 2 {
            assert_eq!(found.len(), candidates, "{word} needs no proof");
        }
    }
}

#[test]
fn amounts_and_days_are_found_however_they_are_written() {
    let client = Client::new(&built());
    let having = |what: &[&str]| {
        let any = |n: &u32| {
            pieces(&doc(*n as usize))
                .iter()
                .any(|p| what.iter().any(|w| p.contains(w)))
        };
        (0..COUNT as u32).filter(any).collect::<BTreeSet<u32>>()
    };
    let of = |key: &str| {
        client
            .lookup(key, key)
            .into_keys()
            .collect::<BTreeSet<u32>>()
    };
    assert_eq!(of(" a00000004500000"), having(&["45,000.00", "4.5万"]));
    assert_eq!(of(" a00000000012345"), BTreeSet::from([1]));
    let day: BTreeSet<u32> =
        &having(&["2026年11月2日", "2026.11.02"]) | &BTreeSet::from([1, 29, 57, 85]);
    assert_eq!(of(" d20261102"), day);
}

#[test]
fn initials_kinds_organisations_and_years_are_found() {
    let client = Client::new(&built());
    let begins = |key: &str| {
        client
            .lookup(key, &format!("{key}\u{ffff}"))
            .into_keys()
            .collect::<BTreeSet<u32>>()
    };
    let all = |keep: &dyn Fn(&Doc) -> bool| {
        (0..COUNT as u32)
            .filter(|n| keep(&doc(*n as usize)))
            .collect::<BTreeSet<u32>>()
    };
    assert_eq!(begins(" plc").len(), COUNT);
    assert!(
        client
            .lookup(" plc", " plc\u{ffff}")
            .values()
            .all(|place| *place == 0)
    );
    assert_eq!(begins(" kind/fund/"), all(&|d| d.kind == 1));
    assert_eq!(begins(" org/qingxi/"), all(&|d| d.org < 2));
    assert_eq!(begins(" org/qingxi/chengguan/"), all(&|d| d.org == 1));
    assert_eq!(begins(" year/2025/"), all(&|d| d.day.0 == 2025));
}

#[test]
fn a_document_comes_back_as_it_is_shown() {
    let client = Client::new(&built());
    let number = (0..COUNT as u32)
        .find(|n| doc(*n as usize).title.contains('“'))
        .unwrap();
    let (fields, doc) = (client.document(number), doc(number as usize));
    assert_eq!(fields[0], doc.address);
    assert!(fields[4].contains("“四议两公开”\\n"));
    assert_eq!(
        fields[4].encode_utf16().count(),
        fields[5]
            .bytes()
            .filter(|b| !b.is_ascii_uppercase())
            .count()
    );
    assert_eq!(fields[6], "1");
    assert_eq!(fields.len(), 7 + 1 + 4);
}

#[test]
fn the_same_documents_make_the_same_files() {
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let three = rayon::ThreadPoolBuilder::new()
        .num_threads(3)
        .build()
        .unwrap();
    let (a, b) = (one.install(built), three.install(built));
    assert_eq!(a.version(), b.version());
    assert!(a.addresses().eq(b.addresses()));
    for address in a.addresses() {
        assert_eq!(a.file(&address), b.file(&address));
    }
}

#[test]
fn nothing_makes_an_index_too() {
    let index = index(
        0,
        doc,
        &Labels {
            orgs: &[],
            kinds: &[],
        },
    );
    assert!(index.file("search/index.js").is_some() && index.file("search/t/0.js").is_none());
}
