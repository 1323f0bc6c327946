//! The fonts of sheets: those inside the program, the theme's own, and those of this machine that the site asks for.

use std::collections::BTreeMap;

use serde::Serialize;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

use crate::diagnostics::Place;
use crate::source::Theme;
use crate::source::config::Fonts as Asked;

/// The built-in family with strokes of two weights.
const SERIF: &str = "Noto Serif SC";

/// The built-in family with strokes of one weight.
const SANS: &str = "Noto Sans SC";

/// What officers call a family, and what its files call it.
const CALLED: &[(&str, &[&str])] = &[
    (
        "仿宋",
        &[
            "FangSong",
            "FangSong_GB2312",
            "仿宋_GB2312",
            "STFangsong",
            "FandolFang R",
            "FandolFang",
        ],
    ),
    (
        "小标宋",
        &[
            "方正小标宋简体",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05S",
            "FZXiaoBiaoSong-B05",
            "FZXBSJW--GB1-0",
        ],
    ),
    (
        "楷体",
        &[
            "KaiTi",
            "KaiTi_GB2312",
            "楷体_GB2312",
            "STKaiti",
            "FandolKai",
        ],
    ),
    ("黑体", &["SimHei", "STHeiti", "FandolHei"]),
    ("宋体", &["SimSun", "STSong", "NSimSun", "FandolSong"]),
];

/// The families of each role, best first; what the first lacks is taken from the next.
#[derive(Debug, Clone, Serialize)]
pub struct Families {
    title: Vec<String>,
    body: Vec<String>,
    document: Vec<String>,
    sans: Vec<String>,
    kai: Vec<String>,
}

/// A family that the site asks for and that is nowhere.
#[derive(Debug, Clone)]
pub struct Missing {
    /// What the site calls it.
    pub name: String,
    /// Where it does.
    pub place: Place,
}

/// The fonts that sheets may use.
pub struct Fonts {
    store: FontStore,
    families: Families,
    missing: Vec<Missing>,
    /// The fonts of this machine that are used, by family: sheets depend on them.
    borrowed: Vec<String>,
}

impl Fonts {
    /// The fonts of `theme`, and those of this machine that `asked` names and the theme lacks.
    pub fn load(theme: &Theme, asked: Option<&Asked>) -> Fonts {
        let mut store = FontStore::new();
        for (_, bytes) in theme.fonts() {
            for font in Font::iter(Bytes::new(bytes)) {
                let info = font.info().clone();
                store.push((font, info));
            }
        }
        let mut fonts = Fonts {
            store,
            families: Families {
                title: vec![SERIF.to_owned()],
                body: vec![SERIF.to_owned()],
                document: vec![SERIF.to_owned()],
                sans: vec![SANS.to_owned()],
                kai: vec![SERIF.to_owned()],
            },
            missing: Vec::new(),
            borrowed: Vec::new(),
        };
        if let Some(asked) = asked {
            fonts.prefer(asked);
        }
        fonts
    }

    fn prefer(&mut self, asked: &Asked) {
        let mut system = None;
        let roles = [
            (&asked.title, Role::Title),
            (&asked.body, Role::Body),
            (&asked.document, Role::Document),
            (&asked.sans, Role::Sans),
            (&asked.kai, Role::Kai),
        ];
        for (family, role) in roles {
            let Some(family) = family else { continue };
            let name = family.value.trim();
            let found = self.in_store(name).or_else(|| {
                let system = system.get_or_insert_with(system_fonts);
                self.borrow(name, system)
            });
            match found {
                Some(found) => self.families.of(role).insert(0, found),
                None => self.missing.push(Missing {
                    name: name.to_owned(),
                    place: family.place,
                }),
            }
        }
    }

    /// The family that `name` stands for, if it is loaded.
    fn in_store(&self, name: &str) -> Option<String> {
        let names = called(name);
        let book = self.store.book();
        let mut families = book.families().map(|(family, _)| family);
        families
            .find(|family| names.iter().any(|name| name.eq_ignore_ascii_case(family)))
            .map(str::to_owned)
    }

    /// Takes the family that `name` stands for from this machine.
    fn borrow(&mut self, name: &str, system: &mut System) -> Option<String> {
        let names = called(name);
        let family = names
            .iter()
            .map(|name| name.to_lowercase())
            .find(|name| system.contains_key(name))?;
        let faces = system.remove(&family)?;
        let family = faces
            .first()
            .map(|(_, info)| info.family.as_str().to_owned())?;
        for (path, info) in faces {
            let size = std::fs::metadata(&path.path).map_or(0, |data| data.len());
            self.borrowed.push(format!("{} {size}", info.family));
            self.store.push((path, info));
        }
        self.borrowed.sort();
        Some(family)
    }

    /// What the fonts can do.
    pub fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    /// The font with this index in the book.
    pub fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }

    /// The families of each role.
    pub fn families(&self) -> &Families {
        &self.families
    }

    /// Families that were asked for in vain.
    pub fn missing(&self) -> &[Missing] {
        &self.missing
    }

    /// The fonts of this machine that sheets depend on: name and size in bytes.
    pub fn borrowed(&self) -> &[String] {
        &self.borrowed
    }

    /// Whether some font has `c`.
    pub fn has(&self, c: char) -> bool {
        let book = self.store.book();
        (0..)
            .map_while(|index| book.info(index))
            .any(|info| info.coverage.contains(u32::from(c)))
    }
}

#[derive(Debug, Clone, Copy)]
enum Role {
    Title,
    Body,
    Document,
    Sans,
    Kai,
}

impl Families {
    fn of(&mut self, role: Role) -> &mut Vec<String> {
        match role {
            Role::Title => &mut self.title,
            Role::Body => &mut self.body,
            Role::Document => &mut self.document,
            Role::Sans => &mut self.sans,
            Role::Kai => &mut self.kai,
        }
    }
}

/// The fonts of this machine by family in lower case.
type System = BTreeMap<String, Vec<(typst_kit::fonts::FontPath, FontInfo)>>;

fn system_fonts() -> System {
    let mut system = System::new();
    for (path, info) in typst_kit::fonts::system() {
        let family = info.family.as_str().to_lowercase();
        system.entry(family).or_default().push((path, info));
    }
    for faces in system.values_mut() {
        faces.sort_by(|(a, _), (b, _)| (&a.path, a.index).cmp(&(&b.path, b.index)));
    }
    system
}

/// `name` and what files call the family that officers call so.
fn called(name: &str) -> Vec<&str> {
    let others = CALLED
        .iter()
        .filter(|(called, _)| *called == name)
        .flat_map(|(_, names)| names.iter().copied());
    std::iter::once(name).chain(others).collect()
}
