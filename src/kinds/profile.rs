//! A rules profile: the minimum periods and limits of a place. They differ from province to province, so they are data.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::values::{Day, Due, Limit};

/// The rules of a place, read from `rules/<name>.yaml` of the theme or the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The profile whose values hold where this one has none.
    #[serde(default)]
    pub extends: Option<String>,
    /// The province whose rules apply, as in `重庆`; none for the country.
    #[serde(default)]
    pub province: Option<String>,
    /// Names by which other provinces' rules are recognised.
    #[serde(default)]
    pub provinces: Vec<String>,
    /// Least length of a public notice by matter.
    #[serde(default)]
    pub windows: BTreeMap<String, Minimum>,
    /// Months after which a guide must have been checked again.
    #[serde(default)]
    pub guide_checked_months: Option<u32>,
    /// Days after a notice's end by which its outcome must be there.
    #[serde(default)]
    pub outcome_days: Option<u32>,
    /// Most that 其他 may be of a side of an account, in percent.
    #[serde(default)]
    pub other_share_percent: Option<u32>,
    /// The uses that Party dues may be spent on.
    #[serde(default)]
    pub dues_uses: Vec<String>,
    /// What moves Party dues between organisations: no use of them.
    #[serde(default)]
    pub dues_transfers: Vec<String>,
    /// Days without a publication after which the site counts as stale.
    #[serde(default)]
    pub stale_days: Option<u32>,
    /// When things of each rhythm are due: `quarterly: next-quarter:15`.
    #[serde(default)]
    pub due: BTreeMap<String, DueRule>,
    /// Days a sheet stays on the board at least.
    #[serde(default)]
    pub board_days: Option<u32>,
    /// Days that 发布日期 may be earlier than the day a record was first published.
    #[serde(default)]
    pub grace_days: Option<u32>,
    /// Time to answer an objection.
    #[serde(default)]
    pub objection: Option<String>,
    /// Laws that are no longer in force.
    #[serde(default)]
    pub repealed: Vec<Repealed>,
}

/// The least length of a public notice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// `5个工作日` or `7日`.
    pub min: String,
    /// Where that is laid down.
    pub basis: String,
    /// Time to answer an objection, where the matter has one of its own.
    #[serde(default)]
    pub objection: Option<String>,
    /// Whether the posting must be proved by a photograph, a video or a notarial record.
    #[serde(default)]
    pub evidence: bool,
    /// What of a list of names stays once the notice is over.
    #[serde(default)]
    pub after: After,
}

/// What of a list of names stays once a notice is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum After {
    /// Names and offices.
    #[default]
    Name,
    /// How many they were.
    Count,
    /// Everything.
    Full,
}

impl Minimum {
    /// The length as a limit; a profile is checked when it is read, so it always is one.
    pub fn limit(&self) -> Option<Limit> {
        Limit::parse(&self.min)
    }
}

/// When something of a rhythm is due, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueRule {
    /// `next-month:15`, `next-quarter:20`, `event+10d`, `formed+20wd` or `yearly:01-31`.
    pub rule: String,
    /// Where that is laid down.
    pub basis: String,
}

impl DueRule {
    /// The rule as a value; a profile is checked when it is read, so it always is one.
    pub fn due(&self) -> Option<Due> {
        Due::parse(&self.rule).filter(|_| !self.basis.is_empty())
    }
}

/// A law that is no longer in force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repealed {
    /// Its title without book-title marks.
    pub title: String,
    /// The day it lost force.
    pub on: String,
    /// What replaced it.
    pub by: String,
}

impl Profile {
    /// This profile's values, and `base`'s where this one has none.
    pub fn over(mut self, base: Profile) -> Profile {
        let mut windows = base.windows;
        windows.extend(self.windows);
        let mut due = base.due;
        due.extend(self.due);
        self.repealed.extend(base.repealed);
        let list = |own: Vec<String>, other: Vec<String>| if own.is_empty() { other } else { own };
        Profile {
            extends: None,
            province: self.province.or(base.province),
            provinces: list(self.provinces, base.provinces),
            windows,
            guide_checked_months: self.guide_checked_months.or(base.guide_checked_months),
            outcome_days: self.outcome_days.or(base.outcome_days),
            other_share_percent: self.other_share_percent.or(base.other_share_percent),
            dues_uses: list(self.dues_uses, base.dues_uses),
            dues_transfers: list(self.dues_transfers, base.dues_transfers),
            stale_days: self.stale_days.or(base.stale_days),
            due,
            board_days: self.board_days.or(base.board_days),
            grace_days: self.grace_days.or(base.grace_days),
            objection: self.objection.or(base.objection),
            repealed: self.repealed,
        }
    }

    /// The values that are not lengths or days, if any: a profile with some is refused when it is read.
    pub fn mistakes(&self) -> Vec<String> {
        let windows = self
            .windows
            .values()
            .filter(|w| w.limit().is_none())
            .map(|w| w.min.clone());
        let repealed = self
            .repealed
            .iter()
            .filter(|r| Day::parse(&r.on).is_none())
            .map(|r| r.on.clone());
        let due = self
            .due
            .values()
            .filter(|due| due.due().is_none())
            .map(|due| due.rule.clone());
        let of_matters = self.windows.values().filter_map(|w| w.objection.as_ref());
        let objection = self
            .objection
            .iter()
            .chain(of_matters)
            .filter(|text| Limit::parse(text).is_none())
            .cloned();
        windows
            .chain(repealed)
            .chain(due)
            .chain(objection)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Profile;

    fn profile(text: &str) -> Profile {
        serde_yaml::from_str(text).unwrap()
    }

    #[test]
    fn a_place_names_days_and_matters_of_its_own_only() {
        let national = profile(include_str!("../../themes/default/rules/national.yaml"));
        // The Organic Law sets a rhythm and no day of the month.
        assert!(!national.due.contains_key("monthly") && !national.due.contains_key("quarterly"));
        let chongqing = profile(include_str!("../../themes/default/rules/chongqing.yaml"));
        assert_eq!(chongqing.due["quarterly"].rule, "next-quarter:15");
        let zhejiang = profile(include_str!("../../themes/default/rules/zhejiang.yaml"));
        assert_eq!(zhejiang.windows["承包合同变更"].min, "10日");
        // The longest name in a matter counts: none of Zhejiang's may shorten the 30 days of the country.
        for matter in [
            "村庄规划方案征求意见",
            "征地补偿安置方案征求意见",
            "工程合同变更",
        ] {
            let own = zhejiang.windows.keys();
            assert!(
                !own.into_iter().any(|name| matter.contains(name.as_str())),
                "{matter}"
            );
        }
        assert_eq!(zhejiang.over(national).dues_transfers.len(), 5);
    }
}
