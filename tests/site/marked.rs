//! Records whose every field carries a marker of its own.

use crate::harness::{Folder, PNG};

/// The kinds by their folders.
pub const KINDS: [&str; 4] = ["pledges", "guides", "funds", "notices"];

/// Makes markers and remembers them.
pub struct Marks {
    tag: String,
    /// Every marker made.
    pub made: Vec<String>,
}

impl Marks {
    /// Markers that begin with `tag`, which is lower-case letters.
    pub fn new(tag: &str) -> Marks {
        Marks {
            tag: tag.to_owned(),
            made: Vec::new(),
        }
    }

    /// `text` with every `@` a marker of its own.
    fn fill(&mut self, text: &str) -> String {
        let mut out = String::new();
        for (i, part) in text.split('@').enumerate() {
            if i > 0 {
                out.push_str(&self.mark());
            }
            out.push_str(part);
        }
        out
    }

    fn mark(&mut self) -> String {
        let mark = format!("mk{}{:02}x", self.tag, self.made.len());
        self.made.push(mark.clone());
        mark
    }
}

const ENVELOPE: &str = "责任人: @
电话: @
标签: [@, @]
更正: [{日期: 2026-11-02, 原因: @, 批准: @}]
依据: [{名称: @, 文号: @, 施行: 2020-01-01}]
旧址: [/@/]
";

const PLEDGE: &str = "承诺人: {姓名: @, 职务: @}
类别: 岗位
监督: {电话: @, 单位: @}
承诺:
  - {事项: 走访3次 @, 措施: @, 时限: 2026-12-31, 责任人: @, 进展: [{日期: 2026-11-03, 内容: @}]}
  - {事项: 修路2公里 @, 未办: {原因: @, 日期: 2026-11-03}}
";

const GUIDE: &str = "事项编码: @
服务对象: [@]
条件: [@]
材料: [{名称: @, 形式: 原件, 份数: 1, 说明: @}]
流程: [{环节: @, 办理: @, 层级: 村, 地点: @, 时限: 1个工作日}]
法定时限: 20个工作日
承诺时限: 2个工作日
收费: {方式: 收费, 金额: @, 依据: @}
地点: [{层级: 村, 名称: @, 窗口: @, 地址: @, 时间: @, 电话: @}]
代办: {姓名: @, 电话: @}
咨询: @
监督: @
核对: 2026-09-01
";

const FUND: &str = "账户: 项目
账户名: @
期间: 2026-Q3
期初: 0
收入: [{日期: 2026-07-01, 凭证: @, 摘要: @, 类别: @, 金额: 50.00, 经手: @, 证明: @, 审批: @, 余额: 50.00}]
支出: [{日期: 2026-07-02, 凭证: @, 摘要: @, 类别: @, 金额: 30.00, 经手: @, 证明: @, 审批: @, 余额: 20.00}]
期末: 20.00
标准: [{名称: @, 单价: 10.00, 数量: 3, 金额: 30.00}]
";

const NOTICE: &str = "文种: 公示
事项: @
公示期: {起: 2026-11-02, 止: 2026-11-30}
受理: {单位: @, 联系人: @, 电话: @, 地址: @}
名单: [{姓名: @, @: @}]
人数: 1
阶段: {第: 1, 共: 2, 环节: @}
落款: @
成文日期: 2026-11-02
结果: {日期: 2026-12-01, 内容: @}
";

const BODY: &str = "\n## @\n\n这一段写着@，见[@](@FILE)。\n\n![@](@IMAGE)\n";

/// A record of `kind` in which every text is `text`, which stands in double quotes.
pub fn of_one_text(kind: &str, text: &str) -> String {
    let own = keys_of(kind)
        .replace("走访3次 @", "@")
        .replace("修路2公里 @", "@");
    let envelope = ENVELOPE.replace("旧址: [/@/]\n", "");
    let keys = format!("标题: @\n发布日期: 2026-11-02\n{envelope}{own}");
    format!("---\n{}---\n", keys.replace('@', &format!("\"{text}\"")))
}

fn keys_of(kind: &str) -> &'static str {
    match kind {
        "pledges" => PLEDGE,
        "guides" => GUIDE,
        "funds" => FUND,
        _ => NOTICE,
    }
}

/// Writes a record of `kind` with a folder of its own below `org`, every text field marked; `keys` says who may read it.
pub fn write(
    folder: &Folder,
    org: &str,
    kind: &str,
    keys: &str,
    published: &str,
    marks: &mut Marks,
) -> String {
    let own = keys_of(kind);
    let (slug, file, image) = (marks.mark(), marks.mark(), marks.mark());
    let body = BODY
        .replace("@FILE", &format!("{file}.txt"))
        .replace("@IMAGE", &format!("{image}.png"));
    let text = marks.fill(&format!(
        "---\n标题: @\n发布日期: {published}\n{keys}{ENVELOPE}{own}---\n{body}"
    ));
    let base = format!("content/{org}/{kind}/{slug}");
    folder
        .write(&format!("{base}/index.md"), text)
        .write(&format!("{base}/{file}.txt"), marks.fill("附件 @\n"))
        .write(&format!("{base}/{image}.png"), PNG);
    slug
}

/// Writes a statement whose lines are in a table beside it, marked cell by cell.
pub fn write_table(folder: &Folder, org: &str, keys: &str, marks: &mut Marks) {
    let (slug, table) = (marks.mark(), marks.mark());
    let text = marks.fill(&format!(
        "---\n标题: @\n发布日期: 2026-11-02\n{keys}账户: 项目\n账户名: @\n期间: 2026-Q3\n期初: 0\n明细: {table}.csv\n期末: 20\n---\n"
    ));
    let rows = marks.fill(
        "收支,日期,凭证,摘要,类别,金额,经手\n收入,2026-07-01,@,@,@,50.00,@\n支出,2026-07-02,@,@,@,30.00,@\n",
    );
    let base = format!("content/{org}/funds/{slug}");
    folder
        .write(&format!("{base}/index.md"), text)
        .write(&format!("{base}/{table}.csv"), rows);
}
