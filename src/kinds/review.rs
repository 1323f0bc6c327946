//! review 评议: who was judged by whom, with which ballots, grades or scores, and what followed.

mod grades;
mod rules;
#[cfg(test)]
mod tests;
mod view;

use std::any::Any;

use rust_decimal::Decimal;

use super::fields::{Chosen, Field, Map, Reader, Some1, Tell, Text, Told, choice, fields};
use super::{
    Context, Deadline, Disclosure, Filed, Kind, Overview, Record, SheetForm, Status, Tone, Use,
    View, Words,
};
use crate::diagnostics::Report;
use crate::values::{Day, Paper, Rate, Sp};
use grades::{Grade, Votes};

/// The kind.
pub struct Reviews;

choice! {
    /// How it is judged.
    pub enum Method {
        /// By delegates of households.
        Households = "户代表评议" / "households";
        /// By secret ballot.
        Secret = "无记名投票" / "secret";
        /// By groups of judges with weights.
        Panel = "分类测评" / "panel";
        /// By scores that members give.
        Scoring = "打分" / "scoring";
        /// By questionnaire.
        Questionnaire = "问卷" / "questionnaire";
        /// By the masses, by colleagues, and by those above.
        ThreeWay = "三方评议" / "three-way";
        /// By points gathered.
        Points = "积分" / "points";
        /// Against targets or standards.
        Targets = "目标考核" / "targets";
        /// By inspection.
        Inspection = "检查" / "inspection";
    }
}

choice! {
    /// How often it is held.
    pub enum Cadence {
        /// Each quarter.
        Quarter = "每季度" / "quarter";
        /// Each half-year.
        HalfYear = "每半年" / "half-year";
        /// Each year.
        Year = "每年" / "year";
    }
}

fields! {
    /// One round of a review.
    pub struct Review {
        /// How it is judged.
        method: Chosen<Method> = "方式" / "method";
        /// What its rounds are called together.
        series: Option<Text> = "名目" / "series";
        /// The day it is held.
        held: Sp<Day> = "评议日期" / "held";
        /// Where.
        venue: Option<Text> = "地点" / "venue";
        /// How often.
        cadence: Option<Chosen<Cadence>> = "周期" / "cadence";
        /// How many may judge.
        electors: Option<Electors> = "评议人" / "electors";
        /// Who judges for the households.
        delegates: Vec<Delegate> = "户代表" / "delegates";
        /// The groups of judges.
        groups: Vec<Group> = "评议分类" / "groups";
        /// The ballots of the round.
        ballots: Option<Ballots> = "票" / "ballots";
        /// The grades that count as satisfied; the best of the scale where none is named.
        counted: Vec<Chosen<Grade>> = "计为满意" / "satisfied";
        /// Who or what is judged.
        objects: Some1<Object> = "评议对象" / "objects";
    }
}

fields! {
    /// Those who may judge.
    pub struct Electors {
        /// How many people.
        people: Sp<u32> = "人数" / "people";
        /// How many households they stand for.
        households: Option<Sp<u32>> = "户数" / "households";
    }
}

fields! {
    /// Who judges for some households.
    pub struct Delegate {
        /// Name.
        name: Text = "姓名" / "name";
        /// Group or grid.
        unit: Option<Text> = "组别" / "unit";
        /// How many households.
        households: Option<Sp<u32>> = "户数" / "households";
    }
}

fields! {
    /// A group of judges.
    pub struct Group {
        /// What it is called.
        name: Text = "类别" / "name";
        /// Its part of the whole, in percent.
        weight: Option<Sp<Decimal>> = "权重" / "weight";
        /// How many people.
        people: Option<Sp<u32>> = "人数" / "people";
    }
}

fields! {
    /// Ballots.
    pub struct Ballots {
        /// Given out.
        issued: Sp<u32> = "发出" / "issued";
        /// Come back.
        returned: Sp<u32> = "收回" / "returned";
        /// Of these, valid.
        valid: Sp<u32> = "有效" / "valid";
    }
}

fields! {
    /// Who or what is judged.
    pub struct Object {
        /// A person or an organisation.
        name: Text = "名称" / "name";
        /// The post held.
        post: Option<Text> = "职务" / "post";
        /// Its own ballots, where they are not those of the round.
        ballots: Option<Ballots> = "票" / "ballots";
        /// Votes by grade.
        votes: Option<Votes> = "票数" / "votes";
        /// The share of those satisfied, in percent with as many decimals as it was rounded to.
        rate: Option<Sp<Rate>> = "满意率" / "rate";
        /// Scores by group of judges.
        parts: Vec<Part> = "分项" / "parts";
        /// The score.
        score: Option<Sp<Decimal>> = "得分" / "score";
        /// The place among those judged.
        rank: Option<Sp<u32>> = "名次" / "rank";
        /// How many were judged.
        among: Option<Sp<u32>> = "参评数" / "among";
        /// The grade that came of it.
        result: Option<Chosen<Grade>> = "结果" / "result";
        /// Earlier results.
        before: Vec<Past> = "此前" / "before";
        /// What was said.
        comments: Vec<Text> = "意见" / "comments";
        /// What followed.
        consequence: Option<Step> = "处理" / "consequence";
        /// How the object was told.
        feedback: Option<Step> = "反馈" / "feedback";
    }
}

fields! {
    /// The score that a group of judges gave.
    pub struct Part {
        /// The group.
        group: Text = "类别" / "group";
        /// Its score.
        score: Sp<Decimal> = "得分" / "score";
    }
}

fields! {
    /// An earlier result.
    pub struct Past {
        /// When.
        date: Sp<Day> = "日期" / "date";
        /// The grade.
        result: Chosen<Grade> = "结果" / "result";
    }
}

fields! {
    /// Something done after a review.
    pub struct Step {
        /// When.
        date: Sp<Day> = "日期" / "date";
        /// What.
        text: Text = "内容" / "text";
    }
}

impl Object {
    fn has_result(&self) -> bool {
        self.votes.is_some() || self.score.is_some() || self.result.is_some() || self.rate.is_some()
    }

    /// Its results so far with their days, earliest first.
    fn run(&self, held: Day) -> Vec<(Day, Grade)> {
        let before = self
            .before
            .iter()
            .map(|past| (past.date.value, past.result.value));
        let mut run: Vec<(Day, Grade)> = before.collect();
        run.extend(self.result.map(|result| (held, result.value)));
        run.sort_by_key(|(day, _)| *day);
        run
    }
}

impl Review {
    /// The ballots that `object` was judged by.
    fn ballots_of<'a>(&'a self, object: &'a Object) -> Option<&'a Ballots> {
        object.ballots.as_ref().or(self.ballots.as_ref())
    }

    /// The grades that count as satisfied, if any are named.
    fn satisfied(&self) -> Vec<Grade> {
        self.counted.iter().map(|grade| grade.value).collect()
    }

    /// The last day for the next round, if it is held at intervals.
    fn next(&self) -> Option<Day> {
        let months = match self.cadence?.value {
            Cadence::Quarter => 3,
            Cadence::HalfYear => 6,
            Cadence::Year => 12,
        };
        Some(self.held.value.plus_months(months))
    }
}

/// The result for the board.
const RESULT: SheetForm = SheetForm {
    name: "result",
    papers: &[Paper::A4, Paper::A3],
    used: Use::Board,
};

/// The form that is filled in.
const BALLOT: SheetForm = SheetForm {
    name: "ballot",
    papers: &[Paper::A4],
    used: Use::Hand,
};

/// Who judges for which households.
const DELEGATES: SheetForm = SheetForm {
    name: "delegates",
    papers: &[Paper::A4],
    used: Use::Board,
};

impl Kind for Reviews {
    fn name(&self) -> &'static str {
        "review"
    }

    fn folder(&self) -> (&'static str, &'static str) {
        ("评议", "reviews")
    }

    fn template(&self) -> &'static str {
        "review.html"
    }

    fn grows(&self) -> &'static [&'static str] {
        &["评议对象.处理", "评议对象.反馈"]
    }

    fn fields(&self) -> &'static [Field] {
        Review::FIELDS
    }

    fn read(&self, map: &mut Map, reader: &mut Reader<'_>) -> Option<Box<dyn Disclosure>> {
        Some(Box::new(Review::take(map, reader)?))
    }

    fn check_together(&self, records: &[&Record], cx: &Context<'_>, out: &mut Report) {
        rules::together(records, cx, out);
    }

    fn overviews<'a>(&self, records: &[&'a Record], cx: &Context<'a>) -> Vec<Overview<'a>> {
        view::histories(records, cx)
    }
}

impl Disclosure for Review {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn filed(&self) -> Filed<'_> {
        Filed::default().chosen("method", &self.method)
    }

    fn check(&self, _record: &Record, cx: &Context<'_>, out: &mut Report) {
        rules::alone(self, cx, out);
    }

    fn status(&self, _record: &Record, cx: &Context<'_>) -> Status {
        let done = self.objects.iter().all(Object::has_result);
        let told = |object: &Object| {
            object
                .feedback
                .as_ref()
                .is_some_and(|f| f.date.value <= cx.day)
        };
        let bad = |object: &&Object| object.result.is_some_and(|result| result.value.is_bad());
        let bad = self.objects.iter().filter(bad).count();
        if self.held.value > cx.day {
            return Status::new(Tone::Warn, "status.review.announced").arg("day", self.held.value);
        }
        if !done {
            return Status::new(Tone::Warn, "status.review.held");
        }
        match bad {
            0 if self.objects.iter().all(told) => Status::new(Tone::Plain, "status.review.told"),
            0 => Status::new(Tone::Good, "status.review.published"),
            n => Status::new(Tone::Late, "status.review.bad").arg("n", n),
        }
    }

    fn tell(&self) -> Told<'_> {
        Tell::tell(self)
    }

    fn view<'a>(&'a self, _record: &'a Record, _cx: &Context<'a>) -> View<'a> {
        Box::new(view::ReviewView::new(self))
    }

    fn gist(&self, _record: &Record, _cx: &Context<'_>) -> Vec<Words> {
        let mut gist = vec![Words::new("gist.review").arg("n", self.objects.len())];
        if let [object] = &self.objects.0[..] {
            gist = vec![Words::new("gist.review.one").arg("name", &object.name.value)];
            if let Some(rate) = &object.rate {
                gist.push(Words::new("gist.review.rate").arg("rate", rate.value));
            } else if let Some(score) = &object.score {
                gist.push(Words::new("gist.review.score").arg("score", score.value));
            }
        }
        gist
    }

    fn sheets(&self) -> &'static [SheetForm] {
        match self.delegates.is_empty() {
            true => &[RESULT, BALLOT],
            false => &[RESULT, BALLOT, DELEGATES],
        }
    }

    fn deadlines(&self, record: &Record, cx: &Context<'_>) -> Vec<Deadline> {
        let mut deadlines: Vec<Deadline> = Deadline::of_display(record).into_iter().collect();
        if self.held.value >= cx.day {
            deadlines.push(Deadline {
                day: self.held.value,
                place: self.held.place,
                words: Words::new("deadline.review.held"),
                owed: false,
            });
        }
        deadlines
    }
}
