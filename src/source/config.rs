//! `site.yaml` and `org.yaml`.

mod steps;

pub use steps::{KindName, Steps};

use super::target::Targets;
use crate::kinds::Level;
use crate::kinds::fields::{Chosen, Row, Some1, Text, fields};
use crate::privacy::{Area, Hide, Mask, Naming};
use crate::values::{Audience, Day, Sp};

fields! {
    /// The site.
    pub struct SiteConfig {
        /// Its name.
        name: Text = "名称" / "name";
        /// Where it is published; used for feeds, the sitemap and QR codes only.
        base_url: Option<Text> = "网址" / "base_url";
        /// Language of its pages: `zh-CN` or `en`.
        language: Option<Text> = "语言" / "language";
        /// Time zone of its day.
        timezone: Option<Text> = "时区" / "timezone";
        /// Folder under `themes/` that overrides the built-in theme file by file.
        theme: Option<Text> = "主题" / "theme";
        /// Rules profile.
        rules: Option<Text> = "规则" / "rules";
        /// Who may read what says nothing else.
        audience: Option<Chosen<Audience>> = "默认对象" / "audience";
        /// Steps that a record must carry to be published, for all kinds or kind by kind.
        signoff: Steps = "审核" / "signoff";
        /// What stands at the foot of every page.
        footer: Option<Footer> = "页脚" / "footer";
        /// A demonstration's fixed day.
        day: Option<Sp<Day>> = "演示日" / "day";
        /// Notice boards.
        boards: Vec<Board> = "公开栏" / "boards";
        /// Where it is delivered.
        targets: Option<Targets> = "发布" / "targets";
        /// The key that checks the signature of the ledger, in hex.
        public_key: Option<Text> = "公钥" / "public_key";
        /// Severities changed for this site.
        severity: Option<Row> = "规则级别" / "severity";
        /// Families that sheets are set in, by role, where they are installed or lie in the theme.
        fonts: Option<Fonts> = "字体" / "fonts";
        /// Whether sheets are made for the archive (PDF/A-2).
        archive: Option<Sp<bool>> = "归档" / "archive";
        /// Hosts that pages may link to, with their subdomains.
        external: Vec<Text> = "外链" / "external";
        /// What of people's data is shown.
        masking: Option<Masking> = "脱敏" / "masking";
    }
}

fields! {
    /// What of people's data is shown; what is left out is as in [`Mask::default`].
    pub struct Masking {
        /// Identity numbers.
        id: Option<Chosen<Hide>> = "身份证" / "id";
        /// Residents' telephones.
        phone: Option<Chosen<Hide>> = "手机" / "phone";
        /// Addresses.
        address: Option<Chosen<Area>> = "住址" / "address";
        /// Names.
        name: Option<Chosen<Naming>> = "姓名" / "name";
    }
}

impl SiteConfig {
    /// The site's masking profile.
    pub fn mask(&self) -> Mask {
        let Some(own) = &self.masking else {
            return Mask::default();
        };
        Mask {
            identity: own.id.map(|chosen| chosen.value).unwrap_or_default(),
            phone: own.phone.map(|chosen| chosen.value).unwrap_or_default(),
            address: own.address.map(|chosen| chosen.value).unwrap_or_default(),
            name: own.name.map(|chosen| chosen.value).unwrap_or_default(),
        }
    }
}

fields! {
    /// The foot of every page (国办发〔2017〕47号).
    pub struct Footer {
        /// Who runs the site.
        host: Option<Text> = "主办单位" / "host";
        /// Site identification code.
        site_id: Option<Text> = "标识码" / "site_id";
        /// ICP record.
        icp: Option<Text> = "ICP备案" / "icp";
        /// Public-security record.
        police: Option<Text> = "公安备案" / "police";
        /// Telephone.
        phone: Option<Text> = "电话" / "phone";
        /// Where to report a fault of the site.
        report: Option<Text> = "找错" / "report";
    }
}

fields! {
    /// A notice board.
    pub struct Board {
        /// What records call it in 张贴.
        id: Text = "编号" / "id";
        /// Where it hangs.
        name: Text = "名称" / "name";
        /// Whose it is.
        org: Text = "组织" / "org";
        /// What is pinned to it.
        paper: Option<Text> = "纸张" / "paper";
        /// What can be printed there.
        printer: Option<Text> = "打印" / "printer";
    }
}

fields! {
    /// The family that each role of a sheet's type is set in.
    pub struct Fonts {
        /// Titles: 小标宋.
        title: Option<Text> = "标题" / "title";
        /// Text.
        body: Option<Text> = "正文" / "body";
        /// Official documents: 仿宋.
        document: Option<Text> = "公文" / "document";
        /// Headings of the first order, and small print: 黑体.
        sans: Option<Text> = "黑体" / "sans";
        /// Headings of the second order: 楷体.
        kai: Option<Text> = "楷体" / "kai";
    }
}

fields! {
    /// An organisation.
    pub struct OrgConfig {
        /// Its name.
        name: Text = "名称" / "name";
        /// Its level.
        level: Option<Chosen<Level>> = "层级" / "level";
        /// Its address.
        address: Option<Text> = "地址" / "address";
        /// Its telephone.
        phone: Option<Text> = "电话" / "phone";
        /// Its secretary.
        secretary: Option<Text> = "书记" / "secretary";
        /// Opening hours.
        hours: Option<Text> = "办公时间" / "hours";
        /// Households, members.
        population: Option<Population> = "单位" / "population";
        /// Who may read its records, unless they say so themselves.
        audience: Option<Chosen<Audience>> = "默认对象" / "audience";
        /// Who may sign which step of which kind, here and below where nobody else is named.
        signatories: Vec<Signatory> = "签字" / "signatories";
        /// The members of the village supervision committee.
        supervisors: Vec<Text> = "监督" / "supervisors";
        /// The members of the village committee, who cannot be supervisors.
        committee: Vec<Text> = "村委会" / "committee";
    }
}

fields! {
    /// Somebody who may sign.
    pub struct Signatory {
        /// Who.
        name: Text = "姓名" / "name";
        /// As what.
        post: Option<Text> = "职务" / "post";
        /// Which steps.
        steps: Some1<Text> = "环节" / "steps";
        /// Of which kinds; of all where none is named.
        kinds: Vec<Sp<KindName>> = "类型" / "kinds";
    }
}

fields! {
    /// How many an organisation is there for.
    pub struct Population {
        /// Households.
        households: Option<Sp<u32>> = "户" / "households";
        /// Party members.
        members: Option<Sp<u32>> = "党员" / "members";
    }
}
