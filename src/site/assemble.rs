//! From what was read to the site: the tree of organisations, audiences, the text of each record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::resolve::{Known, Linkable, RecordLinks, Tables};
use super::{Org, Site};
use crate::diagnostics::{Diagnostic, FileId, Place, Report};
use crate::kinds::{Profile, Record, RecordId};
use crate::site::OutPath;
use crate::source::config::{OrgConfig, SiteConfig};
use crate::source::markdown::{Highlighter, Rendered, render};
use crate::source::{Listing, Sources};
use crate::values::{Audience, Day, WorkCalendar};

/// What assembling needs besides the sources.
pub struct Inputs {
    /// The files.
    pub listing: Listing,
    /// `site.yaml`.
    pub config: SiteConfig,
    /// The day.
    pub day: Day,
    /// Whether drafts are admitted.
    pub drafts: bool,
    /// Working days.
    pub calendar: WorkCalendar,
    /// Local rules.
    pub profile: Profile,
}

/// Builds the site. What is wrong is in its report.
pub fn assemble(sources: Sources, inputs: Inputs) -> Site {
    let Sources {
        orgs,
        mut records,
        identities,
        rare,
        mut report,
        ..
    } = sources;
    let unreadable: BTreeSet<Arc<str>> = orgs
        .iter()
        .filter(|(.., config)| config.is_none())
        .map(|(path, ..)| path.clone())
        .collect();
    let orgs = tree(orgs);
    let Inputs {
        listing,
        config,
        day,
        drafts,
        calendar,
        profile,
    } = inputs;
    let mut known_ids: BTreeMap<RecordId, FileId> = BTreeMap::new();
    for (id, file) in identities {
        if let Some(first) = known_ids.get(&id) {
            let first = listing.files.path(*first);
            report.add(
                Diagnostic::new("record/address", Place::file(file))
                    .case("identity")
                    .arg("first", first),
            );
        } else {
            known_ids.insert(id, file);
        }
    }
    records.retain(|record| known_ids.get(&record.id) == Some(&record.file));
    records.sort_by(|a, b| a.id.cmp(&b.id));
    settle_audiences(&mut records, &orgs, &unreadable, &config, &mut report);
    check_orgs(&known_ids, &orgs, &mut report);
    let (sizes, exif) = images(&listing);
    let known: Known = known_ids
        .keys()
        .map(|id| {
            let record = records
                .binary_search_by(|record| record.id.cmp(id))
                .ok()
                .map(|i| &records[i]);
            let linkable = Linkable {
                address: format!("{id}.html"),
                audience: record.map(|record| record.audience),
                out: record.is_none_or(|record| super::is_out(record, &orgs, drafts, day)),
            };
            (id.to_string(), linkable)
        })
        .collect();
    let tables = tables(&records, &listing);
    let hosts: Vec<&str> = config
        .external
        .iter()
        .map(|host| host.value.as_str())
        .collect();
    let highlighter = Highlighter::default();
    let texts: Vec<(Rendered, Report)> = records
        .par_iter()
        .map(|record| {
            let mut out = Report::default();
            let root = OutPath::new(&record.address())
                .map(|path| path.root())
                .unwrap_or_default();
            let links = RecordLinks {
                record,
                listing: &listing,
                known: &known,
                tables: &tables,
                hosts: &hosts,
                sizes: &sizes,
                root,
            };
            (render(&record.body, &links, &highlighter, &mut out), out)
        })
        .collect();
    let mut bodies = Vec::with_capacity(texts.len());
    for ((body, out), record) in texts.into_iter().zip(&records) {
        bodies.push(body);
        // A draft is work in progress; it stops nobody else's publication.
        if drafts || !record.is_draft() {
            report.append(out);
        }
    }
    Site {
        config,
        day,
        drafts,
        calendar,
        profile,
        orgs,
        records,
        bodies,
        listing,
        exif,
        rare,
        report,
    }
}

/// The tables that records name, with the identities of those records.
fn tables(records: &[Record], listing: &Listing) -> Tables {
    let mut tables = Tables::new();
    for record in records {
        let Some(name) = record.content.table() else {
            continue;
        };
        let path = listing.files.path(record.file);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(file) = listing.find(&format!("{folder}/{name}")) {
            tables.entry(file).or_default().push(record.id.to_string());
        }
    }
    tables
}

fn tree(read: Vec<(Arc<str>, FileId, Option<OrgConfig>)>) -> Vec<Org> {
    let org = |(path, _, config): (Arc<str>, FileId, Option<OrgConfig>)| {
        Some(Org {
            path,
            config: config?,
            parent: None,
            children: Vec::new(),
        })
    };
    let mut orgs: Vec<Org> = read.into_iter().filter_map(org).collect();
    orgs.sort_by(|a, b| a.path.cmp(&b.path));
    for i in 0..orgs.len() {
        let mut folder = orgs[i].path.clone();
        while let Some((above, _)) = folder.rsplit_once('/') {
            if let Ok(parent) = orgs.binary_search_by(|org| org.path.as_ref().cmp(above)) {
                orgs[i].parent = Some(parent);
                orgs[parent].children.push(i);
                break;
            }
            folder = above.into();
        }
    }
    orgs
}

/// A record that does not say who may read it takes the word of the nearest organisation above it that does, or the site's. Above an `org.yaml` that could not be read nothing
/// is taken: it may have said something narrower.
fn settle_audiences(
    records: &mut [Record],
    orgs: &[Org],
    unreadable: &BTreeSet<Arc<str>>,
    config: &SiteConfig,
    out: &mut Report,
) {
    for record in records
        .iter_mut()
        .filter(|record| record.envelope.audience.is_none())
    {
        record.audience = Audience::Named;
        let mut folders = std::iter::successors(Some(&*record.id.org), |folder| {
            folder.rsplit_once('/').map(|(above, _)| above)
        });
        let said = folders.find_map(|folder| {
            let org = orgs
                .binary_search_by(|org| org.path.as_ref().cmp(folder))
                .ok()
                .map(|i| &orgs[i]);
            match org.and_then(|org| org.config.audience) {
                Some(audience) => Some(Some(audience.value)),
                None => unreadable.contains(folder).then_some(None),
            }
        });
        match said.unwrap_or(config.audience.map(|audience| audience.value)) {
            Some(audience) => record.audience = audience,
            // The mistake in the organisation's file is reported there.
            None if said.is_some() => {}
            None => out.add(Diagnostic::new("audience/missing", record.place())),
        }
    }
}

/// Every folder that issues records needs an `org.yaml`: pages name the issuing body. One finding a folder.
fn check_orgs(identities: &BTreeMap<RecordId, FileId>, orgs: &[Org], out: &mut Report) {
    let mut seen = BTreeSet::new();
    for (id, file) in identities {
        let there = orgs.binary_search_by(|org| org.path.cmp(&id.org)).is_ok();
        if !there && seen.insert(id.org.clone()) {
            out.add(
                Diagnostic::new("record/organisation", Place::file(*file))
                    .arg("folder", format!("content/{}", id.org)),
            );
        }
    }
}

/// Sizes of the site's images, and those that carry EXIF data.
fn images(listing: &Listing) -> (BTreeMap<FileId, (usize, usize)>, BTreeSet<FileId>) {
    let candidates: Vec<FileId> = (0..listing.files.0.len())
        .filter_map(|i| u32::try_from(i).ok().map(FileId))
        .filter(|file| {
            let path = listing.files.path(*file).to_ascii_lowercase();
            [".jpg", ".jpeg", ".png", ".gif", ".webp"]
                .iter()
                .any(|extension| path.ends_with(extension))
        })
        .collect();
    let looked: Vec<(FileId, Look)> = candidates
        .into_par_iter()
        .map(|file| {
            let bytes = std::fs::read(listing.disk_path(file)).unwrap_or_default();
            (
                file,
                Look {
                    size: crate::source::shown_size(&bytes),
                    exif: crate::source::has_exif(&bytes),
                },
            )
        })
        .collect();
    let sizes = looked
        .iter()
        .filter_map(|(file, look)| Some((*file, look.size?)))
        .collect();
    let exif = looked
        .iter()
        .filter(|(_, look)| look.exif)
        .map(|(file, _)| *file)
        .collect();
    (sizes, exif)
}

/// What an image shows of itself.
struct Look {
    size: Option<(usize, usize)>,
    exif: bool,
}
