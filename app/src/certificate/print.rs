//! The certificate as it is printed and handed over.

use super::{check::nature, qr, unlisted::unlisted};
use crate::{
    error::AppError,
    texts::name_of,
    ui::{Certificate as Paper, Item, KeyValue, Notice, Tone, Wrap},
    visitor::Visitor,
};
use axum::{extract::Path, response::Response};
use backend::registration::PrintedCertificate;
use domain::{
    lang::Lang,
    matching::TermsHash,
    registration::{CertificateCode, RegistrationKind},
    time,
};
use leptos::prelude::*;

pub async fn show(visitor: Visitor, Path(code): Path<String>) -> Result<Response, AppError> {
    let lang = visitor.lang;
    let actor = visitor.actor()?;
    let code = CertificateCode::parse(&code).ok_or(AppError::NotFound)?;
    let printed = backend::registration::printed(visitor.backend(), actor, &code)
        .await?
        .ok_or(AppError::NotFound)?;
    let config = visitor.backend().config();
    let path = format!("/certificates/{}", code.as_str());
    let link = config.base_url.join(&path);
    let issued = format!(
        "{} · {}",
        config.centre.name(lang),
        time::format_date(time::date_in_china(printed.certificate.issued_at))
    );
    let kind = printed.certificate.kind.code();
    let title = name_of(lang, "certificate.title", kind);
    let page = visitor.page(format!("{title} {}", printed.certificate.number), move || {
        view! {
            <Wrap>
                <div class="certificate-tools no-print">
                    <p><a href=path>{tr!(lang, "certificate.open")}</a></p>
                    <p class="soft">{tr!(lang, "certificate.print_hint")}</p>
                </div>
                <Paper
                    title
                    number=printed.certificate.number.clone()
                    qr_svg=qr::svg(&link, &tr!(lang, "certificate.qr_label")).unwrap_or_default()
                    qr_label=tr!(lang, "certificate.scan")
                    issued
                >
                    {(!printed.certificate.valid).then(|| view! { <Notice tone=Tone::Error title=tr!(lang, "certificate.not_valid")/> })}
                    <KeyValue items=items(lang, &printed)/>
                    <div class="certificate-words">
                        <p>{name_of(lang, "certificate.statement", kind)}</p>
                        <p class="soft">{nature(lang, &printed.certificate)}</p>
                        <p class="soft">{tr!(lang, "certificate.check_at", link = link)}</p>
                    </div>
                </Paper>
            </Wrap>
        }
        .into_any()
    });
    Ok(unlisted(page.bare()))
}

fn items(lang: Lang, printed: &PrintedCertificate) -> Vec<Item> {
    let label = |key: &str| tr!(lang, &format!("certificate.field.{key}"));
    let certificate = &printed.certificate;
    let document = format!(
        "{} {}",
        name_of(lang, "document-kind", &printed.document_kind),
        printed.document_masked
    );
    let mut items = vec![
        Item::new(
            name_of(lang, "certificate.holder", certificate.kind.code()),
            printed.holder.clone(),
        ),
        Item::new(label("document"), document),
        Item::new(label("address"), printed.address.clone()),
    ];
    if certificate.kind == RegistrationKind::Residence {
        items.push(Item::new(label("landlord"), printed.landlord.clone()));
    }
    items.push(Item::new(label("tenant"), printed.tenant.clone()));
    if let Some(day) = &printed.arrived_on {
        items.push(Item::new(label("arrived_on"), day.clone()));
    }
    items.push(Item::new(
        label("term"),
        tr!(
            lang,
            "certificate.span",
            starts_on = certificate.starts_on,
            ends_on = certificate.ends_on
        ),
    ));
    if certificate.kind == RegistrationKind::House {
        items.push(Item::new(label("terms_hash"), TermsHash::short(&printed.terms_hash)));
    }
    items.push(Item::new(label("code"), certificate.code.to_string()));
    items
}
