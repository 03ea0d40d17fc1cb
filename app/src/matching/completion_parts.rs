//! The parts of the completion screen: effects, checks, people, the decision.

use crate::{
    form::FormState,
    texts::{coded, name_of},
    ui::{Button, Card, Check, Checkbox, Column, DataTable, DecisionBar, Glyph, Look, PostForm, Row, TextArea, Tone},
};
use backend::matching::{CompletionView, OccupantLine};
use domain::{
    id::MatchId,
    lang::Lang,
    matching::{Finding, FindingCode, MatchAction, Severity},
    time,
};
use leptos::prelude::*;

/// Characters of a reason that the parties read: least and most.
pub const SENT_BACK_REASON: (usize, usize) = (4, 500);

/// A box that only a person can tick: what was seen with one's own eyes (住房租赁条例 Art 9).
pub struct Tick {
    pub field: &'static str,
    /// The check that stays blocked until it is ticked.
    pub finding: FindingCode,
}

pub const TICKS: [Tick; 3] = [
    Tick {
        field: "landlord_document_seen",
        finding: FindingCode::LandlordDocument,
    },
    Tick {
        field: "title_seen",
        finding: FindingCode::Title,
    },
    Tick {
        field: "occupant_documents_seen",
        finding: FindingCode::OccupantDocuments,
    },
];

/// The form that the decision bar's buttons send.
const FORM: &str = "decide";

/// What one press writes, so that nobody presses it without knowing.
pub fn effects(lang: Lang, view: &CompletionView) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(terms) = &view.terms {
        let (starts_on, ends_on) = (time::format_date(terms.starts_on), time::format_date(terms.ends_on()));
        lines.push(tr!(
            lang,
            "completion.effect.lease",
            starts_on = starts_on,
            ends_on = ends_on
        ));
    }
    lines.push(tr!(lang, "completion.effect.house"));
    lines.push(match view.residences {
        0 => tr!(lang, "completion.effect.no_residences"),
        count => tr!(lang, "completion.effect.residences", count = count),
    });
    let separator = tr!(lang, "completion.name_separator");
    let locals: Vec<_> = view
        .occupants
        .iter()
        .filter(|line| line.local)
        .map(|line| line.name.as_str())
        .collect();
    if !locals.is_empty() {
        lines.push(tr!(lang, "completion.effect.exempt", names = locals.join(&separator)));
    }
    lines.push(match view.other_applicants {
        0 => tr!(lang, "completion.effect.listing"),
        count => tr!(lang, "completion.effect.listing_and_others", count = count),
    });
    if let Some(day) = view.first_visit_on {
        lines.push(tr!(lang, "completion.effect.visit", day = time::format_date(day)));
    }
    lines
}

/// What the program checked, the worst first. What a person must see for themselves stands in the boxes instead.
pub fn checks(lang: Lang, findings: &[Finding]) -> Vec<Check> {
    let mut findings: Vec<_> = findings
        .iter()
        .filter(|finding| !TICKS.iter().any(|tick| tick.finding == finding.code))
        .collect();
    findings.sort_by_key(|finding| match finding.severity {
        Severity::Blocked => 0,
        Severity::Warning => 1,
        Severity::Passed => 2,
    });
    findings.into_iter().map(|finding| check(lang, finding)).collect()
}

fn check(lang: Lang, finding: &Finding) -> Check {
    let (tone, status) = match finding.severity {
        Severity::Passed => (Tone::Ok, "ui.passed"),
        Severity::Warning => (Tone::Warn, "ui.attention"),
        Severity::Blocked => (Tone::Error, "ui.failed"),
    };
    Check {
        tone,
        status: tr!(lang, status),
        text: finding_text(lang, finding),
        ..Check::default()
    }
}

/// `finding.<code>.<severity>`
pub fn finding_text(lang: Lang, finding: &Finding) -> String {
    let key = format!("{}.{}", finding.code.code(), finding.severity.code());
    coded(lang, "finding", &key, &finding.args)
}

pub fn occupants(lang: Lang, lines: &[OccupantLine]) -> AnyView {
    let caption = tr!(lang, "completion.occupants");
    let column = |key: &str| Column::new(tr!(lang, &format!("completion.column.{key}")));
    let columns = vec![
        column("name"),
        column("relation"),
        column("document"),
        column("registration"),
        column("arrives_on"),
    ];
    let missing = || tr!(lang, "completion.not_given");
    let rows = lines
        .iter()
        .map(|line| {
            let kind = line
                .document_kind
                .as_deref()
                .map(|kind| name_of(lang, "document-kind", kind));
            let document = match (kind, &line.document_masked) {
                (Some(kind), Some(number)) => format!("{kind} {number}"),
                _ => missing(),
            };
            let relation = name_of(lang, "relation", &line.relation);
            let relation = match line.minor {
                true => tr!(lang, "completion.minor", relation = relation),
                false => relation,
            };
            let registration = if line.local {
                "completion.local"
            } else {
                "completion.not_local"
            };
            Row::plain(line.name.clone())
                .cell(relation)
                .cell(document)
                .cell(tr!(lang, registration))
                .cell(line.arrives_on.clone().unwrap_or_else(missing))
        })
        .collect();
    view! { <Card title=caption.clone()><DataTable caption columns rows/></Card> }.into_any()
}

/// The boxes and the reason; the buttons are in the [`decision_bar`].
pub fn decision(lang: Lang, matching: MatchId, form: &FormState, refused: &[Finding]) -> AnyView {
    let boxes = TICKS
        .iter()
        .map(|tick| {
            let error = refused
                .iter()
                .find(|finding| finding.code == tick.finding)
                .map(|finding| finding_text(lang, finding));
            let label = tr!(lang, &format!("completion.tick.{}", tick.field));
            let hint = tr!(lang, &format!("completion.tick_hint.{}", tick.field));
            view! { <Checkbox name=tick.field label hint checked=form.values.ticked(tick.field) error/> }
        })
        .collect_view();
    let (reason, error) = (form.value("reason"), form.error(lang, "reason"));
    view! {
        <Card title=tr!(lang, "completion.originals")>
            <PostForm id=FORM action=format!("/desk/matches/{matching}")>
                <p class="soft">{tr!(lang, "completion.originals_text")}</p>
                {boxes}
                <TextArea name="reason" label=tr!(lang, "completion.reason") note=tr!(lang, "ui.optional") hint=tr!(lang, "completion.reason_hint") rows=3 value=reason error/>
            </PostForm>
        </Card>
    }
    .into_any()
}

pub fn decision_bar(lang: Lang) -> AnyView {
    let value = |action: MatchAction| action.code();
    view! {
        <DecisionBar>
            <Button form=FORM name="action" value=value(MatchAction::Complete) look=Look::Main icon=Glyph::ShieldCheck label=tr!(lang, "completion.complete")/>
            <Button form=FORM name="action" value=value(MatchAction::SendBack) icon=Glyph::Return label=tr!(lang, "completion.send_back")/>
            <Button form=FORM name="action" value=value(MatchAction::CallOff) look=Look::Danger label=tr!(lang, "completion.call_off")/>
        </DecisionBar>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::find;

    #[test]
    fn every_outcome_of_a_check_has_its_text() {
        for lang in [Lang::Zh, Lang::En] {
            for code in FindingCode::ALL {
                for severity in code.outcomes() {
                    let key = format!("finding.{code}.{}", severity.code());
                    assert!(find(lang, &key).is_some(), "{key}");
                }
            }
        }
    }
}
