//! Grades, and how many votes each got.

use serde::Serialize;

use crate::kinds::Tone;
use crate::kinds::fields::{choice, fields};
use crate::values::Sp;

choice! {
    /// A grade, of one of the usual scales.
    pub enum Grade {
        /// 满意.
        Satisfied = "满意" / "satisfied";
        /// 基本满意.
        FairlySatisfied = "基本满意" / "fairly-satisfied";
        /// 不满意.
        Dissatisfied = "不满意" / "dissatisfied";
        /// 优秀.
        Excellent = "优秀" / "excellent";
        /// 称职.
        Competent = "称职" / "competent";
        /// 基本称职.
        FairlyCompetent = "基本称职" / "fairly-competent";
        /// 不称职.
        Incompetent = "不称职" / "incompetent";
        /// 合格.
        Qualified = "合格" / "qualified";
        /// 基本合格.
        FairlyQualified = "基本合格" / "fairly-qualified";
        /// 不合格.
        Unqualified = "不合格" / "unqualified";
        /// 好.
        Good = "好" / "good";
        /// 较好.
        FairlyGood = "较好" / "fairly-good";
        /// 一般.
        Middling = "一般" / "middling";
        /// 差.
        Poor = "差" / "poor";
        /// 赞成.
        For = "赞成" / "for";
        /// 反对.
        Against = "反对" / "against";
        /// 弃权.
        Abstained = "弃权" / "abstained";
        /// 不了解.
        Unknown = "不了解" / "unknown";
    }
}

fields! {
    /// How many votes each grade got; what is left out got none.
    pub struct Votes {
        /// 满意.
        satisfied: Option<Sp<u32>> = "满意" / "satisfied";
        /// 基本满意.
        fairly_satisfied: Option<Sp<u32>> = "基本满意" / "fairly-satisfied";
        /// 不满意.
        dissatisfied: Option<Sp<u32>> = "不满意" / "dissatisfied";
        /// 优秀.
        excellent: Option<Sp<u32>> = "优秀" / "excellent";
        /// 称职.
        competent: Option<Sp<u32>> = "称职" / "competent";
        /// 基本称职.
        fairly_competent: Option<Sp<u32>> = "基本称职" / "fairly-competent";
        /// 不称职.
        incompetent: Option<Sp<u32>> = "不称职" / "incompetent";
        /// 合格.
        qualified: Option<Sp<u32>> = "合格" / "qualified";
        /// 基本合格.
        fairly_qualified: Option<Sp<u32>> = "基本合格" / "fairly-qualified";
        /// 不合格.
        unqualified: Option<Sp<u32>> = "不合格" / "unqualified";
        /// 好.
        good: Option<Sp<u32>> = "好" / "good";
        /// 较好.
        fairly_good: Option<Sp<u32>> = "较好" / "fairly-good";
        /// 一般.
        middling: Option<Sp<u32>> = "一般" / "middling";
        /// 差.
        poor: Option<Sp<u32>> = "差" / "poor";
        /// 赞成.
        approve: Option<Sp<u32>> = "赞成" / "for";
        /// 反对.
        against: Option<Sp<u32>> = "反对" / "against";
        /// 弃权.
        abstained: Option<Sp<u32>> = "弃权" / "abstained";
        /// 不了解.
        unknown: Option<Sp<u32>> = "不了解" / "unknown";
    }
}

/// Votes for one grade.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Count {
    /// The grade's key in the string table.
    pub grade: &'static str,
    /// How it is to be read.
    pub tone: Tone,
    /// How many.
    pub votes: u32,
}

impl Grade {
    /// How it is to be read: best, middling, worst, or neither.
    pub fn tone(self) -> Tone {
        match self {
            Grade::Satisfied
            | Grade::Excellent
            | Grade::Competent
            | Grade::Qualified
            | Grade::Good
            | Grade::For => Tone::Good,
            Grade::FairlySatisfied
            | Grade::FairlyCompetent
            | Grade::FairlyQualified
            | Grade::FairlyGood
            | Grade::Middling => Tone::Warn,
            Grade::Dissatisfied
            | Grade::Incompetent
            | Grade::Unqualified
            | Grade::Poor
            | Grade::Against => Tone::Late,
            Grade::Abstained | Grade::Unknown => Tone::Plain,
        }
    }

    /// Whether two such results in a row have consequences.
    pub fn is_bad(self) -> bool {
        self.tone() == Tone::Late
    }
}

impl Votes {
    /// The grades that are written, with their votes, best first.
    pub fn written(&self) -> Vec<(Grade, u32)> {
        let all = [
            (Grade::Satisfied, &self.satisfied),
            (Grade::Excellent, &self.excellent),
            (Grade::Competent, &self.competent),
            (Grade::Qualified, &self.qualified),
            (Grade::Good, &self.good),
            (Grade::For, &self.approve),
            (Grade::FairlySatisfied, &self.fairly_satisfied),
            (Grade::FairlyCompetent, &self.fairly_competent),
            (Grade::FairlyQualified, &self.fairly_qualified),
            (Grade::FairlyGood, &self.fairly_good),
            (Grade::Middling, &self.middling),
            (Grade::Dissatisfied, &self.dissatisfied),
            (Grade::Incompetent, &self.incompetent),
            (Grade::Unqualified, &self.unqualified),
            (Grade::Poor, &self.poor),
            (Grade::Against, &self.against),
            (Grade::Abstained, &self.abstained),
            (Grade::Unknown, &self.unknown),
        ];
        all.into_iter()
            .filter_map(|(grade, votes)| Some((grade, votes.as_ref()?.value)))
            .collect()
    }

    /// All votes.
    pub fn sum(&self) -> u64 {
        self.written().iter().map(|(_, n)| u64::from(*n)).sum()
    }

    /// The votes for any of `grades`; for the best of the scale where none are named.
    pub fn satisfied_votes(&self, grades: &[Grade]) -> u64 {
        let counts = |grade: &Grade| match grades {
            [] => grade.tone() == Tone::Good,
            some => some.contains(grade),
        };
        let votes = self.written().into_iter();
        votes
            .filter(|(grade, _)| counts(grade))
            .map(|(_, n)| u64::from(n))
            .sum()
    }

    /// What a page shows of them.
    pub fn counts(&self) -> Vec<Count> {
        let count = |(grade, votes): (Grade, u32)| Count {
            grade: grade.key(),
            tone: grade.tone(),
            votes,
        };
        self.written().into_iter().map(count).collect()
    }
}
