//! Pages as long and as wide as they get: what officers hand in is not always short.

use crate::harness::{Folder, PNG};
use crate::marked::{KINDS, Marks, of_one_text, write};

/// An account of this many lines. Each has its number from 1 after [`FIRST`] in its second column and after [`LAST`] in its last but one.
pub const LINES: usize = 200;
pub const FIRST: usize = 7000;
pub const LAST: usize = 8000;

/// The page of that account.
pub const ACCOUNT: &str = "qingxi/zuida/funds/long.html";

/// A notice with everything that Markdown can write, and its link to elsewhere.
pub const NOTICE: &str = "qingxi/zuida/notices/wide.html";
pub const LINK: &str = "https://www.gov.cn/zhengce/shili.html";

/// The pages that [`add`] makes.
pub const PAGES: [&str; 6] = [
    ACCOUNT,
    NOTICE,
    "qingxi/zuida/pledges/words.html",
    "qingxi/zuida/guides/words.html",
    "qingxi/zuida/funds/words.html",
    "qingxi/zuida/notices/words.html",
];

/// Adds them to a copy of the sample site, which will be served at `address`.
pub fn add(folder: &Folder, address: &str) {
    let settings = folder.text("content/site.yaml");
    let settings: String = settings
        .lines()
        .filter(|line| !line.starts_with("审核"))
        .map(|line| match line.strip_prefix("网址") {
            Some(_) => format!("网址: {address}\n"),
            None => format!("{line}\n"),
        })
        .collect();
    folder
        // The organisation publishes nothing but the longest; the catalogue asks more of it.
        .write(
            "content/site.yaml",
            format!("{settings}规则级别: {{calendar/overdue: 提示}}\n"),
        )
        .write(
            "content/qingxi/zuida/org.yaml",
            "名称: 清溪县不知道怎样才能写得更短的名称社区居民委员会\n层级: 村\n书记: 周某\n电话: 0000-12345699\n",
        )
        .write("content/qingxi/zuida/funds/long.md", account())
        .write("content/qingxi/zuida/notices/wide/index.md", notice())
        .write("content/qingxi/zuida/notices/wide/图.png", PNG);
    let words = format!("{}{}", "很长的说明".repeat(12), "Nospace0".repeat(9));
    for kind in KINDS {
        let path = format!("content/qingxi/zuida/{kind}/words.md");
        folder.write(&path, of_one_text(kind, &words));
        write(
            folder,
            "qingxi/zuida",
            kind,
            "",
            "2026-11-02",
            &mut Marks::new(&kind[..2]),
        );
    }
}

fn account() -> String {
    let line = |i: usize| {
        let day = 1 + i % 28;
        format!(
            "  - {{日期: 2026-07-{day:02}, 凭证: {}, 摘要: 第{i}笔，村组道路清扫和沟渠清淤用工, 类别: 公益事业, \
             金额: 1234.50, 经手: 柳某某, 证明: 何某某, 审批: {}}}\n",
            FIRST + i,
            LAST + i
        )
    };
    let lines: String = (1..=LINES).map(line).collect();
    let total = 1234.50 * LINES as f64;
    format!(
        "---\n标题: 最长的收支账\n发布日期: 2026-10-15\n账户: 集体经济\n期间: 2026-Q3\n期初: {total:.2}\n支出:\n{lines}期末: 0\n---\n"
    )
}

fn notice() -> String {
    let columns = [
        "序号",
        "姓名",
        "住址",
        "项目",
        "面积",
        "标准",
        "金额",
        "开户行",
        "经办",
        "备注",
    ];
    let row = |cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..columns.len()).map(cell).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut table = row(&|at| columns[at].to_owned()) + &row(&|_| "---".to_owned());
    for i in 1..=12 {
        table += &row(&|at| match at {
            0 => i.to_string(),
            2 => "清溪县水口镇柳村三组七十九号".to_owned(),
            6 => format!("{}.50", i * 12_345),
            _ => format!("第{i}户的{}", columns[at]),
        });
    }
    let narrow = "| 名称 | 数 |\n|---|--:|\n| 甲 | 1 |\n| 乙 | 2 |\n";
    format!(
        "---\n标题: 最宽的表和最长的字词\n发布日期: 2026-10-15\n文种: 通知\n---\n\n## 补偿表\n\n{table}\n## 小表\n\n{narrow}\n\
         ## 其他\n\n见[国家的办法]({LINK})，也见[县里的公示](../../../notices/2026-renqian-11.md)，附件见[图](图.png)。\n\n\
         ![一张图](图.png)\n\n{}\n\n```\n{}\n```\n\n> 引用一段。\n\n1. 一\n   - 甲\n     - 子\n2. 二\n\n脚注[^1]。\n\n[^1]: 说明。\n",
        "Donaudampfschifffahrtsgesellschaftskapitaen".repeat(4),
        "let line = \"a line of code that is longer than any phone is wide, by far\";",
    )
}
