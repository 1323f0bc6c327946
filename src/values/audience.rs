//! Who may read a record.

use serde::Serialize;

/// The circle a record is published to, widest first (《中国共产党党务公开条例（试行）》 art. 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// 社会: everyone.
    Public,
    /// 本村: the people of the issuing village or community.
    Village,
    /// 党员: the members of the issuing organisation.
    Members,
    /// 特定: named organisations or persons only.
    Named,
}

impl Audience {
    /// Every audience with its Chinese and English name as written in a record.
    pub const NAMES: [(&'static str, &'static str, Audience); 4] = [
        ("社会", "public", Audience::Public),
        ("本村", "village", Audience::Village),
        ("党员", "members", Audience::Members),
        ("特定", "named", Audience::Named),
    ];

    /// Whether somebody of `reader`'s circle may read a record meant for this one. A record for named persons is
    /// readable by them alone, whatever other circle a reader belongs to.
    pub fn readable_by(self, reader: Audience) -> bool {
        match self {
            Audience::Named => reader == Audience::Named,
            circle => circle <= reader,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Audience::{Members, Named, Public, Village};

    #[test]
    fn a_circle_reads_its_own_and_wider_ones() {
        assert!(Public.readable_by(Public) && Public.readable_by(Members));
        assert!(!Village.readable_by(Public) && Village.readable_by(Members));
        assert!(!Members.readable_by(Village) && !Named.readable_by(Members));
        assert!(Named.readable_by(Named));
    }
}
