//! `content/catalogue.yaml` (`公开目录.yaml`): what has to be published, by whom, by when. Its keys are the columns of the standard catalogues of open government at the grass roots
//! (基层政务公开标准目录), in their order, and behind them what the program follows each row by.

use crate::kinds::fields::{
    Chosen, Decode, Reader, Scalar, Shape, Tell, Text, Told, choice, fields,
};
use crate::kinds::{Kind, kind_called};
use crate::values::{Day, Due, Node, Period, Sp, Value};

fields! {
    /// The catalogue of a site.
    pub struct Catalogue {
        /// The first day that its rows ask for anything, unless they say so themselves.
        since: Sp<Day> = "始于" / "since";
        /// Its rows.
        items: Vec<Item> = "目录" / "items";
    }
}

fields! {
    /// A row: one thing to be published.
    pub struct Item {
        /// 序号.
        n: Option<Text> = "序号" / "n";
        /// 公开事项, first level.
        level1: Text = "一级事项" / "level1";
        /// 公开事项, second level.
        level2: Option<Text> = "二级事项" / "level2";
        /// 公开内容（要素）.
        elements: Option<Text> = "内容" / "elements";
        /// 公开依据: every row names what asks for it.
        basis: Text = "依据" / "basis";
        /// 公开时限, in the words of the catalogue.
        time_limit: Option<Text> = "时限" / "time_limit";
        /// 公开主体: paths of organisations, or a level for all organisations of it.
        orgs: Words = "主体" / "org";
        /// 公开渠道和载体.
        channels: Option<Words> = "渠道" / "channels";
        /// 公开对象; everybody if it says nothing.
        reach: Option<Chosen<Reach>> = "对象" / "audience";
        /// 公开方式.
        mode: Option<Chosen<Mode>> = "方式" / "method";
        /// 公开层级.
        level: Option<Words> = "层级" / "level";
        /// How often.
        frequency: Chosen<Frequency> = "频次" / "frequency";
        /// By when; the rules profile's day for the frequency if it says nothing.
        due: Option<Sp<Due>> = "到期" / "due";
        /// The first day that it asks for anything.
        since: Option<Sp<Day>> = "始于" / "since";
        /// The kind of the records that fulfil it.
        kind: Option<Text> = "类型" / "kind";
        /// A tag that they have.
        tag: Option<Text> = "标签" / "tag";
        /// The class of their account.
        account: Option<Text> = "账户" / "account";
        /// Their class.
        class: Option<Text> = "类别" / "class";
        /// Their matter.
        matter: Option<Text> = "事项" / "matter";
        /// Periods for which there was nothing to publish, stated.
        nil: Vec<Nil> = "无此项" / "nil";
    }
}

fields! {
    /// A statement that there was nothing in a period.
    pub struct Nil {
        /// The period.
        period: Sp<Period> = "期间" / "period";
        /// The day of the statement.
        date: Sp<Day> = "日期" / "date";
        /// Who states it; the row's organisation, where it has only one.
        org: Option<Text> = "主体" / "org";
        /// In words.
        note: Text = "说明" / "note";
    }
}

choice! {
    /// Whom a row is for.
    pub enum Reach {
        /// Everybody.
        Everybody = "全社会" / "everybody";
        /// Certain persons; what is published for them is not on the website.
        Group = "特定群体" / "group";
    }
}

choice! {
    /// In which way something is published.
    pub enum Mode {
        /// Unasked.
        Active = "主动" / "active";
        /// To those who ask.
        OnRequest = "依申请" / "request";
    }
}

choice! {
    /// How often something is published.
    pub enum Frequency {
        /// Every month.
        Monthly = "每月" / "monthly";
        /// Every quarter.
        Quarterly = "每季度" / "quarterly";
        /// Every year.
        Yearly = "每年" / "yearly";
        /// Whenever it happens.
        AtOnce = "即时" / "at_once";
        /// Once, and kept right from then on.
        Standing = "长期" / "standing";
    }
}

impl Frequency {
    /// The months of its periods; none where it has none.
    pub fn months(self) -> Option<i8> {
        match self {
            Frequency::Monthly => Some(1),
            Frequency::Quarterly => Some(3),
            Frequency::Yearly => Some(12),
            Frequency::AtOnce | Frequency::Standing => None,
        }
    }
}

/// Several words, as a list or in one text with `、` between them, as official tables have it.
#[derive(Debug, Clone)]
pub struct Words(pub Vec<Text>);

impl Decode for Words {
    fn shape() -> Shape {
        Shape::List(|| Shape::Text)
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let place = node.place;
        let Value::Scalar(text) = node.value else {
            return Vec::decode(node, reader).map(Words);
        };
        let words = text.split(['、', '，', ',']).map(str::trim);
        let words = words.filter(|word| !word.is_empty()).map(|word| Sp {
            value: word.to_owned(),
            place,
        });
        Some(Words(words.collect()))
    }
}

impl Tell for Words {
    fn tell(&self) -> Told<'_> {
        self.0.tell()
    }
}

impl Scalar for Due {
    const SHAPE: Shape = Shape::Text;
    const WANTED: &'static str = "due";
    fn read(text: &str) -> Option<Self> {
        Due::parse(text)
    }
    fn told(&self) -> Told<'_> {
        Told::Text(self.to_string().into())
    }
}

impl Item {
    /// The keys that the program follows a row by: no columns of an official catalogue.
    pub const FOLLOWED: [&'static str; 8] = [
        "due", "since", "kind", "tag", "account", "class", "matter", "nil",
    ];

    /// What it is called: its second level, or its first.
    pub fn name(&self) -> &str {
        let name = self.level2.as_ref().unwrap_or(&self.level1);
        name.value.trim()
    }

    /// Whether everybody may read what it asks for.
    pub fn is_public(&self) -> bool {
        self.reach
            .is_none_or(|reach| reach.value == Reach::Everybody)
    }

    /// The kind it names, if there is such a kind.
    pub fn kind(&self) -> Option<&'static dyn Kind> {
        kind_called(self.kind.as_ref()?.value.trim())
    }

    /// The words that its records have, by the English name of their key.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let words = [
            ("account", &self.account),
            ("class", &self.class),
            ("matter", &self.matter),
        ];
        words
            .into_iter()
            .filter_map(|(key, text)| Some((key, text.as_ref()?.value.trim())))
    }

    /// Whether it says which records fulfil it; one that does not is printed and not followed.
    pub fn is_followed(&self) -> bool {
        self.kind.is_some() || self.tag.is_some() || self.words().next().is_some()
    }
}
