//! `gongkai sheet`: what an officer prints today.
//!
//! 1. [`select`] finds the sheets that are asked for, or those of a board ([`board`] says what is put up and taken down).
//! 2. They are set as one document.
//! 3. [`arrange`] cuts large pages into pieces for a small printer, or puts small ones side by side.
//! 4. [`finish`] shows what is wrong, or writes the PDF.

mod arrange;
mod board;
mod finish;
mod select;

use std::path::Path;
use std::process::ExitCode;

use super::new::place;
use super::{Failure, HAS_ERRORS, report};
use crate::cli::SheetArgs;
use crate::kinds::Record;
use crate::plan::{SheetDoc, Sheets, full_address, names};
use crate::render::{Setter, native, workers};
use crate::site::{Article, Edition, Site};
use crate::source::config::Board;
use crate::text::Texts;
use crate::values::Paper;
use crate::workspace::{Ask, Loaded, Outcome, load};
use arrange::{Printer, arrange};
use board::History;
use finish::{file_stem, plain};
use select::{Asked, Item};

/// Prints the sheets that `args` asks for to a PDF.
///
/// # Errors
/// There is no such record, board, organisation, kind, form or paper; a template fails; the PDF cannot be written.
pub fn run(root: &Path, args: &SheetArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    workers(rayon::current_num_threads())?.install(|| print(root, args, texts))
}

fn print(root: &Path, args: &SheetArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let papers = Papers::of(args)?;
    let ask = Ask::new(args.day.as_deref(), args.drafts)?;
    let loaded = match load(root, ask)? {
        Outcome::Broken(found, files, book) => {
            let findings = report::in_words(root, &found, &files, &book, texts);
            report::print(&findings, texts, true);
            return Ok(ExitCode::from(HAS_ERRORS));
        }
        Outcome::Site(loaded) => loaded,
    };
    let print = Print {
        root,
        args,
        texts,
        loaded: &loaded,
        papers,
    };
    match &args.board {
        Some(id) => print.board(print.board_called(id)?),
        None => print.records(),
    }
}

/// The paper that sheets are set on and the paper that the printer takes, as far as they are asked for.
#[derive(Debug, Clone, Copy)]
struct Papers {
    sheet: Option<Asked>,
    tile: Option<Paper>,
}

impl Papers {
    fn of(args: &SheetArgs) -> Result<Papers, Failure> {
        let read = |text: &Option<String>| {
            let paper = |text: &String| {
                Paper::parse(text).ok_or_else(|| Failure::new("error.paper").arg("found", text))
            };
            text.as_ref().map(paper).transpose()
        };
        let (sheet, tile) = (read(&args.paper)?, read(&args.tile)?);
        let fits = |tile: &Paper| {
            [Paper::A4, Paper::A3]
                .iter()
                .any(|own| own.is_same_size(*tile))
        };
        if let (Some(text), false) = (&args.tile, tile.as_ref().is_none_or(fits)) {
            return Err(Failure::new("error.tile-paper").arg("found", text));
        }
        let native = tile.map(|tile| match tile {
            tile if tile.is_same_size(Paper::A3) => Paper::FOUR_A3,
            _ => Paper::NINE_A4,
        });
        Ok(Papers {
            sheet: sheet.map(asked).or(native.map(|paper| Asked {
                paper,
                exact: false,
            })),
            tile,
        })
    }
}

/// Paper that was written down: a size without a name is meant as it stands.
fn asked(paper: Paper) -> Asked {
    Asked {
        paper,
        exact: !paper.has_name(),
    }
}

struct Print<'a> {
    root: &'a Path,
    args: &'a SheetArgs,
    texts: &'a Texts,
    loaded: &'a Loaded,
    papers: Papers,
}

impl Print<'_> {
    fn site(&self) -> &Site {
        &self.loaded.site
    }

    fn board_called(&self, id: &str) -> Result<&Board, Failure> {
        let boards = &self.site().config.boards;
        let wanted = id.trim();
        boards
            .iter()
            .find(|board| board.id.value.trim() == wanted || board.name.value.trim() == wanted)
            .ok_or_else(|| {
                let list: Vec<String> = boards
                    .iter()
                    .map(|board| format!("  {}  {}", board.id.value.trim(), board.name.value))
                    .collect();
                Failure::new("error.no-board")
                    .arg("found", wanted)
                    .arg("boards", list.join("\n"))
            })
    }

    /// Prints what hangs on `board`, with the list of what is put up and taken down.
    fn board(&self, board: &Board) -> Result<ExitCode, Failure> {
        let site = self.site();
        let edition = site.admit_board(board.org.value.trim());
        let (org, kind) = (self.org()?, self.kind()?);
        let orgs = names(&edition);
        let sheets = Sheets::new(&edition, &self.loaded.theme, &orgs);
        let mut items = select::on_board(&edition, board, site.day);
        items.retain(|item| {
            org.as_ref().is_none_or(|org| item.org.as_ref() == *org)
                && kind.is_none_or(|kind| kind == item.kind.name())
        });
        let id = board.id.value.trim();
        let mut history = History::load(self.root, id);
        let (cover, hung) = board::cover(board, site.day, items, &edition, &sheets, &history);
        let paper = |text: &Option<crate::kinds::fields::Text>| {
            text.as_ref().and_then(|text| Paper::parse(&text.value))
        };
        let printer = self.papers.tile.or_else(|| paper(&board.printer));
        let wall = self.papers.sheet.or_else(|| {
            let paper = paper(&board.paper)?;
            // Held as each form needs it, like a size with a name.
            let paper = printer.map_or(paper, |printer| native(paper, printer));
            let exact = false;
            Some(Asked { paper, exact })
        });
        let cover_paper = printer.or(wall.map(|wall| wall.paper)).unwrap_or(Paper::A4);
        let title = self.loaded.theme.say(
            "sheet.board",
            &[
                ("board", board.name.value.trim().to_owned()),
                ("day", site.day.to_string()),
            ],
        );
        let mut doc = SheetDoc::new(title, sheets.name_of(board.org.value.trim()), 14.0);
        let summary = (cover.put.len(), cover.take.len(), cover.keep.len());
        let items: Vec<Item> = hung.iter().map(|(item, _)| item.clone()).collect();
        let refused = self.refuse(&edition, &items);
        if let Some(code) = refused {
            return Ok(code);
        }
        let setter = self.setter(&edition);
        let larger = |printer: &Paper| wall.is_none_or(|wall| wall.paper.area() > printer.area());
        let printer = printer.filter(larger).map(Printer::Tiles);
        let stem = format!("{}-{}", plain(id), site.day);
        let finished = match printer {
            Some(printer) => {
                for item in &items {
                    item.add(&mut doc, &sheets, wall);
                }
                arrange(&setter, &doc, &stem, printer, Some((cover, cover_paper)))?
            }
            None => {
                doc.add_cover(cover, cover_paper);
                for item in &items {
                    item.add(&mut doc, &sheets, wall);
                }
                arrange(&setter, &doc, &stem, Printer::Whole, None)?
            }
        };
        let code = self.write(&stem, &finished, &items, &edition)?;
        if code.is_none() {
            history.remember(site.day, &hung, &edition);
            history.save(self.root, id)?;
            self.say_left_out(board, &edition);
            let (put, take, keep) = summary;
            let counts: [(&str, &dyn std::fmt::Display); 3] =
                [("put", &put), ("take", &take), ("keep", &keep)];
            anstream::eprintln!("{}", self.texts.fill("sheet.board", &counts));
        }
        Ok(code.unwrap_or(ExitCode::SUCCESS))
    }

    /// Prints the records that are named, or all of an organisation or kind.
    fn records(&self) -> Result<ExitCode, Failure> {
        let site = self.site();
        let asked = &self.args.records;
        let mut named: Vec<&Article> = Vec::new();
        for asked in asked {
            match select::find(site, asked) {
                Ok(article) => named.push(article),
                Err(failure) => return self.show_unreadable(asked).ok_or(failure),
            }
        }
        let (org, kind) = (self.org()?, self.kind()?);
        let form = &self.args.form;
        if asked.is_empty() && org.is_none() && kind.is_none() && form.is_none() {
            return Err(Failure::new("error.sheet-nothing"));
        }
        let edition = match &org {
            _ if !named.is_empty() => site.admit(select::audience_of(&named)?),
            Some(org) => site.admit_board(org),
            None => site.admit(crate::values::Audience::Public),
        };
        let wanted = |record: &Record| {
            (named.is_empty() || named.iter().any(|named| named.record.id == record.id))
                && org
                    .as_ref()
                    .is_none_or(|org| record.id.org.as_ref() == *org)
                && kind.is_none_or(|kind| record.kind.name() == kind)
        };
        let items = select::items(&edition, self.args, wanted)?;
        let Some(first) = items.first() else {
            return Err(Failure::new("error.sheet-none"));
        };
        if let Some(code) = self.refuse(&edition, &items) {
            return Ok(code);
        }
        let orgs = names(&edition);
        let sheets = Sheets::new(&edition, &self.loaded.theme, &orgs);
        let floors = items.iter().map(|item| item.form.used.floor());
        let title = match items.as_slice() {
            [item] => item.title(&edition, &sheets),
            _ => site.config.name.value.clone(),
        };
        let author = sheets.name_of(&first.org);
        let mut doc = SheetDoc::new(title, author, floors.fold(f64::INFINITY, f64::min));
        let small = items
            .iter()
            .all(|item| item.form.used == crate::kinds::Use::Cut);
        for item in &items {
            item.add(&mut doc, &sheets, self.papers.sheet);
        }
        let stem = match items.as_slice() {
            [item] if !item.group => format!("{}-{}", file_stem(item, &edition), site.day),
            _ => format!("sheets-{}", site.day),
        };
        let printer = match (self.papers.tile, first.form.papers.first()) {
            (Some(tile), _) => Printer::Tiles(tile),
            (None, Some(cell)) if small && self.papers.sheet.is_none() => {
                Printer::SideBySide(*cell)
            }
            _ => Printer::Whole,
        };
        let setter = self.setter(&edition);
        let finished = arrange(&setter, &doc, &stem, printer, None)?;
        let code = self.write(&stem, &finished, &items, &edition)?;
        Ok(code.unwrap_or(ExitCode::SUCCESS))
    }

    fn org(&self) -> Result<Option<&str>, Failure> {
        let known: Vec<place::Known<'_>> = self
            .site()
            .orgs
            .iter()
            .map(|org| (org.path.as_ref(), org.config.name.value.as_str()))
            .collect();
        let named = |asked: &String| place::named(&known, asked);
        self.args.org.as_ref().map(named).transpose()
    }

    fn kind(&self) -> Result<Option<&'static str>, Failure> {
        let kind = self.args.kind.as_deref();
        let kind = kind.map(|name| place::kind(name, self.texts)).transpose()?;
        Ok(kind.map(|kind| kind.name()))
    }

    fn setter<'e>(&'e self, edition: &'e Edition<'e>) -> Setter<'e> {
        let url = edition.config().base_url.as_ref();
        let url = url.and_then(|url| full_address(&url.value));
        Setter::new(edition, &self.loaded.theme, &self.site().listing, url)
    }
}
