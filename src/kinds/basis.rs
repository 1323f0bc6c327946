//! basis/*: whether the laws and rules that a record rests on are in force, and in force here.

use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::{Basis, Context, Profile, Record};
use crate::values::Day;

/// Checks every 依据 of `record`.
pub fn check(record: &Record, cx: &Context<'_>, out: &mut Report) {
    for basis in &record.envelope.basis {
        let title = bare(&basis.title.value);
        if let Some(repeal) = repeal(basis, cx) {
            let by = repeal.by.map_or_else(String::new, |by| format!("《{by}》"));
            out.add(
                Diagnostic::new("basis/repealed", basis.title.place)
                    .arg("title", &title)
                    .arg("on", repeal.on)
                    .arg("by", by),
            );
        }
        if let Some((other, own)) = foreign(&title, cx.profile) {
            out.add(
                Diagnostic::new("basis/foreign", basis.title.place)
                    .arg("title", &title)
                    .arg("other", other)
                    .arg("own", own),
            );
        }
    }
}

/// When a law lost force, and what replaced it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeal<'a> {
    /// The day from which it has no force.
    pub on: Day,
    /// The title of what replaced it, without book-title marks; none where nobody says so.
    pub by: Option<&'a str>,
}

/// How `basis` was repealed, if it was by the day of `cx`: by its own 废止, or by the profile's list.
pub fn repeal<'a>(basis: &Basis, cx: &Context<'a>) -> Option<Repeal<'a>> {
    let title = bare(&basis.title.value);
    let listed = cx
        .profile
        .repealed
        .iter()
        .filter(|law| is_of(&title, &law.title))
        .find_map(|law| {
            let on = Day::parse(&law.on).filter(|on| *on <= cx.day)?;
            let by = Some(law.by.as_str()).filter(|by| !by.is_empty());
            Some(Repeal { on, by })
        });
    let own = basis.repealed.as_ref().map(|on| on.value);
    match own.filter(|on| *on <= cx.day) {
        // The officer knows the day; the list may still know what came after.
        Some(on) => Some(Repeal {
            on,
            by: listed.and_then(|law| law.by),
        }),
        None => listed,
    }
}

/// A title without book-title marks and spaces.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !"《》".contains(*c))
        .collect()
}

/// Whether `title` is `law` or an article of it. Officers mostly leave out the country's name.
fn is_of(title: &str, law: &str) -> bool {
    const COUNTRY: &str = "中华人民共和国";
    let short = |text: &str| text.strip_prefix(COUNTRY).unwrap_or(text).to_owned();
    let law = short(&bare(law));
    !law.is_empty()
        && short(title)
            .strip_prefix(law.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('第'))
}

/// The province of `title` and the site's own, where they differ.
fn foreign<'a>(title: &str, profile: &'a Profile) -> Option<(&'a str, &'a str)> {
    let own = stem(profile.province.as_deref()?);
    let other = profile
        .provinces
        .iter()
        .map(|name| stem(name))
        .find(|name| !name.is_empty() && title.starts_with(name))?;
    // A profile may call its province 广西 or 广西壮族自治区.
    (!own.starts_with(other) && !other.starts_with(own)).then_some((other, own))
}

/// A province's name without what it is: 山东省 and 重庆市 give 山东 and 重庆.
fn stem(name: &str) -> &str {
    let name = name.trim();
    ["自治区", "省", "市"]
        .iter()
        .find_map(|form| name.strip_suffix(form))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::diagnostics::{Diagnostic, Report};
    use crate::kinds::testing::{World, words};

    /// What the rules say about a pledge that rests on `basis`.
    fn findings(world: &World, basis: &str) -> Vec<Diagnostic> {
        let yaml = format!(
            "承诺人: {{姓名: 张某}}\n类别: 岗位\n承诺: [{{事项: 修路2公里}}]\n依据: [{{{basis}}}]\n"
        );
        let (record, mistakes) = world.read("pledge", "r", &yaml);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let mut out = Report::default();
        check(&record.unwrap(), &world.context(), &mut out);
        out.0
    }

    fn rules(world: &World, basis: &str) -> Vec<&'static str> {
        let found = findings(world, basis);
        found.iter().for_each(|finding| {
            words(finding);
        });
        found.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn a_law_of_the_list_is_repealed_however_it_is_written() {
        let world = World::on("2026-11-22");
        for title in [
            "中华人民共和国婚姻法",
            "《中华人民共和国婚姻法》",
            "\"《中华人民共和国 婚姻法》第八条\"",
            "婚姻法第八条",
            "《婚姻法》",
        ] {
            let found = findings(&world, &format!("名称: {title}"));
            assert_eq!(found.len(), 1, "{title}");
            assert_eq!(found[0].rule, "basis/repealed");
            let said = words(&found[0]);
            assert!(said.contains("2021-01-01"), "{said}");
            assert!(said.contains("现行规定《中华人民共和国民法典》"), "{said}");
        }
        for title in [
            "中华人民共和国民法典",
            "婚姻登记条例",
            "《中华人民共和国婚姻法》司法解释",
            "最高人民法院关于适用《中华人民共和国婚姻法》若干问题的解释",
        ] {
            assert!(
                rules(&world, &format!("名称: {title}")).is_empty(),
                "{title}"
            );
        }
    }

    #[test]
    fn a_law_is_in_force_until_the_day_of_its_repeal() {
        let law = "名称: 中华人民共和国婚姻法";
        assert!(rules(&World::on("2020-12-31"), law).is_empty());
        assert_eq!(rules(&World::on("2021-01-01"), law), ["basis/repealed"]);
        let own = "名称: 清溪县试行办法, 废止: 2026-11-22";
        assert!(rules(&World::on("2026-11-21"), own).is_empty());
        let found = findings(&World::on("2026-11-22"), own);
        assert_eq!(found.len(), 1);
        let said = words(&found[0]);
        assert!(said.contains("改引现行规定；"), "{said}");
    }

    #[test]
    fn an_own_day_of_repeal_counts_before_the_list() {
        let own = "名称: 婚姻法, 废止: 2020-06-01";
        let said = words(&findings(&World::on("2026-11-22"), own)[0]);
        assert!(
            said.contains("2020-06-01") && said.contains("民法典"),
            "{said}"
        );
    }

    #[test]
    fn another_provinces_rule_is_foreign() {
        let mut world = World::on("2026-11-22");
        let anhui = "名称: 《安徽省村务公开办法》";
        assert!(rules(&world, anhui).is_empty(), "no province of its own");
        for own in ["山东", "山东省"] {
            world.profile.province = Some(own.into());
            let found = findings(&world, anhui);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].rule, "basis/foreign");
            let said = words(&found[0]);
            assert!(said.contains("安徽") && said.contains("山东"), "{said}");
            assert_eq!(rules(&world, "名称: 重庆市村务公开办法"), ["basis/foreign"]);
            assert_eq!(
                rules(&world, "名称: 广西壮族自治区村务公开办法"),
                ["basis/foreign"]
            );
            for title in ["山东省村务公开办法", "中华人民共和国土地管理法"] {
                assert!(
                    rules(&world, &format!("名称: {title}")).is_empty(),
                    "{title}"
                );
            }
        }
        world.profile.province = Some("广西壮族自治区".into());
        assert!(rules(&world, "名称: 广西村务公开办法").is_empty());
    }
}
