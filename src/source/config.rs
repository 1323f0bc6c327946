//! `site.yaml` and `org.yaml`.

use super::target::Targets;
use crate::kinds::Level;
use crate::kinds::fields::{Chosen, Row, Text, fields};
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
        /// Steps that a record must carry to be published.
        signoff: Vec<Text> = "审核" / "signoff";
        /// What stands at the foot of every page.
        footer: Option<Footer> = "页脚" / "footer";
        /// A demonstration's fixed day.
        day: Option<Sp<Day>> = "演示日" / "day";
        /// Notice boards.
        boards: Vec<Board> = "公开栏" / "boards";
        /// Where it is delivered.
        targets: Option<Targets> = "发布" / "targets";
        /// Severities changed for this site.
        severity: Option<Row> = "规则级别" / "severity";
        /// Families that sheets are set in, by role, where they are installed or lie in the theme.
        fonts: Option<Fonts> = "字体" / "fonts";
        /// Whether sheets are made for the archive (PDF/A-2).
        archive: Option<Sp<bool>> = "归档" / "archive";
        /// Hosts that pages may link to, with their subdomains.
        external: Vec<Text> = "外链" / "external";
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
