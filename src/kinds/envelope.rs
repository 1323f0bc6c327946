//! The keys that every record has, whatever its kind.

use super::deliberation::Deliberation;
use super::fields::{Chosen, Reference, Text, choice, fields};
use crate::values::{Audience, Day, Sp};

fields! {
    /// What every kind shares.
    pub struct Envelope {
        /// Title.
        title: Text = "标题" / "title";
        /// Day of publication.
        published: Sp<Day> = "发布日期" / "published";
        /// The day that the figures stand for.
        as_of: Option<Sp<Day>> = "截至" / "as_of";
        /// Who may read it, unless organisation or site say so for all.
        audience: Option<Chosen<Audience>> = "对象" / "audience";
        /// Who answers for it.
        responsible: Option<Text> = "责任人" / "responsible";
        /// Whom residents call.
        phone: Option<Text> = "电话" / "phone";
        /// Tags.
        tags: Vec<Text> = "标签" / "tags";
        /// Boards it hangs on, by their 编号.
        post: Vec<Text> = "张贴" / "post";
        /// When it hangs.
        display: Option<Display> = "展示" / "display";
        /// The steps it went through.
        signoff: Vec<Signature> = "审核" / "signoff";
        /// The steps by which a village decided it: 四议两公开.
        deliberation: Vec<Deliberation> = "四议" / "deliberation";
        /// What was changed after publication.
        corrections: Vec<Correction> = "更正" / "corrections";
        /// Taken down again.
        withdrawn: Option<Withdrawal> = "撤下" / "withdrawn";
        /// Laws and rules it rests on.
        basis: Vec<Basis> = "依据" / "basis";
        /// Records that belong to it.
        related: Vec<Reference> = "关联" / "related";
        /// Not to be published yet.
        draft: Option<Sp<bool>> = "草稿" / "draft";
        /// Addresses it had before.
        aliases: Vec<Text> = "旧址" / "aliases";
        /// The text, in a record without Markdown.
        body: Option<Text> = "正文" / "body";
    }
}

fields! {
    /// Days that a record hangs on a board.
    pub struct Display {
        /// First day.
        from: Sp<Day> = "起" / "from";
        /// Last day.
        to: Option<Sp<Day>> = "止" / "to";
    }
}

fields! {
    /// One step of the sign-off (《中国共产党党务公开条例（试行）》 art. 15).
    pub struct Signature {
        /// 提出, 审核, 监督, 审批 …
        step: Text = "环节" / "step";
        /// Who signed.
        name: Text = "姓名" / "name";
        /// When.
        date: Sp<Day> = "日期" / "date";
    }
}

fields! {
    /// A change after publication.
    pub struct Correction {
        /// When.
        date: Sp<Day> = "日期" / "date";
        /// Why, and what.
        reason: Text = "原因" / "reason";
        /// Who allowed it.
        approved_by: Text = "批准" / "approved_by";
        /// Whether the old values are not to be quoted: where they should never have been public (个人信息保护法 art. 47).
        hide_old: Option<Sp<bool>> = "隐去原值" / "hide_old";
    }
}

fields! {
    /// Why something that was published is no longer.
    pub struct Withdrawal {
        /// Since when.
        date: Sp<Day> = "日期" / "date";
        /// Why.
        reason: Text = "原因" / "reason";
        /// Who allowed it.
        approved_by: Text = "批准" / "approved_by";
    }
}

fields! {
    /// A law or rule that a record rests on.
    pub struct Basis {
        /// Its title, without book-title marks or with them.
        title: Text = "名称" / "title";
        /// Its document number.
        number: Option<Text> = "文号" / "number";
        /// In force since.
        effective: Option<Sp<Day>> = "施行" / "effective";
        /// Repealed on.
        repealed: Option<Sp<Day>> = "废止" / "repealed";
    }
}

choice! {
    /// The level of an organisation or a service point, from the widest to the nearest.
    pub enum Level {
        /// County.
        County = "县" / "county";
        /// Town or township.
        Town = "乡" / "town";
        /// Village or community.
        Village = "村" / "village";
        /// Group.
        Group = "组" / "group";
    }
}
