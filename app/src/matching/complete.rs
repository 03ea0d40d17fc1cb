//! The screen on which a coordinator completes a match (办结): what one press will do, what was checked, who moves in and
//! on which terms.

use super::{
    completion_parts::{self as parts, SENT_BACK_REASON, TICKS},
    parts::{status_badge, steps},
};
use crate::{
    error::{AppError, id},
    form::{Form, FormState, Values},
    page::Page,
    parts::lease,
    texts::{error_text, name_of},
    ui::{
        Badges, Card, Checklist, Columns, Effects, ErrorSummary, KeyValue, Notice, PageHead, Stack, Step, Stepper,
        Tone, Wide, grouped,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::matching::{CompleteError, CompletionView, MatchError};
use domain::{
    access::Actor,
    form::Errors,
    id::MatchId,
    lang::Lang,
    matching::{Checklist as Ticked, Finding, FindingCode, MatchAction, MatchStatus},
    text, time,
};
use http::StatusCode;
use leptos::prelude::*;

/// What came of a press that did not succeed.
#[derive(Default)]
struct Outcome {
    form: FormState,
    /// The checks that blocked the completion.
    refused: Vec<Finding>,
    /// Why nothing was done although every check passed: `completion.problem.<code>`.
    problem: Option<&'static str>,
}

pub async fn show(visitor: Visitor, Path(matching): Path<String>) -> Result<Page, AppError> {
    page(&visitor, id(&matching)?, Outcome::default()).await
}

pub async fn submit(visitor: Visitor, Path(matching): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let matching = id(&matching)?;
    let actor = visitor.coordinator()?;
    match values.text("action").parse() {
        Ok(MatchAction::Complete) => complete(&visitor, actor, matching, values).await,
        Ok(action @ (MatchAction::SendBack | MatchAction::CallOff)) => {
            stop(&visitor, actor, matching, action, values).await
        }
        _ => Err(AppError::NotFound),
    }
}

async fn complete(visitor: &Visitor, actor: &Actor, matching: MatchId, values: Values) -> Result<Response, AppError> {
    let ticked = Ticked {
        landlord_document_seen: values.ticked("landlord_document_seen"),
        title_seen: values.ticked("title_seen"),
        occupant_documents_seen: values.ticked("occupant_documents_seen"),
    };
    let (status, refused, problem) = match backend::matching::complete(visitor.backend(), actor, matching, ticked).await
    {
        Ok(completed) => {
            let registration = format!("/desk/registrations/{}?done=completed", completed.house_registration);
            return Ok(Redirect::to(&registration).into_response());
        }
        Err(CompleteError::Refused(findings)) => (StatusCode::UNPROCESSABLE_ENTITY, findings, None),
        // The page itself says how the match stands now.
        Err(CompleteError::AlreadyCompleted | CompleteError::NotAgreed(_)) => (StatusCode::CONFLICT, Vec::new(), None),
        Err(CompleteError::UnitTaken) => (StatusCode::CONFLICT, Vec::new(), Some("unit-taken")),
        Err(CompleteError::PersonRegistered) => (StatusCode::CONFLICT, Vec::new(), Some("person-registered")),
        Err(CompleteError::NotFound) => return Err(AppError::NotFound),
        Err(CompleteError::NotAllowed(refusal)) => return Err(refusal.into()),
        Err(CompleteError::Backend(error)) => return Err(error.into()),
    };
    let form = FormState::filled(values);
    let outcome = Outcome { form, refused, problem };
    Ok(page(visitor, matching, outcome).await?.status(status).into_response())
}

/// Back to the parties, or off altogether: both with a reason that they read.
async fn stop(
    visitor: &Visitor,
    actor: &Actor,
    matching: MatchId,
    action: MatchAction,
    values: Values,
) -> Result<Response, AppError> {
    let mut errors = Errors::new();
    let reason = errors.check(
        "reason",
        text::bounded_lines(values.text("reason"), SENT_BACK_REASON.0, SENT_BACK_REASON.1),
    );
    if let Some(reason) = reason {
        let done = match action {
            MatchAction::SendBack => backend::matching::send_back(visitor.backend(), actor, matching, &reason).await,
            _ => backend::matching::call_off(visitor.backend(), actor, matching, &reason).await,
        };
        return match done {
            Ok(()) => Ok(Redirect::to("/desk?queue=matches&done=returned").into_response()),
            Err(MatchError::NotFound) => Err(AppError::NotFound),
            Err(MatchError::Backend(error)) => Err(error.into()),
            Err(MatchError::Refused(refusal)) => Err(refusal.into()),
            // Somebody acted meanwhile; the page says how the match stands now.
            Err(_) => {
                let outcome = Outcome {
                    form: FormState::filled(values),
                    ..Outcome::default()
                };
                Ok(page(visitor, matching, outcome)
                    .await?
                    .status(StatusCode::CONFLICT)
                    .into_response())
            }
        };
    }
    let outcome = Outcome {
        form: FormState::new(values, errors),
        ..Outcome::default()
    };
    Ok(page(visitor, matching, outcome).await?.refused().into_response())
}

async fn page(visitor: &Visitor, id: MatchId, outcome: Outcome) -> Result<Page, AppError> {
    let lang = visitor.lang;
    let actor = visitor.coordinator()?;
    let view = backend::matching::completion_view(visitor.backend(), actor, id)
        .await?
        .ok_or(AppError::NotFound)?;
    // The same steps that tenant and landlord see.
    let seen = backend::matching::load(visitor.backend(), actor, id)
        .await?
        .ok_or(AppError::NotFound)?;
    let steps = steps(lang, &seen);
    Ok(visitor.page(view.number.clone(), move || screen(lang, &view, steps, &outcome)))
}

fn screen(lang: Lang, view: &CompletionView, steps: Vec<Step>, outcome: &Outcome) -> AnyView {
    let open = view.status == MatchStatus::Agreed;
    let errors = summary(lang, outcome);
    let problem = outcome.problem.map(|code| {
        view! {
            <Notice tone=Tone::Error title=name_of(lang, "completion.problem", code)>
                <p>{name_of(lang, "completion.problem_text", code)}</p>
            </Notice>
        }
    });
    let head = head(lang, view);
    let standing = standing(lang, view);
    let work = open.then(|| {
        let (effects, checks) = (parts::effects(lang, view), parts::checks(lang, &view.findings));
        let decision = parts::decision(lang, view.id, &outcome.form, &outcome.refused);
        view! {
            <Columns>
                <Stack>
                    <Card title=tr!(lang, "completion.effects")><Effects effects/></Card>
                    {decision}
                </Stack>
                <Card title=tr!(lang, "completion.checks")><Checklist checks/></Card>
            </Columns>
        }
    });
    let occupants = parts::occupants(lang, &view.occupants);
    let terms = view.terms.as_ref().map(|terms| {
        let items = lease::confirmed_terms(lang, terms, view.terms_hash.as_deref());
        view! { <Card title=tr!(lang, "completion.terms")><KeyValue items/></Card> }
    });
    let bar = open.then(|| parts::decision_bar(lang));
    view! {
        <Wide>
            {head}
            <Stack>
                <ErrorSummary title=tr!(lang, "completion.refused", count = errors.len()) errors/>
                {problem}
                <Card><Stepper label=tr!(lang, "matching.steps") steps/></Card>
                {standing}
                {work}
                {occupants}
                {terms}
            </Stack>
            {bar}
        </Wide>
    }
    .into_any()
}

fn head(lang: Lang, view: &CompletionView) -> AnyView {
    let back = ("/desk?queue=matches".to_owned(), tr!(lang, "desk.matches"));
    let badge = status_badge(lang, view.status);
    view! {
        <PageHead title=view.address.clone() kicker=view.number.clone() lead=lead(lang, view) back=back>
            <Badges badges=vec![badge]/>
        </PageHead>
    }
    .into_any()
}

/// `1,350 元/月 · 2026-12-01 起 12 个月 · 陈房东 → 王租客`
fn lead(lang: Lang, view: &CompletionView) -> String {
    let parties = tr!(
        lang,
        "completion.parties",
        landlord = view.landlord,
        tenant = view.tenant
    );
    match &view.terms {
        Some(terms) => counted!(
            lang,
            "completion.lead",
            terms.months,
            rent = grouped(terms.rent.get().into()),
            starts_on = time::format_date(terms.starts_on),
            parties = parties
        ),
        None => parties,
    }
}

/// Why there is nothing to complete here (any more).
fn standing(lang: Lang, view: &CompletionView) -> Option<AnyView> {
    if view.status == MatchStatus::Agreed {
        return None;
    }
    let title = name_of(lang, "completion.standing", view.status.code());
    let tone = if view.status == MatchStatus::Completed {
        Tone::Ok
    } else {
        Tone::Info
    };
    let registration = view.house_registration.map(|registration| {
        view! { <p><a href=format!("/desk/registrations/{registration}")>{tr!(lang, "completion.to_registration")}</a></p> }
    });
    Some(view! { <Notice tone title>{registration}</Notice> }.into_any())
}

/// The blocking checks, each leading to its box where it has one, then what is wrong with the reason.
fn summary(lang: Lang, outcome: &Outcome) -> Vec<(String, String)> {
    let field = |code: FindingCode| {
        TICKS
            .iter()
            .find(|tick| tick.finding == code)
            .map_or("", |tick| tick.field)
    };
    let refused = outcome
        .refused
        .iter()
        .map(|finding| (field(finding.code).to_owned(), parts::finding_text(lang, finding)));
    let form = outcome
        .form
        .errors
        .iter()
        .map(|error| (error.field.to_owned(), error_text(lang, error)));
    refused.chain(form).collect()
}
