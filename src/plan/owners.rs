//! Who has which address. Every path has one owner, and no path runs through a file.

use std::collections::BTreeMap;

use super::paths;
use crate::diagnostics::{Diagnostic, FileId, Place};
use crate::site::OutPath;
use crate::source::Listing;

/// Most bytes in one part of a path.
const LONGEST: usize = 240;

/// What has an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A page or file that the program makes by itself.
    Generated,
    /// What an officer wrote or put there.
    File(FileId),
}

/// The owners of all addresses, by path in lower case: on some systems upper and lower case are the same.
#[derive(Debug, Default)]
pub struct Owners(BTreeMap<String, Owner>);

/// Why an address cannot be had.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no path, or not on every system.
    Unusable,
    /// A part of it is too long.
    TooLong,
    /// It belongs to another, whose path may be another one in its way.
    Taken(Owner),
}

impl Owners {
    /// Gives `path` to `owner`.
    ///
    /// # Errors
    /// It is taken, or cannot be an address.
    pub fn take(&mut self, path: &str, owner: Owner) -> Result<OutPath, Refusal> {
        let Some(address) = OutPath::new(path) else {
            let long = path.split('/').any(|part| part.len() > LONGEST);
            return Err(if long {
                Refusal::TooLong
            } else {
                Refusal::Unusable
            });
        };
        let folded = address.folded();
        if let Some(first) = self.in_the_way(&folded) {
            return Err(Refusal::Taken(first));
        }
        self.0.insert(folded, owner);
        Ok(address)
    }

    /// Who has `path`, or a file where it needs a folder, or a folder where it needs a file.
    fn in_the_way(&self, path: &str) -> Option<Owner> {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        let folder = format!("{path}/");
        let below = || {
            let (first, owner) = self.0.range(folder.clone()..).next()?;
            first.starts_with(&folder).then_some(owner)
        };
        self.0
            .get(path)
            .or_else(|| above.filter_map(|file| self.0.get(file)).next())
            .or_else(below)
            .copied()
    }

    /// Gives `path`, which an officer chose, to `owner`, and leaves the folders of generated pages alone.
    ///
    /// # Errors
    /// It is taken, or cannot be an address.
    pub fn take_chosen(&mut self, path: &str, owner: Owner) -> Result<OutPath, Refusal> {
        let top = path.split_once('/').map(|(top, _)| top.to_lowercase());
        if top.is_some_and(|top| paths::GENERATED.contains(&top.as_str())) {
            return Err(Refusal::Taken(Owner::Generated));
        }
        self.take(path, owner)
    }
}

impl Refusal {
    /// The finding about `address`, which was asked for at `place`.
    pub fn finding(&self, address: &str, place: Place, listing: &Listing) -> Diagnostic {
        let finding = Diagnostic::new("record/address", place).arg("address", address);
        match self {
            Refusal::Unusable => finding.case("unusable"),
            Refusal::TooLong => finding.case("long").arg("limit", LONGEST),
            Refusal::Taken(Owner::Generated) => finding.case("generated"),
            Refusal::Taken(Owner::File(file)) => finding.arg("first", listing.files.path(*file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_one_owner() {
        let mut owners = Owners::default();
        let file = Owner::File(FileId(7));
        assert!(owners.take("index.html", Owner::Generated).is_ok());
        assert!(owners.take("qx/a.html", file).is_ok());
        let generated = Err(Refusal::Taken(Owner::Generated));
        assert_eq!(owners.take("INDEX.html", file), generated);
        assert_eq!(owners.take("index.html/b.html", file), generated);
        assert_eq!(owners.take("qx", file), Err(Refusal::Taken(file)));
        assert!(owners.take("qx/a", file).is_ok());
        assert_eq!(owners.take("qx/con.html", file), Err(Refusal::Unusable));
        let long = "长".repeat(81);
        assert_eq!(owners.take(&long, file), Err(Refusal::TooLong));
        assert_eq!(owners.take_chosen("Tags/x/index.html", file), generated);
        assert!(owners.take_chosen("tags.html", file).is_ok());
    }
}
