//! Diagnostics for people: grouped by file, with the source line and the place marked under it.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use super::{Excerpt, Finding, Severity};
use crate::text::Texts;

/// Findings of one rule that are shown unless all are asked for.
const SHOWN_OF_A_RULE: usize = 20;

/// The longest mark under a line, in characters.
const LONGEST_MARK: usize = 60;

/// Prints `findings`, which are in order of file; unless `all`, the first twenty of each rule. Colour codes are always there; the stream strips them where they do not belong.
pub fn print_text(findings: &[Finding], texts: &Texts, all: bool) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Unicode);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for finding in findings {
        let count = seen.entry(&finding.rule).or_default();
        *count += 1;
        if all || *count <= SHOWN_OF_A_RULE {
            out.push_str(&one(&renderer, finding, texts));
            out.push_str("\n\n");
        }
    }
    if !all {
        for (rule, count) in seen
            .into_iter()
            .filter(|(_, count)| *count > SHOWN_OF_A_RULE)
        {
            out.push_str(&texts.fill(
                "report.more",
                &[("rule", &rule), ("count", &(count - SHOWN_OF_A_RULE))],
            ));
            out.push('\n');
        }
    }
    out
}

/// Prints one finding, with colour codes. Lines of source longer than `columns` are cut; where that is none they are cut as [`print_text`] does.
pub fn print_one(finding: &Finding, texts: &Texts, columns: Option<usize>) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Unicode);
    let renderer = match columns {
        Some(columns) => renderer.term_width(columns),
        None => renderer,
    };
    one(&renderer, finding, texts)
}

fn one(renderer: &Renderer, finding: &Finding, texts: &Texts) -> String {
    let (level, name) = match finding.severity {
        Severity::Error => (Level::ERROR, "severity.error"),
        Severity::Warning => (Level::WARNING, "severity.warning"),
        Severity::Note => (Level::NOTE, "severity.note"),
    };
    let title = level
        .with_name(texts.get(name))
        .primary_title(finding.message.as_str())
        .id(finding.rule.as_str());
    let help = Level::HELP.with_name(texts.get("report.help"));
    let group = match &finding.excerpt {
        Some(excerpt) => {
            let mark = AnnotationKind::Primary.span(excerpt.start..mark_end(excerpt));
            let line = finding.line as usize;
            title.element(
                Snippet::source(excerpt.text.as_str())
                    .line_start(line)
                    .path(finding.file.as_str())
                    .fold(false)
                    .annotation(mark),
            )
        }
        None => {
            let origin = Origin::path(finding.file.as_str())
                .line(finding.line as usize)
                .char_column(finding.column as usize);
            title.element(origin)
        }
    };
    let group = if finding.help.is_empty() {
        group
    } else {
        group.element(help.message(finding.help.as_str()))
    };
    renderer.render(&[group])
}

/// Where the mark ends that is printed: a long line is cut to what stands around its mark, so that the mark must not be long itself.
fn mark_end(excerpt: &Excerpt) -> usize {
    let end = excerpt.end.max(excerpt.start);
    let marked = excerpt.text.get(excerpt.start..end).unwrap_or_default();
    let cut = marked.char_indices().nth(LONGEST_MARK);
    cut.map_or(end, |(cut, _)| excerpt.start + cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn finding(rule: &str) -> Finding {
        let text = "发布日期: 昨天".to_owned();
        let start = text.find("昨天").unwrap();
        let excerpt = Some(Excerpt {
            start,
            end: text.len(),
            text,
        });
        let file = "content/a.md".to_owned();
        Finding {
            rule: rule.into(),
            severity: Severity::Error,
            file,
            line: 3,
            column: 7,
            message: "不是日期".into(),
            help: "写成 2026-11-22".into(),
            excerpt,
        }
    }

    fn plain(findings: &[Finding], all: bool) -> String {
        anstream::adapter::strip_str(&print_text(findings, &Texts::load(Lang::Zh).unwrap(), all))
            .to_string()
    }

    #[test]
    fn the_mark_stands_under_double_width_text() {
        let text = plain(&[finding("yaml/type")], false);
        assert!(text.contains("错误[yaml/type]: 不是日期"), "{text}");
        assert!(text.contains("content/a.md:3:7"), "{text}");
        let mark = text
            .lines()
            .find(|line| line.contains('━') && line.contains('╰') || line.contains("━━"))
            .unwrap();
        // Two Han characters are four columns wide, after four Han characters, a colon and a space (ten columns).
        assert!(mark.contains("          ━━━━"), "{text}");
        assert!(text.contains("改法: 写成 2026-11-22"), "{text}");
    }

    #[test]
    fn a_long_line_is_cut_to_what_stands_around_the_mark() {
        let mut long = finding("yaml/type");
        let text = format!("标题: {}", "账".repeat(10_000));
        let (start, end) = ("标题: ".len(), text.len());
        long.excerpt = Some(Excerpt { text, start, end });
        let printed = plain(&[long], false);
        assert!(printed.contains("content/a.md:3:5"), "{printed}");
        assert!(
            printed.lines().all(|line| line.chars().count() < 200),
            "{printed}"
        );
    }

    #[test]
    fn twenty_of_a_rule_are_shown() {
        let many: Vec<Finding> = (0..25).map(|_| finding("yaml/type")).collect();
        let text = plain(&many, false);
        assert_eq!(text.matches("错误[yaml/type]").count(), 20);
        assert!(text.contains("还有 5 处"), "{text}");
        assert_eq!(plain(&many, true).matches("错误[yaml/type]").count(), 25);
    }
}
