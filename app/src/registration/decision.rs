//! What can be done on a registration's page, as far as it is the reader's to do.

use crate::{
    form::FormState,
    ui::{Actions, Button, Card, DecisionBar, Glyph, Look, PostButton, PostForm, TextArea},
};
use backend::registration::HouseRegistration;
use domain::{id::RegistrationId, lang::Lang, registration::RegistrationStatus};
use leptos::prelude::*;

/// The one press for the usual case: give the numbers, or accept everything.
pub fn bar(lang: Lang, house: &HouseRegistration) -> Option<AnyView> {
    let action = format!("/desk/registrations/{}", house.id);
    if house.rights.finalises && house.can_finalise() {
        let matching = house.match_id.map(|id| format!("/desk/matches/{id}"));
        let bar = view! {
            <DecisionBar>
                <PostButton action look=Look::Main icon=Glyph::ShieldCheck label=tr!(lang, "registration.finalise")/>
                {matching.map(|to| view! { <a href=to>{tr!(lang, "registration.to_match")}</a> })}
            </DecisionBar>
        };
        return Some(bar.into_any());
    }
    if house.rights.decides && house.waiting() > 0 {
        let label = counted!(lang, "registration.accept_all", house.waiting());
        let fields = vec![("all", "yes".to_owned())];
        let bar = view! {
            <DecisionBar>
                <PostButton action=format!("{action}/accept") fields look=Look::Main icon=Glyph::ShieldCheck label/>
            </DecisionBar>
        };
        return Some(bar.into_any());
    }
    None
}

fn decidable(house: &HouseRegistration, status: RegistrationStatus) -> bool {
    house.rights.decides && status == RegistrationStatus::Finalised
}

/// Accepts one of several that wait.
pub fn accept(
    lang: Lang,
    house: &HouseRegistration,
    id: RegistrationId,
    status: RegistrationStatus,
) -> Option<AnyView> {
    let action = format!("/desk/registrations/{id}/accept");
    let shown = decidable(house, status) && house.waiting() > 1;
    shown.then(|| view! { <PostButton action label=tr!(lang, "registration.accept")/> }.into_any())
}

/// One reason, and a button for each registration that may be returned for it.
pub fn send_back(lang: Lang, house: &HouseRegistration, form: &FormState) -> Option<AnyView> {
    let of_house = (house.id, house.status, tr!(lang, "registration.house"));
    let of_people = house.residences.iter().map(|person| {
        let label = tr!(lang, "registration.residence_of", name = person.name);
        (person.id, person.status, label)
    });
    let buttons: Vec<_> = [of_house]
        .into_iter()
        .chain(of_people)
        .filter(|(_, status, _)| decidable(house, *status))
        .map(|(id, _, name)| {
            let formaction = format!("/desk/registrations/{id}/return");
            view! { <Button formaction label=tr!(lang, "registration.return", name = name)/> }
        })
        .collect();
    if buttons.is_empty() {
        return None;
    }
    let action = format!("/desk/registrations/{}/return", house.id);
    let (value, error) = (form.value("reason"), form.error(lang, "reason"));
    let card = view! {
        <Card title=tr!(lang, "registration.return_title")>
            <PostForm action>
                <TextArea name="reason" label=tr!(lang, "registration.return_reason") hint=tr!(lang, "registration.return_hint") rows=3 value error/>
                <Actions>{buttons}</Actions>
            </PostForm>
        </Card>
    };
    Some(card.into_any())
}
