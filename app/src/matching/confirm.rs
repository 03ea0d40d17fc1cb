//! All the terms on one page, and the tick by which a side confirms exactly these.

use super::{
    find::{find, problem},
    parts::term_items,
};
use crate::{
    error::AppError,
    form::{Form, FormState},
    page::Page,
    ui::{
        Actions, Button, Checkbox, ErrorSummary, KeyValue, Look, Narrow, Notice, PageHead, PostForm, SummaryBox, Tone,
    },
    visitor::Visitor,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use backend::matching::{MatchError, MatchView};
use domain::{
    form::{Code, Errors},
    matching::{Contract, MatchAction, TermsHash},
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    answer(&visitor, view, FormState::default())
}

pub async fn submit(visitor: Visitor, Path(id): Path<String>, Form(values): Form) -> Result<Response, AppError> {
    let view = find(&visitor, &id).await?;
    let mut errors = Errors::new();
    let hash = values.text("hash").to_owned();
    if !values.ticked("agree") {
        errors.add("agree", Code::new("terms-unread"));
        return answer(&visitor, view, FormState::new(values, errors));
    }
    let code = match backend::matching::confirm(visitor.backend(), visitor.actor()?, view.id, &hash).await {
        Ok(()) => return Ok(Redirect::to(&format!("/matches/{}", view.id)).into_response()),
        Err(MatchError::TermsChanged) => "terms-changed",
        Err(MatchError::DetailsMissing) => "details-missing",
        Err(error) => return Err(problem(error)),
    };
    errors.add("agree", Code::new(code));
    // The terms that stand now are shown, and the tick is asked for anew.
    let form = FormState {
        errors,
        ..FormState::default()
    };
    let view = find(&visitor, &id).await?;
    answer(&visitor, view, form)
}

fn answer(visitor: &Visitor, mut view: MatchView, form: FormState) -> Result<Response, AppError> {
    let (Some(contract), Some(hash)) = (view.contract.take(), view.hash.take()) else {
        return Ok(Redirect::to(&format!("/matches/{}", view.id)).into_response());
    };
    let refused = !form.errors.is_empty();
    let page = page(visitor, view, contract, hash, form);
    let page = if refused { page.refused() } else { page };
    Ok(page.into_response())
}

fn page(visitor: &Visitor, view: MatchView, contract: Contract, hash: String, form: FormState) -> Page {
    let lang = visitor.lang;
    let back = (format!("/matches/{}", view.id), tr!(lang, "matching.back"));
    let ask = view.may(MatchAction::ConfirmTerms) && !view.confirmed();
    let title = if ask {
        "matching.confirm.title"
    } else {
        "matching.terms.title"
    };
    visitor.page(tr!(lang, title), move || {
        let short = TermsHash::short(&hash);
        let given = view.details_given();
        let unticked = form.error(lang, "agree");
        let asked = ask.then(|| {
            let missing = (!given).then(|| {
                let details = format!("/matches/{}/details", view.id);
                view! {
                    <Notice tone=Tone::Warn title=tr!(lang, "error.details-missing")>
                        <p><a href=details>{tr!(lang, "matching.confirm.give_details")}</a></p>
                    </Notice>
                }
            });
            view! {
                {missing}
                <PostForm action=format!("/matches/{}/confirm", view.id) fields=vec![("hash", hash)]>
                    <Checkbox name="agree" label=tr!(lang, "matching.confirm.agree") error=unticked/>
                    <Actions><Button label=tr!(lang, "matching.confirm.submit") look=Look::Main/></Actions>
                </PostForm>
            }
        });
        view! {
            <Narrow>
                <PageHead title=tr!(lang, title) kicker=view.number.clone() lead=tr!(lang, "matching.confirm.lead") back=back/>
                <ErrorSummary title=tr!(lang, "ui.error_summary", count = form.errors.iter().count()) errors=form.summary(lang)/>
                <KeyValue items=term_items(lang, &contract)/>
                <SummaryBox title=tr!(lang, "matching.confirm.hash_title")>
                    <p><code>{short}</code></p>
                    <p>{tr!(lang, "matching.confirm.hash_text")}</p>
                </SummaryBox>
                {asked}
            </Narrow>
        }
        .into_any()
    })
}
