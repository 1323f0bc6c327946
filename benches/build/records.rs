//! The records that everything here is measured on: the same for the same number, in the manner of officers, with sums that are right.

use std::collections::HashMap;
use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::dice::Dice;
use crate::words::{CATEGORIES, MATTERS, NAMES, SENTENCES, SERVICES, TAGS, WORKS};

/// The day that the site is built for.
pub const DAY: Date = date(2026, 11, 22);

/// Records that one village has in the mean.
const PER_VILLAGE: usize = 60;

/// Villages of a town.
const PER_TOWN: usize = 12;

/// Kinds in turn: of ten records four are notices, three funds, two pledges, one a guide.
const KINDS: [&str; 10] = [
    "notices", "funds", "pledges", "notices", "funds", "guides", "notices", "pledges", "funds",
    "notices",
];

/// An organisation.
pub struct Org {
    /// Its folder.
    pub path: String,
    /// Its name.
    pub name: String,
    level: &'static str,
}

impl Org {
    /// Its `org.yaml`.
    pub fn yaml(&self) -> String {
        format!(
            "name: {}\nlevel: {}\nphone: 0000-12345600\naddress: {}一号\nsecretary: 周景明\nhours: 周一至周五 8:30至17:30\naudience: 社会\n",
            self.name, self.level, self.name
        )
    }
}

/// A record.
pub struct Record {
    /// Its number, from 0.
    pub number: usize,
    /// Its organisation, by index.
    pub org: usize,
    /// The folder of its kind.
    pub folder: &'static str,
    /// The stem of its file.
    pub slug: String,
    /// Its day of publication.
    pub published: Date,
    /// Its front matter, in keys that both programs read.
    pub front: String,
    /// Its Markdown.
    pub body: String,
}

/// Makes `n` records one after the other.
pub struct Maker {
    /// The organisations, a county first, then its towns, then their villages.
    pub orgs: Vec<Org>,
    towns: usize,
    next: usize,
    n: usize,
    /// Statements that an organisation has published so far, and the balance of the last.
    accounts: HashMap<usize, (usize, i64)>,
}

impl Maker {
    /// A maker of `n` records.
    pub fn new(n: usize) -> Maker {
        let villages = n.div_ceil(PER_VILLAGE).max(2);
        let towns = villages.div_ceil(PER_TOWN);
        let mut orgs = vec![Org {
            path: "qingxi".to_owned(),
            name: "中共清溪县委".to_owned(),
            level: "县",
        }];
        orgs.extend((0..towns).map(|t| Org {
            path: format!("qingxi/zhen{t:03}"),
            name: format!("{}镇{}号党委", NAMES[t % NAMES.len()], t + 1),
            level: "乡",
        }));
        orgs.extend((0..villages).map(|v| Org {
            path: format!("qingxi/zhen{:03}/cun{v:04}", v % towns),
            name: format!("{}村{}号党支部", NAMES[v % NAMES.len()], v + 1),
            level: "村",
        }));
        Maker {
            orgs,
            towns,
            next: 0,
            n,
            accounts: HashMap::new(),
        }
    }

    /// Ten records in a row are of one organisation; every twelfth row is a town's, every sixtieth the county's.
    fn org_of(&self, i: usize) -> usize {
        let row = i / KINDS.len();
        match row % 60 {
            59 => 0,
            r if r % 12 == 11 => 1 + row / 12 % self.towns,
            _ => 1 + self.towns + row % (self.orgs.len() - 1 - self.towns),
        }
    }

    fn record(&mut self, i: usize) -> Record {
        let mut dice = Dice(i as u64);
        let org = self.org_of(i);
        let folder = KINDS[i % KINDS.len()];
        let mut published = date(2019, 1, 3)
            .checked_add((dice.below(2_870) as i64).days())
            .unwrap_or(DAY);
        let mut own = String::new();
        let title = match folder {
            "funds" => self.fund(org, &mut published, &mut own, &mut dice),
            "pledges" => self.pledge(org, published, &mut own, &mut dice),
            "guides" => self.guide(i, org, &mut own, &mut dice),
            _ => self.notice(i, org, published, &mut own, &mut dice),
        };
        self.signed(i, (org, folder), (title, published), &own, &mut dice)
    }

    /// A notice of this very day by the organisation at index `org`, with a number `i` that no other record has.
    pub fn notice_of_today(&self, i: usize, org: usize) -> Record {
        let mut dice = Dice(i as u64);
        let mut own = String::new();
        let title = self.announcement(org, DAY, &mut own, &mut dice);
        self.signed(i, (org, "notices"), (title, DAY), &own, &mut dice)
    }

    /// A record with what every kind has.
    fn signed(
        &self,
        i: usize,
        (org, folder): (usize, &'static str),
        (title, published): (String, Date),
        own: &str,
        dice: &mut Dice,
    ) -> Record {
        let signed = published.checked_sub(1.day()).unwrap_or(published);
        let tags: Vec<&str> = (0..1 + dice.below(2))
            .map(|t| TAGS[(dice.below(TAGS.len() / 2)) * 2 + t])
            .collect();
        let front = format!(
            "title: {title}\npublished: {published}\ntags: [{}]\nresponsible: {}\nphone: 0000-12345{:03}\nsignoff:\n  - {{step: 审核, name: {}, date: {signed}}}\n  - {{step: 审批, name: {}, date: {published}}}\n{own}",
            tags.join(", "),
            dice.person(0),
            dice.below(1000),
            dice.person(1),
            dice.person(2),
        );
        Record {
            number: i,
            org,
            folder,
            slug: format!("{}-{i:06}", published.year()),
            published,
            front,
            body: body(dice),
        }
    }

    /// A month of an account: it takes over what the month before left. After eighteen months another account begins.
    fn fund(
        &mut self,
        org: usize,
        published: &mut Date,
        out: &mut String,
        dice: &mut Dice,
    ) -> String {
        let (count, balance) = self.accounts.entry(org).or_default();
        let (account, month) = (*count / 18, *count % 18);
        if month == 0 {
            *balance = 1_000_000 + dice.below(500_000) as i64;
        }
        *count += 1;
        let first = date(2025, 2, 1)
            .checked_add((month as i64).months())
            .unwrap_or(DAY);
        *published = first.checked_add(1.month().days(9)).unwrap_or(DAY);
        let (year, number) = (first.year(), first.month());
        let name = &self.orgs[org].name;
        if account == 0 {
            out.push_str("account: 工作经费\n");
        } else {
            let _ = writeln!(
                out,
                "account: 项目\naccount_name: {name}第{account}期道路硬化"
            );
        }
        let _ = writeln!(
            out,
            "period: {year}-{number:02}\nunit: 元\nopening: {}\nincome:",
            yuan(*balance)
        );
        let mut sums = [0, 0];
        let lines = 4 + dice.below(9);
        for line in 0..=lines {
            let side = usize::from(line > 0);
            if line == 1 {
                out.push_str("expense:\n");
            }
            let amount = if side == 0 {
                900_000 + dice.below(100_000) as i64
            } else {
                2_000 + dice.below(60_000) as i64
            };
            sums[side] += amount;
            let (what, category) = CATEGORIES[if side == 0 {
                0
            } else {
                1 + (line + month) % (CATEGORIES.len() - 1)
            }];
            let _ = writeln!(
                out,
                "  - {{date: {year}-{number:02}-{:02}, voucher: 记-{:03}, summary: {what}, category: {category}, amount: {}, handler: {}, witness: {}, approver: {}}}",
                1 + line * 2,
                line + 1,
                yuan(amount),
                dice.person(3),
                dice.person(4),
                dice.person(2),
            );
        }
        *balance += sums[0] - sums[1];
        let _ = writeln!(
            out,
            "totals: {{income: {}, expense: {}}}\nclosing: {}",
            yuan(sums[0]),
            yuan(sums[1]),
            yuan(*balance)
        );
        match account {
            0 => format!("{name}{year}年{number}月工作经费收支"),
            n => format!("{name}{year}年{number}月第{n}期道路硬化项目收支"),
        }
    }

    fn pledge(&self, org: usize, published: Date, out: &mut String, dice: &mut Dice) -> String {
        let maker = dice.person(5);
        let _ = writeln!(
            out,
            "maker: {{name: {maker}, post: 党支部书记}}\nclass: 民情\nsupervision: {{phone: 0000-12345611, unit: 镇纪委}}\nitems:"
        );
        for item in 0..2 + dice.below(3) {
            let due = published
                .checked_add((30 + dice.below(200) as i64).days())
                .unwrap_or(DAY);
            let progress = published.checked_add(20.days()).unwrap_or(DAY);
            let _ = writeln!(
                out,
                "  - text: {}，第{}处\n    measure: 公开招标，村监委三人全程跟班\n    due: {due}\n    responsible: {}",
                WORKS[dice.below(WORKS.len())],
                item + 1,
                dice.person(6),
            );
            if progress < DAY {
                let _ = writeln!(
                    out,
                    "    progress: [{{date: {progress}, text: 已经开工，材料进场}}]"
                );
            }
            if due < DAY && dice.below(500) > 0 {
                let _ = writeln!(out, "    done: {due}");
            }
        }
        format!(
            "{}{}年{maker}民情承诺",
            self.orgs[org].name,
            published.year()
        )
    }

    fn guide(&self, i: usize, org: usize, out: &mut String, dice: &mut Dice) -> String {
        let service = SERVICES[dice.below(SERVICES.len())];
        let _ = writeln!(
            out,
            "code: QX-{i:06}\nfor: [村民, 居民]\nbasis:\n  - {{title: 中华人民共和国户口登记条例, number: 1958年1月9日中华人民共和国主席令公布, effective: 1958-01-09}}\nconditions: [户口登记在清溪县, 材料齐全, 本人或者受委托人到场]\nmaterials:\n  - {{name: 居民身份证, form: 原件, copies: 1, note: 当场核对后退还}}\n  - {{name: 申请表, form: 原件, copies: 2}}\n  - {{name: 户口簿, form: 复印件, copies: 1}}\nsteps:\n  - {{name: 受理, actor: 便民窗口, level: 村, place: 村便民服务站, limit: 当场}}\n  - {{name: 核对, actor: 民政办, level: 乡, place: 镇便民服务中心, limit: 1个工作日}}\n  - {{name: 办结, actor: 民政办, level: 乡, limit: {}个工作日}}\nstatutory: 20个工作日\ncommitted: 5个工作日\nfee: {{mode: 免费}}\nplaces:\n  - {{level: 村, name: 村便民服务站, hours: 周一至周五 9:00至16:00, phone: 0000-12345651}}\n  - {{level: 乡, name: 镇便民服务中心, window: 3号窗口, hours: 周一至周五 8:30至17:30, phone: 0000-12345671}}\nagent: {{name: {}, phone: 0000-12345651}}\nenquiries: 0000-12345671\ncomplaints: 0000-12345607\nchecked_on: 2026-09-01",
            1 + dice.below(3),
            dice.person(7),
        );
        format!("{}{service}办理", self.orgs[org].name)
    }

    fn announcement(
        &self,
        org: usize,
        published: Date,
        out: &mut String,
        dice: &mut Dice,
    ) -> String {
        let name = &self.orgs[org].name;
        let class = ["通知", "公告", "简报", "文章"][dice.below(4)];
        let _ = writeln!(out, "class: {class}\nsigned_by: {name}\ndated: {published}");
        format!("{name}关于{}的{class}", WORKS[dice.below(WORKS.len())])
    }

    fn notice(
        &self,
        i: usize,
        org: usize,
        published: Date,
        out: &mut String,
        dice: &mut Dice,
    ) -> String {
        if i % 2 == 1 {
            return self.announcement(org, published, out, dice);
        }
        let name = &self.orgs[org].name;
        let year = published.year();
        let matter = MATTERS[dice.below(MATTERS.len())];
        let to = published
            .checked_add((20 + dice.below(6) as i64).days())
            .unwrap_or(DAY);
        let _ = writeln!(
            out,
            "class: 公示\nmatter: {matter}\nwindow: {{from: {published}, to: {to}}}\nreceiver: {{unit: 镇社会事务办, person: {}, phone: 0000-12345622, address: 便民服务中心2号窗口}}\nlist:",
            dice.person(8)
        );
        let rows = 2 + dice.below(5);
        for row in 0..rows {
            let _ = writeln!(
                out,
                "  - {{姓名: {}, 村: {name}, 家庭人口: {}, 月补差: {}}}",
                dice.person(9 + row),
                1 + dice.below(5),
                yuan(30_000 + dice.below(60_000) as i64)
            );
        }
        let _ = writeln!(out, "count: {rows}\nsigned_by: {name}\ndated: {published}");
        let outcome = to.checked_add(2.days()).unwrap_or(DAY);
        if outcome <= DAY {
            let _ = writeln!(
                out,
                "outcome: {{date: {outcome}, text: 公示期间没有收到异议，按程序办理}}"
            );
        }
        format!("{name}{year}年{matter}第{i}号公示")
    }
}

impl Iterator for Maker {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let i = self.next;
        self.next += 1;
        (i < self.n).then(|| self.record(i))
    }
}

/// A text of two to three kilobytes with what officers use: paragraphs, headings, stress, a list, a table.
fn body(dice: &mut Dice) -> String {
    let mut out = String::new();
    let paragraph = |out: &mut String, dice: &mut Dice| {
        for _ in 0..2 + dice.below(2) {
            let sentence = SENTENCES[dice.below(SENTENCES.len())];
            out.push_str(&sentence.replace('#', &(3 + dice.below(96)).to_string()));
        }
        out.push_str("\n\n");
    };
    paragraph(&mut out, dice);
    paragraph(&mut out, dice);
    out.push_str("## 办理情况\n\n");
    paragraph(&mut out, dice);
    for row in 0..3 + dice.below(3) {
        let _ = writeln!(
            out,
            "{}. **{}**，由{}负责，花费{}元。",
            row + 1,
            WORKS[dice.below(WORKS.len())],
            dice.person(row),
            yuan(10_000 + dice.below(900_000) as i64)
        );
    }
    out.push_str("\n## 明细\n\n| 项目 | 数量 | 金额（元） |\n| --- | ---: | ---: |\n");
    for _ in 0..3 + dice.below(4) {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            WORKS[dice.below(WORKS.len())],
            1 + dice.below(40),
            yuan(10_000 + dice.below(900_000) as i64)
        );
    }
    out.push('\n');
    paragraph(&mut out, dice);
    paragraph(&mut out, dice);
    out
}

fn yuan(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
